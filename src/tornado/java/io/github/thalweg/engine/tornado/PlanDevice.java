package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.Session;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/**
 * A device that runs a program as TornadoVM task graphs.
 *
 * @param heldBytes what its sessions hold together
 * @param style how it takes the steps of a program
 */
record PlanDevice(
    DeviceInfo info,
    TornadoDevice device,
    AtomicLong heldBytes,
    Function<TrainingProgram, StepStyle> style)
    implements Device {
  @Override
  public Optional<String> driver() {
    return DriverVersion.of(device);
  }

  @Override
  public Session open(TrainingProgram program) {
    return new TornadoSession(program, info, device, heldBytes, style.apply(program));
  }

  @Override
  public List<Limit> limits() {
    return DeviceLimits.measure(info, device);
  }
}
