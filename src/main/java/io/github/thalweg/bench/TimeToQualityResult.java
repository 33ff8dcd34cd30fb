package io.github.thalweg.bench;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The result of {@link TimeToQuality} on a device.
 *
 * @param seeds in the order of training
 */
public record TimeToQualityResult(TimeToQuality task, DeviceInfo device, List<Seed> seeds) {
  /**
   * One training.
   *
   * @param reached whether it reached the quality within its epochs
   * @param seconds until the quality, or until it was given up
   * @param epochs whole ones
   * @param accuracy the best on the test part
   */
  public record Seed(long seed, boolean reached, double seconds, int epochs, double accuracy) {
    String sentence() {
      return String.format(
          Locale.ROOT,
          "seed %d %s %.2f %% after %d %s, %.2f s",
          seed,
          reached ? "came to" : "failed with",
          100 * accuracy,
          epochs,
          epochs == 1 ? "epoch" : "epochs",
          seconds);
    }
  }

  /** Seeds that did not reach the quality. */
  public int failed() {
    return (int) seeds.stream().filter(seed -> !seed.reached()).count();
  }

  /**
   * Mean over the seeds without the slowest and the fastest, in s. A failed seed counts as slower
   * than any other: a single one is dropped, and with two there is no figure.
   */
  public OptionalDouble seconds() {
    if (failed() > 1) {
      return OptionalDouble.empty();
    }
    return kept().stream().mapToDouble(Seed::seconds).average();
  }

  private List<Seed> kept() {
    return seeds.stream()
        .sorted(
            Comparator.comparing((Seed seed) -> !seed.reached()).thenComparingDouble(Seed::seconds))
        .toList()
        .subList(1, seeds.size() - 1);
  }

  /**
   * Refuses a result without a figure.
   *
   * @throws RunFailedException when two seeds or more failed
   */
  public void requireFigure() {
    if (failed() > 1) {
      throw new RunFailedException(refusal());
    }
  }

  private String refusal() {
    return TimeToQuality.KEY
        + " on "
        + Benchmark.name(device)
        + " did not reach "
        + 100 * task.accuracy()
        + " % of "
        + task.recipe()
        + "'s test rows within "
        + task.mostEpochs()
        + " epochs with "
        + failed()
        + " of "
        + seeds.size()
        + " seeds, so no figure is given. Run thalweg check "
        + task.recipe()
        + " with this device to find the operation that is wrong.";
  }

  /** The keys and values of a line of JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("workload", TimeToQuality.KEY);
    map.put("engine", device.engine());
    map.put("device", Benchmark.name(device));
    map.put("kernels", device.kernels());
    map.put("recipe", task.recipe());
    map.put("accuracy", task.accuracy());
    map.put("most_epochs", task.mostEpochs());
    seconds().ifPresent(seconds -> map.put("seconds_to_quality", seconds));
    map.put("kept_seconds", kept().stream().map(Seed::seconds).toList());
    map.put("failed_seeds", failed());
    map.put("seeds", seeds);
    map.put("versions", Manifest.versions(device));
    map.put("jvm_flags", Manifest.jvmFlags());
    return map;
  }
}
