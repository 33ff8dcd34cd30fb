package io.github.thalweg.cli.bench;

import io.github.thalweg.text.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Figures of training steps as lines for users to read. */
final class BenchTable {
  private BenchTable() {}

  static String heading() {
    return row("workload", "µs/step", "samples/s", "GB/s", "GFLOP/s", "final loss", "kernels");
  }

  /**
   * @param result a line of {@code bench --json}
   */
  static String row(JsonNode result) {
    if (!result.has("median_step_us")) {
      return quality(result);
    }
    double compiling = result.path("compile_seconds").asDouble(0);
    String row =
        row(
            result.get("workload").asString(),
            number("%,.2f", result.get("median_step_us").asDouble()),
            number("%,.0f", result.get("samples_per_second").asDouble()),
            threeDigits(result.get("gb_per_s").asDouble()),
            threeDigits(result.get("gflop_per_s").asDouble()),
            Numbers.significant(result.get("final_loss").asDouble(), 6),
            result.path("kernels").asString(""));
    return compiling > 0 ? row + number(", compiled in %.2f s", compiling) : row;
  }

  private static String quality(JsonNode result) {
    int failed = result.get("failed_seeds").asInt();
    return String.format(
        Locale.ROOT,
        "%-20s %12.2f s to %.1f %% of %s's test rows, mean of %d of %d seeds%s",
        result.get("workload").asString(),
        result.get("seconds_to_quality").asDouble(),
        100 * result.get("accuracy").asDouble(),
        result.get("recipe").asString(),
        result.get("kept_seconds").size(),
        result.get("seeds").size(),
        failed == 0 ? "" : "; " + failed + " FAILED");
  }

  private static String row(String... cells) {
    return String.format(Locale.ROOT, "%-20s %14s %14s %11s %11s %12s  %s", (Object[]) cells);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Rates span eight orders of magnitude from a launch to a full device. */
  static String threeDigits(double value) {
    return new BigDecimal(value).round(new MathContext(3)).toPlainString();
  }
}
