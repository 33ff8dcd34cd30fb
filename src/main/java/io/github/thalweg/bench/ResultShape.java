package io.github.thalweg.bench;

import io.github.thalweg.InvalidInputException;
import java.nio.file.Path;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The members that a benchmark file needs; other members are allowed. */
final class ResultShape {
  /** Most samples of a workload; a benchmark takes a few tens. */
  private static final int MOST_SAMPLES = 10_000;

  private final Path file;

  private ResultShape(Path file) {
    this.file = file;
  }

  /**
   * Throws for the first member that is missing or has a wrong type, with its place.
   *
   * @param content of a benchmark file
   */
  static void require(Path file, JsonNode content) {
    ResultShape shape = new ResultShape(file);
    shape.requireType(content, "manifest", "manifest", JsonNode::isObject, "an object");
    shape.requireType(content, "devices", "devices", JsonNode::isArray, "a list");
    for (int i = 0; i < content.get("devices").size(); i++) {
      shape.device(content.get("devices").get(i), "devices[" + i + "]");
    }
  }

  private void device(JsonNode device, String place) {
    requireObject(device, place);
    text(device, "device", place);
    for (String key : new String[] {"results", "failures", "missing"}) {
      if (device.has(key)) {
        requireType(device, key, place + "." + key, JsonNode::isArray, "a list");
      }
      for (int i = 0; i < device.path(key).size(); i++) {
        element(key, device.get(key).get(i), place + "." + key + "[" + i + "]");
      }
    }
  }

  private void element(String key, JsonNode element, String place) {
    if (key.equals("missing")) {
      if (!element.isString()) {
        throw wrong(place, "a text", element);
      }
      return;
    }
    requireObject(element, place);
    text(element, "workload", place);
    if (key.equals("failures")) {
      text(element, "message", place);
      return;
    }
    for (String samples : new String[] {"samples_us", "kept_seconds", "seeds"}) {
      if (element.path(samples).size() > MOST_SAMPLES) {
        throw new InvalidInputException(
            "%s: %s.%s has %,d samples; a benchmark takes at most %,d."
                .formatted(file, place, samples, element.path(samples).size(), MOST_SAMPLES));
      }
    }
  }

  private void text(JsonNode node, String key, String place) {
    requireType(node, key, place + "." + key, JsonNode::isString, "a text");
  }

  private void requireObject(JsonNode node, String place) {
    if (!node.isObject()) {
      throw wrong(place, "an object", node);
    }
  }

  private void requireType(
      JsonNode node, String key, String place, Predicate<JsonNode> type, String words) {
    if (!type.test(node.path(key))) {
      throw wrong(place, words, node.path(key));
    }
  }

  private InvalidInputException wrong(String place, String wanted, JsonNode found) {
    return new InvalidInputException(
        file
            + ": "
            + place
            + (found.isMissingNode() ? " is missing" : " is " + found)
            + "; "
            + wanted
            + " was expected. Was the file changed by hand? Write it again with thalweg bench --out.");
  }
}
