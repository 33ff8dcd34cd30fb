package io.github.thalweg.bench;

import io.github.thalweg.engine.DeviceInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a workload came to on a device. The rates are those of the median step.
 *
 * @param stepMicros a step's time in each sample, in µs, in the order in which they were taken
 * @param step what these come to
 * @param checkedLoss the reference's loss at the last checked step, before its update: what a
 *     program in another framework should have there too
 * @param deviceLoss the device's own loss at that step
 * @param finalLoss of the last timed step; how many there were depends on the speed
 * @param energy what a row takes, where the device reports its power
 * @param compileSeconds that went into compiling kernels, before the first step; 0 for none
 * @param stepKernels what a step's kernels take by themselves, where the device tells them apart
 */
public record BenchmarkResult(
    Workload workload,
    DeviceInfo device,
    double[] stepMicros,
    Statistics step,
    double checkedLoss,
    double deviceLoss,
    double finalLoss,
    Optional<Energy> energy,
    double compileSeconds,
    List<KernelFigure> stepKernels) {

  /**
   * @param joulesPerSample energy over the rows trained on meanwhile
   * @param source where it was read
   */
  public record Energy(double joulesPerSample, String source) {}

  /**
   * @param stepMicros a step's time in each sample, in µs; at least one
   */
  static BenchmarkResult of(
      Workload workload,
      DeviceInfo device,
      double[] stepMicros,
      double checkedLoss,
      double deviceLoss,
      double finalLoss,
      Optional<Energy> energy,
      double compileSeconds,
      List<KernelFigure> stepKernels) {
    return new BenchmarkResult(
        workload,
        device,
        stepMicros.clone(),
        Statistics.of(stepMicros),
        checkedLoss,
        deviceLoss,
        finalLoss,
        energy,
        compileSeconds,
        List.copyOf(stepKernels));
  }

  private double medianSeconds() {
    return step.median() / 1e6;
  }

  /** Rows trained on in a second. */
  public double samplesPerSecond() {
    return workload.batch() / medianSeconds();
  }

  /** {@link Workload#bytesPerStep()} over the step's time, 10⁹ B/s. */
  public double gigabytesPerSecond() {
    return workload.bytesPerStep() / medianSeconds() / 1e9;
  }

  /** {@link Workload#neededFlopPerStep()} over the step's time, 10⁹/s. */
  public double gigaflopPerSecond() {
    return workload.neededFlopPerStep() / medianSeconds() / 1e9;
  }

  /** The keys and values of a line of JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("workload", workload.key());
    map.put("engine", device.engine());
    map.put("device", Benchmark.name(device));
    map.put("kernels", device.kernels());
    map.put("batch", workload.batch());
    map.put("rows", workload.training().batches().rows());
    map.put("parameters", workload.training().model().parameterCount());
    map.put("bytes_per_step", workload.bytesPerStep());
    map.put("needed_flop_per_step", workload.neededFlopPerStep());
    map.putAll(step.toMap("step_us"));
    map.put("samples_us", stepMicros);
    map.put("samples_per_second", samplesPerSecond());
    map.put("gb_per_s", gigabytesPerSecond());
    map.put("gflop_per_s", gigaflopPerSecond());
    map.put("checked_step", workload.checkedSteps());
    map.put("checked_loss", checkedLoss);
    map.put("device_loss", deviceLoss);
    map.put("loss_tolerance", Benchmark.TOLERANCE);
    map.put("final_loss", finalLoss);
    map.put("compile_seconds", compileSeconds);
    energy.ifPresent(measured -> {
      map.put("joules_per_sample", measured.joulesPerSample());
      map.put("energy_source", measured.source());
    });
    map.put("step_kernels", stepKernels.stream().map(KernelFigure::toMap).toList());
    map.put("versions", versions());
    map.put("jvm_flags", Manifest.jvmFlags());
    return map;
  }

  /** What the figures were read with; TornadoVM's version where it did the work. */
  public Map<String, String> versions() {
    return Manifest.versions(device);
  }
}
