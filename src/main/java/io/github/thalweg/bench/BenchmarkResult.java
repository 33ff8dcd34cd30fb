package io.github.thalweg.bench;

import io.github.thalweg.Build;
import io.github.thalweg.engine.DeviceInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a workload came to on a device. The rates are those of the median step.
 *
 * @param medianStepMicros median over the samples of a step's time, in µs
 * @param minStepMicros of the quickest sample, in µs
 * @param maxStepMicros of the slowest sample, in µs
 * @param samplesPerSecond rows trained on in a second
 * @param gigabytesPerSecond {@link Workload#bytesPerStep()} over the step's time, 10⁹ B/s
 * @param gigaflopPerSecond {@link Workload#flopPerStep()} over the step's time, 10⁹/s
 * @param checkedLoss the reference's loss at the last checked step, before its update: what a
 *     program in another framework should have there too
 * @param finalLoss of the last timed step; how many there were depends on the speed
 */
public record BenchmarkResult(
    Workload workload,
    DeviceInfo device,
    double medianStepMicros,
    double minStepMicros,
    double maxStepMicros,
    double samplesPerSecond,
    double gigabytesPerSecond,
    double gigaflopPerSecond,
    double checkedLoss,
    double finalLoss) {

  /**
   * @param stepMicros a step's time in each sample, in µs; at least one
   */
  static BenchmarkResult of(
      Workload workload,
      DeviceInfo device,
      double[] stepMicros,
      double checkedLoss,
      double finalLoss) {
    double[] sorted = stepMicros.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    double seconds = median / 1e6;
    return new BenchmarkResult(
        workload,
        device,
        median,
        sorted[0],
        sorted[sorted.length - 1],
        workload.batch() / seconds,
        workload.bytesPerStep() / seconds / 1e9,
        workload.flopPerStep() / seconds / 1e9,
        checkedLoss,
        finalLoss);
  }

  /** The keys and values of a line of JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("workload", workload.key());
    map.put("engine", device.engine());
    map.put("device", Benchmark.name(device));
    map.put("kernels", device.kernels());
    map.put("median_step_us", medianStepMicros);
    map.put("min_step_us", minStepMicros);
    map.put("max_step_us", maxStepMicros);
    map.put("samples_per_second", samplesPerSecond);
    map.put("gb_per_s", gigabytesPerSecond);
    map.put("gflop_per_s", gigaflopPerSecond);
    map.put("checked_step", workload.checkedSteps());
    map.put("checked_loss", checkedLoss);
    map.put("final_loss", finalLoss);
    map.put("versions", versions());
    return map;
  }

  /** What the figures were read with; TornadoVM's version where it did the work. */
  public Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("thalweg", Build.version());
    versions.put("java", Runtime.version().toString());
    versions.put(
        "os",
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
    if (device.engine().equals("tornado")) {
      versions.put("tornadovm", Build.tornadoVersion());
    }
    return versions;
  }
}
