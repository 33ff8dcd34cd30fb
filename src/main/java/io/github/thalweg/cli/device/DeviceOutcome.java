package io.github.thalweg.cli.device;

import io.github.thalweg.cli.terminal.CommandProcess;
import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/**
 * The result of {@code device-check} for one device.
 *
 * @param device a line of {@code devices --json}
 * @param limits lines of {@code limits --json}
 * @param failures sentences: what went wrong; none if all went well
 */
record DeviceOutcome(
    JsonNode device,
    List<JsonNode> limits,
    List<Check> checks,
    List<Benchmark> benchmarks,
    List<String> failures) {
  /**
   * A recipe that was checked on the device, or skipped.
   *
   * @param skipped why not, if so
   * @param findings how many values were compared with the reference
   * @param worst the largest error, as a share of what is allowed
   */
  record Check(
      String recipe,
      Optional<String> skipped,
      boolean passed,
      int findings,
      double worst,
      double seconds) {
    static Check of(String recipe, CommandProcess.Answer answer, double seconds) {
      double worst = answer.lines().stream().mapToDouble(Check::shareOfAllowed).max().orElse(0);
      return new Check(
          recipe, Optional.empty(), answer.succeeded(), answer.lines().size(), worst, seconds);
    }

    private static double shareOfAllowed(JsonNode finding) {
      double error = finding.get("error").doubleValue();
      return error == 0 ? 0 : error / finding.get("allowed").doubleValue();
    }

    static Check skipped(String recipe, String reason) {
      return new Check(recipe, Optional.of(reason), true, 0, 0, 0);
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("recipe", recipe);
      if (skipped.isPresent()) {
        map.put("skipped", skipped.get());
        return map;
      }
      map.put("passed", passed);
      map.put("findings", findings);
      map.put("worst_share_of_allowed", worst);
      map.put("seconds", seconds);
      return map;
    }
  }

  /**
   * A workload that was timed on the device.
   *
   * @param figures a line of {@code bench --json}
   * @param limit what bounds the workload, such as {@code copy}, if that is known
   * @param share of that limit that it reaches, 1 for all of it
   */
  record Benchmark(JsonNode figures, Optional<String> limit, OptionalDouble share) {
    /**
     * Full and mini-batch regression read far more than they compute; the wide network multiplies
     * matrices. The others are bound by something between these.
     */
    static Benchmark of(JsonNode figures, List<JsonNode> limits) {
      return switch (figures.get("workload").asString()) {
        case "linear-full", "linear-minibatch" -> of(figures, "gb_per_s", limits, Limit.COPY);
        case "mlp-wide" ->
            of(
                figures,
                "gflop_per_s",
                limits,
                kernels(figures).endsWith(Precision.TF32.key()) ? Limit.GEMM_TF32 : Limit.GEMM);
        default -> new Benchmark(figures, Optional.empty(), OptionalDouble.empty());
      };
    }

    private static String kernels(JsonNode figures) {
      return figures.path("kernels").asString("");
    }

    /** The workload, and the kernels that ran it if the device has several families. */
    String name() {
      String workload = figures.get("workload").asString();
      return kernels(figures).isEmpty() ? workload : workload + ", " + kernels(figures);
    }

    private static Benchmark of(JsonNode figures, String rate, List<JsonNode> limits, String name) {
      for (JsonNode limit : limits) {
        if (limit.get("limit").asString().equals(name)) {
          double share = figures.get(rate).doubleValue() / limit.get("value").doubleValue();
          return new Benchmark(figures, Optional.of(name), OptionalDouble.of(share));
        }
      }
      return new Benchmark(figures, Optional.empty(), OptionalDouble.empty());
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      figures.propertyNames().forEach(name -> map.put(name, figures.get(name)));
      limit.ifPresent(name -> map.put("share_of_" + name, share.orElseThrow()));
      return map;
    }
  }

  static DeviceOutcome of(JsonNode device) {
    return new DeviceOutcome(
        device, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  String id() {
    return device.get("device").asString();
  }

  boolean usable() {
    return device.get("usable").booleanValue();
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    device.propertyNames().forEach(name -> map.put(name, device.get(name)));
    if (usable()) {
      map.put("limits", limits);
      map.put("checks", checks.stream().map(Check::toMap).toList());
      map.put("benchmarks", benchmarks.stream().map(Benchmark::toMap).toList());
      map.put("failures", failures);
    }
    return map;
  }
}
