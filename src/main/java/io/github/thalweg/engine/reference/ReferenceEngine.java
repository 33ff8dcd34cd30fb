package io.github.thalweg.engine.reference;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Engine;
import io.github.thalweg.engine.InferenceSession;
import io.github.thalweg.engine.JavaMemory;
import io.github.thalweg.engine.Session;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.Optional;

/** Float64 and plain loops on one thread: slow on purpose, the oracle for every other engine. */
public final class ReferenceEngine implements Engine {
  @Override
  public List<Device> devices() {
    return List.of(new ReferenceDevice());
  }

  private record ReferenceDevice() implements Device {
    @Override
    public DeviceInfo info() {
      return new DeviceInfo(
          "reference",
          "reference",
          "float64 loops",
          "java",
          "cpu",
          "loops",
          JavaMemory.most(),
          1,
          Optional.empty());
    }

    @Override
    public InferenceSession open(Inference inference, float[] parameters) {
      return new ReferenceInference(inference, parameters);
    }

    @Override
    public Session open(TrainingProgram program) {
      return new ReferenceSession(program);
    }
  }
}
