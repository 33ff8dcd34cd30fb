package io.github.thalweg.bench;

import io.github.thalweg.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/**
 * The samples of a workload on a device, from a result file.
 *
 * @param device its id
 * @param task the task behind its name: only times of the same task can be compared
 * @param unit of the samples, µs or s
 * @param centre their centre: the median of a step, the mean of a time to quality without its
 *     slowest and its fastest seed
 */
record Timing(
    String device,
    String workload,
    String task,
    String unit,
    double[] samples,
    ToDoubleFunction<double[]> centre) {

  /**
   * All timings of a file, in its order.
   *
   * @throws InvalidInputException when one has samples that are not times
   */
  static List<Timing> of(ResultFile file) {
    List<Timing> timings = new ArrayList<>();
    for (JsonNode device : file.devices()) {
      String id = text(file, "a device", device, "device");
      for (JsonNode result : device.path("results")) {
        timings.add(of(file, id, result));
      }
    }
    return timings;
  }

  private static Timing of(ResultFile file, String device, JsonNode result) {
    String workload = text(file, "a result of " + device, result, "workload");
    String where = workload + " on " + device;
    if (workload.equals(TimeToQuality.KEY)) {
      return timeToQuality(file, device, where, result);
    }
    return new Timing(
        device,
        workload,
        result.path("batch").asString("")
            + (result.path("batch").asInt(0) == 1 ? " row" : " rows")
            + " a step",
        "µs",
        samples(file, where, result, "samples_us"),
        micros -> Statistics.of(micros).median());
  }

  /** Of all its seeds; only of those that count, if one of the others failed. */
  private static Timing timeToQuality(
      ResultFile file, String device, String where, JsonNode result) {
    String task =
        result.path("recipe").asString("") + " to " + result.path("accuracy").asString("");
    double[] kept = samples(file, where, result, "kept_seconds");
    double[] all =
        result
            .path("seeds")
            .valueStream()
            .filter(seed -> seed.path("reached").asBoolean(false))
            .mapToDouble(seed -> number(seed.path("seconds")))
            .toArray();
    return all.length == kept.length + 2
        ? new Timing(device, TimeToQuality.KEY, task, "s", all, Timing::meanOfTheMiddle)
        : new Timing(device, TimeToQuality.KEY, task, "s", kept, Timing::mean);
  }

  private static double mean(double[] seconds) {
    return Arrays.stream(seconds).average().orElseThrow();
  }

  private static double meanOfTheMiddle(double[] seconds) {
    return Arrays.stream(seconds)
        .sorted()
        .skip(1)
        .limit(seconds.length - 2)
        .average()
        .orElseThrow();
  }

  private static String text(ResultFile file, String where, JsonNode node, String key) {
    if (!node.path(key).isString()) {
      throw broken(file, where, "has no \"" + key + "\"");
    }
    return node.get(key).asString();
  }

  private static double[] samples(ResultFile file, String where, JsonNode result, String key) {
    double[] samples = result.path(key).valueStream().mapToDouble(Timing::number).toArray();
    if (samples.length == 0 || Arrays.stream(samples).anyMatch(x -> !(x > 0) || x > 1e300)) {
      throw broken(file, where, "has no \"" + key + "\" that are all times above 0");
    }
    return samples;
  }

  /** 0 for any other value, also for a text with digits. */
  private static double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : 0;
  }

  private static InvalidInputException broken(ResultFile file, String where, String what) {
    return new InvalidInputException(
        file.path()
            + ": "
            + where
            + " "
            + what
            + "; was the file changed by hand? Write it again with thalweg bench --out.");
  }

  double value() {
    return centre.applyAsDouble(samples);
  }
}
