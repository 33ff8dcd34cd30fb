package io.github.thalweg.bench;

import io.github.thalweg.engine.DeviceInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of a workload on a device. The rates are those of the median step.
 *
 * @param stepMicros a step's time in each sample, in µs, in their order
 * @param step statistics of these
 * @param checkedLoss the reference's loss at the last checked step, before its update; a program in
 *     another framework should have the same
 * @param deviceLoss the device's own loss at that step
 * @param finalLoss of the last timed step; their number depends on the speed
 * @param energy of a row, if the device reports its power
 * @param compileSeconds for compiling kernels before the first step; 0 for none
 * @param stepKernels times of a step's kernels, if the device can time them
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
   * @param joulesPerSample energy divided by the rows trained meanwhile
   * @param source of the energy figure
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

  /** Training rows per second. */
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

  /** The versions for the figures; TornadoVM's if it did the work. */
  public Map<String, String> versions() {
    return Manifest.versions(device);
  }
}
