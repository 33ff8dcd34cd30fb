package io.github.thalweg.report;

import io.github.thalweg.TestSeed;
import io.github.thalweg.bench.DeviceFigures;
import io.github.thalweg.bench.Manifest;
import io.github.thalweg.bench.ResultFile;
import io.github.thalweg.bench.Sampling;
import io.github.thalweg.engine.Limit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Figures of a benchmark that never ran: the times are drawn at random. */
final class DrawnFigures {
  static final double READ = 20;
  static final double PEAK = 300;

  /** One that copies, and two that compute. */
  private static final List<Map<String, Object>> KERNELS = kernels(TestSeed.random());

  private static final Map<String, Object> WHOLE =
      kernel("whole step", 2e8, 1e9, TestSeed.random());

  private static List<Map<String, Object>> kernels(Random random) {
    return List.of(
        kernel("load", 3e6, 0, random),
        kernel("linear y0", 2e6, 7e8, random),
        kernel("update", 9e5, 5e5, random));
  }

  private static Map<String, Object> kernel(String name, double bytes, double flop, Random random) {
    double micros = random.nextDouble(50, 500);
    return Map.of(
        "kernel",
        name,
        "median_us",
        micros,
        "bytes",
        bytes,
        "flop",
        flop,
        "gb_per_s",
        bytes / micros / 1e3,
        "gflop_per_s",
        flop / micros / 1e3);
  }

  private final Random random = TestSeed.random();
  private final List<JsonNode> results = new ArrayList<>();

  /**
   * Writes the page of a benchmark.
   *
   * @return its address
   */
  static String page(Path json, DeviceFigures... devices) {
    Manifest manifest = Manifest.now("thalweg bench --all", 3, 1, Sampling.STANDARD, 0);
    JsonNode content = ResultFile.of(json, manifest, List.of(devices)).content();
    return BenchReport.write(json, content).toUri().toString();
  }

  static DeviceFigures device(String id, String name) {
    DeviceFigures device =
        new DeviceFigures(
            tree(
                Map.of(
                    "device", id, "name", name, "engine", "e", "kernels", "k", "type", "cpu",
                    "usable", true)));
    device.limit(new Limit(Limit.READ, READ, "GB/s", "an array added up"));
    device.limit(new Limit(Limit.GEMM, PEAK, "GFLOP/s", "matrices multiplied"));
    return device;
  }

  void add(DeviceFigures device, String workload, double bytes, double flop) {
    double micros = 1e4 * random.nextDouble(2, 9);
    add(device, workload, bytes, flop, micros);
  }

  void add(DeviceFigures device, String workload, double bytes, double flop, double micros) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("workload", workload);
    map.put("at", device.id());
    map.put("batch", 1000);
    map.put("parameters", 65);
    map.put("bytes_per_step", bytes);
    map.put("needed_flop_per_step", flop);
    map.put("median_step_us", micros);
    map.put("min_step_us", 0.9 * micros);
    map.put("p95_step_us", 1.1 * micros);
    map.put("sd_step_us", 0.01 * micros);
    map.put("samples_us", List.of(0.9 * micros, micros, 1.1 * micros));
    map.put("samples_per_second", 1000 / micros * 1e6);
    map.put("gb_per_s", bytes / micros / 1e3);
    map.put("gflop_per_s", flop / micros / 1e3);
    map.put("checked_step", 3);
    map.put("checked_loss", 0.25);
    map.put("device_loss", 0.250001);
    // Results of an earlier version have none.
    if (device.id().equals("cpu")) {
      map.put(
          "step_kernels",
          switch (workload) {
            case "linear-full" -> KERNELS;
            case "linear-tiny" -> List.of(); // Too short for a clock.
            default -> List.of(WHOLE);
          });
    }
    if (device.id().equals("cpu")) {
      map.put("joules_per_sample", 2e-6);
      map.put("energy_source", "a meter");
    }
    JsonNode result = tree(map);
    results.add(result);
    device.result(result);
  }

  /** Five trainings of 2 to 6 seconds. */
  static JsonNode quality() {
    return quality("mnist", 1);
  }

  /** Five trainings of a recipe that take so many times 2 to 6 seconds. */
  static JsonNode quality(String recipe, double factor) {
    List<Map<String, Object>> seeds = new ArrayList<>();
    for (int seed = 0; seed < 5; seed++) {
      seeds.add(
          Map.of(
              "seed",
              seed,
              "reached",
              seed != 2,
              "seconds",
              factor * (2.0 + seed),
              "epochs",
              3,
              "accuracy",
              0.97));
    }
    return tree(
        Map.of(
            "workload",
            "time-to-quality",
            "recipe",
            recipe,
            "accuracy",
            0.97,
            "seconds_to_quality",
            factor * 4.67,
            "kept_seconds",
            List.of(factor * 3, factor * 5, factor * 6),
            "failed_seeds",
            1,
            "seeds",
            seeds));
  }

  JsonNode result(String device, String workload) {
    return results.stream()
        .filter(result -> result.get("at").asString().equals(device))
        .filter(result -> result.get("workload").asString().equals(workload))
        .findFirst()
        .orElseThrow();
  }

  static Map<String, Object> kernel(String name) {
    return KERNELS.stream()
        .filter(kernel -> kernel.get("kernel").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode tree(Map<String, Object> map) {
    return JsonMapper.shared().valueToTree(map);
  }
}
