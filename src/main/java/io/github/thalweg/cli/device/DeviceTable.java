package io.github.thalweg.cli.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The outcome of a device as lines of a table. */
final class DeviceTable {
  private DeviceTable() {}

  static List<String> lines(DeviceOutcome outcome) {
    JsonNode device = outcome.device();
    List<String> lines = new ArrayList<>();
    lines.add(
        outcome.id()
            + ": "
            + device.get("name").asString()
            + ", kernels "
            + device.get("kernels").asString());
    if (!outcome.usable()) {
      lines.add("  not usable: " + device.get("reason").asString());
      return lines;
    }
    if (!outcome.limits().isEmpty()) {
      lines.add(
          "  limits: "
              + outcome.limits().stream()
                  .map(DeviceTable::limit)
                  .collect(Collectors.joining(", ")));
    }
    if (!outcome.checks().isEmpty()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-32s %-8s %8s %12s %9s",
              "check",
              "",
              "values",
              "worst error",
              "seconds"));
      outcome.checks().forEach(check -> lines.add(check(check)));
    }
    if (!outcome.benchmarks().isEmpty()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-32s %14s %14s %9s %9s  %s",
              "workload",
              "µs/step",
              "samples/s",
              "GB/s",
              "GFLOP/s",
              "share of limit"));
      outcome.benchmarks().forEach(benchmark -> lines.add(benchmark(benchmark)));
    }
    outcome.failures().forEach(failure -> lines.add("  FAILED " + failure));
    return lines;
  }

  private static String limit(JsonNode limit) {
    return String.format(
        Locale.ROOT,
        "%s %.1f %s",
        limit.get("limit").asString().replace('_', ' '),
        limit.get("value").doubleValue(),
        limit.get("unit").asString());
  }

  private static String check(DeviceOutcome.Check check) {
    if (check.skipped().isPresent()) {
      return String.format(
          Locale.ROOT, "  %-32s %-8s %s", check.recipe(), "skipped", check.skipped().get());
    }
    return String.format(
        Locale.ROOT,
        "  %-32s %-8s %8d %10.1f %% %9.1f",
        check.recipe(),
        check.passed() ? "ok" : "FAILED",
        check.findings(),
        100 * check.worst(),
        check.seconds());
  }

  private static String benchmark(DeviceOutcome.Benchmark benchmark) {
    JsonNode figures = benchmark.figures();
    String share =
        benchmark
            .limit()
            .map(limit ->
                String.format(
                    Locale.ROOT, "%.0f %% of %s", 100 * benchmark.share().orElseThrow(), limit))
            .orElse("");
    return String.format(
            Locale.ROOT,
            "  %-32s %,14.2f %,14.0f %9.3g %9.3g  %s",
            benchmark.name(),
            figures.get("median_step_us").doubleValue(),
            figures.get("samples_per_second").doubleValue(),
            figures.get("gb_per_s").doubleValue(),
            figures.get("gflop_per_s").doubleValue(),
            share)
        .stripTrailing();
  }
}
