package io.github.thalweg.cli.bench;

import io.github.thalweg.bench.ResultFile;
import io.github.thalweg.bench.TimeToQuality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The figures of a result file as a table for a README: a column for each device. */
final class BenchMarkdown {
  private static final Map<String, String> LIMITS = new LinkedHashMap<>();

  static {
    LIMITS.put("launch", "a launch");
    LIMITS.put("read", "reading");
    LIMITS.put("copy", "copying");
    LIMITS.put("to_device", "host to device");
    LIMITS.put("from_device", "device to host");
    LIMITS.put("gemm", "multiplying matrices");
    LIMITS.put("multiply_adds", "arithmetic");
  }

  private BenchMarkdown() {}

  static List<String> lines(ResultFile file) {
    List<JsonNode> devices =
        file.devices().stream().filter(device -> device.path("usable").asBoolean()).toList();
    List<String> lines = new ArrayList<>();
    lines.add(read(file.manifest()));
    lines.add("");
    lines.add("| |" + cells(devices, device -> device.get("device").asString()));
    lines.add("|---|" + "---|".repeat(devices.size()));
    for (String workload : workloads(devices)) {
      lines.add("| " + workload + " |" + cells(devices, device -> figure(device, workload)));
    }
    LIMITS.forEach((limit, name) -> {
      if (devices.stream().anyMatch(device -> !limit(device, limit).isEmpty())) {
        lines.add("| *" + name + "* |" + cells(devices, device -> limit(device, limit)));
      }
    });
    List<String> failures = devices.stream().flatMap(BenchMarkdown::failures).toList();
    if (!failures.isEmpty()) {
      lines.add("");
      lines.addAll(failures);
    }
    return lines;
  }

  /** Why there is no figure, below the table. */
  private static Stream<String> failures(JsonNode device) {
    return device
        .get("failures")
        .valueStream()
        .map(failure ->
            "- FAILED: "
                + failure.get("workload").asString()
                + " on "
                + device.get("device").asString()
                + ": "
                + failure.get("message").asString());
  }

  /** The machine and the versions that the figures come from. */
  private static String read(JsonNode manifest) {
    JsonNode machine = manifest.get("machine");
    return String.format(
        Locale.ROOT,
        "%s, %s cores, %.0f GiB, %s, Java %s; Thalweg %s (%s), %s; `%s`",
        machine.get("cpu").asString(),
        machine.get("cores").asString(),
        machine.get("memory_bytes").asDouble() / 0x1p30,
        machine.get("os").asString(),
        manifest.at("/java/version").asString(),
        manifest.get("thalweg").asString(),
        manifest.get("commit").asString(),
        manifest.get("time").asString().substring(0, 10),
        manifest.get("command").asString());
  }

  private static List<String> workloads(List<JsonNode> devices) {
    return devices.stream()
        .flatMap(device ->
            Stream.concat(
                device.get("results").valueStream(), device.get("failures").valueStream()))
        .map(result -> result.get("workload").asString())
        .distinct()
        .toList();
  }

  private static String cells(List<JsonNode> devices, Function<JsonNode, String> cell) {
    StringBuilder row = new StringBuilder();
    devices.forEach(device -> row.append(' ').append(cell.apply(device)).append(" |"));
    return row.toString();
  }

  private static String figure(JsonNode device, String workload) {
    for (JsonNode result : device.get("results")) {
      if (result.get("workload").asString().equals(workload)) {
        return workload.equals(TimeToQuality.KEY) ? quality(result) : step(result);
      }
    }
    return device
            .get("failures")
            .valueStream()
            .anyMatch(failure -> failure.get("workload").asString().equals(workload))
        ? "FAILED"
        : "–";
  }

  private static String step(JsonNode result) {
    String share =
        result.has("limit")
            ? String.format(
                Locale.ROOT,
                ", %.0f %% of %s",
                100 * result.get("share_of_limit").asDouble(),
                LIMITS.get(result.get("limit").asString()))
            : "";
    return micros(result.get("median_step_us").asDouble())
        + " a step, "
        + rate(result.get("samples_per_second").asDouble())
        + " samples/s"
        + share;
  }

  private static String quality(JsonNode result) {
    int failed = result.get("failed_seeds").asInt();
    return String.format(
        Locale.ROOT,
        "%.2f s to %.0f %% of %s%s",
        result.get("seconds_to_quality").asDouble(),
        100 * result.get("accuracy").asDouble(),
        result.get("recipe").asString(),
        failed == 0 ? "" : ", " + failed + " seed FAILED");
  }

  private static String limit(JsonNode device, String name) {
    return device
        .get("limits")
        .valueStream()
        .filter(limit -> limit.get("name").asString().equals(name))
        .map(limit ->
            threeDigits(limit.get("value").asDouble()) + " " + limit.get("unit").asString())
        .findFirst()
        .orElse("");
  }

  private static String micros(double value) {
    return value >= 1e6
        ? threeDigits(value / 1e6) + " s"
        : value >= 1000 ? threeDigits(value / 1000) + " ms" : threeDigits(value) + " µs";
  }

  private static String rate(double value) {
    return value >= 1e6
        ? threeDigits(value / 1e6) + " M"
        : value >= 1000 ? threeDigits(value / 1000) + " k" : threeDigits(value);
  }

  private static String threeDigits(double value) {
    return BenchTable.threeDigits(value);
  }
}
