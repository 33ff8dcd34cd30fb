package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Engine;
import io.github.thalweg.engine.InferenceSession;
import io.github.thalweg.engine.JavaMemory;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.LimitListener;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.cpu.gemm.GemmLookup;
import io.github.thalweg.engine.cpu.threads.Workers;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.Optional;

/**
 * Float32 on the processor's cores: the default, and always available. The system property {@code
 * thalweg.threads} sets the number of threads; results do not depend on it.
 */
public final class CpuEngine implements Engine {
  @Override
  public List<Device> devices() {
    int threads = Integer.getInteger("thalweg.threads", Runtime.getRuntime().availableProcessors());
    return List.of(new CpuDevice(GemmLookup.find(), threads));
  }

  /** The processor, with one matrix multiplication and a number of threads. */
  record CpuDevice(GemmLookup lookup, int threads) implements Device {
    @Override
    public DeviceInfo info() {
      return new DeviceInfo(
          "cpu",
          "cpu",
          ProcessorName.read(),
          "java",
          "cpu",
          lookup.name(),
          JavaMemory.most(),
          threads,
          Optional.empty(),
          lookup.refusals());
    }

    @Override
    public DeviceInfo info(TrainingProgram program) {
      GemmLookup.Choice choice = lookup.choice(program);
      return info().with(choice.name(), choice.refusals());
    }

    @Override
    public Device with(Kernels kernels) {
      if (kernels == Kernels.AUTO) {
        return this;
      }
      if (!Kernels.OF_CPU.contains(kernels)) {
        throw kernels.absent("cpu", Kernels.OF_CPU);
      }
      return new CpuDevice(GemmLookup.of(kernels), threads);
    }

    @Override
    public Session open(TrainingProgram program) {
      return new CpuSession(program, lookup.choice(program).source().get(), threads);
    }

    @Override
    public InferenceSession open(Inference inference, float[] parameters) {
      return new CpuInference(inference, parameters, lookup.choice(inference).get(), threads);
    }

    @Override
    public List<Limit> limits(LimitListener listener) {
      try (Workers workers = new Workers(threads)) {
        return new CpuLimits(lookup.gemm(), workers, threads).measure(listener);
      }
    }
  }
}
