package io.github.thalweg.engine.tornado;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.InferenceSession;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.LimitListener;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.tornado.driver.DriverVersion;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.limits.DeviceLimits;
import io.github.thalweg.engine.tornado.plan.ProgramKernels;
import io.github.thalweg.engine.tornado.plan.Replay;
import io.github.thalweg.engine.tornado.plan.StyleChoice;
import io.github.thalweg.engine.tornado.products.PrebuiltKernels;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.engine.tornado.vendor.CuBlas;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.KernelNames;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/**
 * A device that runs a program as TornadoVM task graphs.
 *
 * @param heldBytes bytes that its sessions hold
 * @param precision precision of its matrix products
 * @param style how it takes the steps of a program
 */
public record PlanDevice(
    DeviceInfo info,
    TornadoDevice device,
    AtomicLong heldBytes,
    Precision precision,
    Function<TrainingProgram, StepStyle> style)
    implements Device {
  @Override
  public Optional<String> driver() {
    return DriverVersion.of(device);
  }

  @Override
  public InferenceSession open(Inference inference, float[] parameters) {
    return new TornadoInference(inference, parameters, info, device, heldBytes);
  }

  @Override
  public Session open(TrainingProgram program) {
    return new TornadoSession(
        program, info, device, heldBytes, style.apply(program), Replay.of(info));
  }

  @Override
  public Device with(Kernels kernels) {
    if (kernels == Kernels.AUTO) {
      return this;
    }
    if (!Kernels.OF_TORNADO.contains(kernels)) {
      throw kernels.absent(info.id(), Kernels.OF_TORNADO);
    }
    if (kernels == Kernels.LIBRARY) {
      return library(Precision.FP32);
    }
    GroupLimits limits = GroupLimits.of(device);
    if (kernels == Kernels.PREBUILT) {
      PrebuiltKernels.refusal(info, limits)
          .ifPresent(sentence -> {
            throw new InvalidInputException(sentence);
          });
    }
    return new PlanDevice(
        info.with(kernels.key()),
        device,
        heldBytes,
        Precision.FP32,
        program -> StyleChoice.of(program, info, limits, kernels));
  }

  @Override
  public Device with(Precision other) {
    return info.kernels().equals(Kernels.LIBRARY.key()) ? library(other) : Device.super.with(other);
  }

  private Device library(Precision inProducts) {
    StepStyle library = new StepStyle.Library(CuBlas.of(info, inProducts));
    String kernels = Kernels.LIBRARY.key();
    return new PlanDevice(
        info.with(inProducts == Precision.FP32 ? kernels : kernels + " " + inProducts.key()),
        device,
        heldBytes,
        inProducts,
        _ -> library);
  }

  @Override
  public KernelNames kernels(TrainingProgram program) {
    return new ProgramKernels(program, style.apply(program), info, GroupLimits.of(device)).names();
  }

  @Override
  public List<Limit> limits(LimitListener listener) {
    return DeviceLimits.measure(info, device, listener);
  }
}
