package io.github.thalweg.bench;

import io.github.thalweg.bench.power.PowerMeter;
import io.github.thalweg.engine.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The results for one device: its limits, and the workloads that were timed, failed, left out, or
 * are still missing. They come as lines of JSON, from this process or from another one.
 */
public final class DeviceFigures {
  private final ObjectNode device;
  private final List<Limit> limits = new ArrayList<>();
  private final List<JsonNode> results = new ArrayList<>();
  private final List<ObjectNode> failures = new ArrayList<>();
  private final List<ObjectNode> skipped = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  /**
   * @param device a line of {@code thalweg devices --json}
   */
  public DeviceFigures(JsonNode device) {
    this.device = device.deepCopy().asObject();
  }

  /** The device's id. */
  public String id() {
    return device.get("device").asString();
  }

  /** Whether it can be used. */
  public boolean usable() {
    return device.get("usable").asBoolean();
  }

  /** Whether a planned workload has no figures. */
  public boolean failed() {
    return !failures.isEmpty();
  }

  /**
   * Adds workloads to time; each is missing until it has a result or a sentence. A device that
   * cannot be used has none missing.
   */
  public void expect(List<String> workloads) {
    if (usable()) {
      missing.addAll(workloads);
    }
  }

  /** Whether none is missing. */
  boolean complete() {
    return missing.isEmpty();
  }

  /** Adds a limit of the device; the results of whole training steps are compared with it. */
  public void limit(Limit limit) {
    limits.add(limit);
  }

  /**
   * Adds a result.
   *
   * @param line of {@link BenchmarkResult#toMap()} or {@link TimeToQualityResult#toMap()}
   */
  public void result(JsonNode line) {
    results.add(line);
    missing.remove(line.path("workload").asString(""));
  }

  /** Adds a workload that has no figures, and why. */
  public void failure(String workload, String message) {
    failures.add(note(workload, message));
    missing.remove(workload);
  }

  /** Adds a workload that was not tried, and why. */
  public void skip(String workload, String message) {
    skipped.add(note(workload, message));
    missing.remove(workload);
  }

  private static ObjectNode note(String workload, String message) {
    return JsonMapper.shared()
        .valueToTree(Map.of("workload", workload, "message", message))
        .asObject();
  }

  /** The device's part of the file; for an unusable device all lists are empty. */
  public ObjectNode toJson() {
    ObjectNode node = device.deepCopy();
    boolean metered = results.stream().anyMatch(result -> result.has("joules_per_sample"));
    if (usable() && !metered) {
      node.put("no_energy", PowerMeter.absence(device.path("type").asString("")));
    }
    node.set("limits", JsonMapper.shared().valueToTree(limits));
    ArrayNode timed = node.putArray("results");
    results.forEach(result -> timed.add(withShare(result)));
    node.set("failures", JsonMapper.shared().valueToTree(failures));
    node.set("skipped", JsonMapper.shared().valueToTree(skipped));
    node.set("missing", JsonMapper.shared().valueToTree(missing));
    return node;
  }

  private JsonNode withShare(JsonNode result) {
    ObjectNode node = result.deepCopy().asObject();
    if (node.has("bytes_per_step")) {
      Bound.of(
              node.get("bytes_per_step").asDouble(),
              node.get("needed_flop_per_step").asDouble(),
              limits)
          .ifPresent(bound -> {
            node.put("limit", bound.limit());
            node.put("least_step_us", bound.leastMicros());
            node.put("share_of_limit", bound.share(node.get("median_step_us").asDouble()));
          });
    }
    return node;
  }
}
