package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.files.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads the {@code init} of a run file. */
final class StartReader {
  private StartReader() {}

  /**
   * @param folder that relative paths start from
   */
  static Start read(JsonNode node, Path folder) {
    if (node.isMissingNode() || (node.isString() && node.stringValue().equals("random"))) {
      return new Start.Random();
    }
    if (node.isString()) {
      return new Start.FromFile(InputFile.named(folder, node.stringValue()));
    }
    if (!node.isObject()) {
      throw new InvalidInputException(
          "init must be random, a safetensors file, or a block with values for each parameter; it is "
              + node
              + ".");
    }
    return node.path("file").isString()
        ? fromFile(Settings.of("init", node), folder)
        : values(node);
  }

  /** A file with a map, which is a block or another file. */
  private static Start fromFile(Settings settings, Path folder) {
    settings.requireOnly(List.of("file", "map"));
    Path file = InputFile.named(folder, settings.text("file").orElseThrow());
    if (!settings.has("map")) {
      return new Start.FromFile(file);
    }
    JsonNode map = settings.node("map");
    return new Start.FromFile(
        file,
        Optional.of(
            map.isString()
                ? InitMap.read(InputFile.named(folder, map.stringValue()))
                : InitMap.of("init.map", map)));
  }

  private static Start values(JsonNode node) {
    Map<String, Start.Array> values = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry -> values.put(entry.getKey(), array("init." + entry.getKey(), entry.getValue())));
    return new Start.Values(values);
  }

  private static Start.Array array(String name, JsonNode node) {
    if (!node.isArray()) {
      return new Start.Array(List.of(1), new double[] {Settings.number(name, node)});
    }
    List<Integer> shape = new ArrayList<>();
    for (JsonNode inner = node; inner.isArray(); inner = inner.path(0)) {
      shape.add(inner.size());
    }
    List<Double> elements = new ArrayList<>();
    collect(name, node, shape, name, elements);
    return new Start.Array(shape, elements.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Adds the numbers in nested lists. Every list must be as long as the first of its depth.
   *
   * @param shape of this list and the lists inside it
   * @param first the first list of this depth
   */
  private static void collect(
      String name, JsonNode node, List<Integer> shape, String first, List<Double> elements) {
    if (shape.isEmpty()) {
      if (node.isArray()) {
        throw new InvalidInputException(
            name + " is a list, where " + first + " is a number; all must be alike.");
      }
      elements.add(Settings.number(name, node));
      return;
    }
    if (!node.isArray() || node.size() != shape.getFirst()) {
      throw new InvalidInputException(
          name
              + (node.isArray() ? " has " + counted(node.size()) : " is " + node)
              + ", where "
              + first
              + " has "
              + counted(shape.getFirst())
              + "; all must be alike.");
    }
    for (int i = 0; i < node.size(); i++) {
      collect(
          name + "[" + i + "]",
          node.get(i),
          shape.subList(1, shape.size()),
          first + "[0]",
          elements);
    }
  }

  private static String counted(int elements) {
    return elements + (elements == 1 ? " element" : " elements");
  }
}
