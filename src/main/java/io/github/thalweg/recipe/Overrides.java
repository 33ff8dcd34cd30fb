package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts settings from the command line into a run file's tree. */
final class Overrides {
  /** Keys that hold one name with its settings: another name replaces it. */
  private static final List<String> CHOICES = List.of("loss", "optimizer", "schedule");

  private Overrides() {}

  static void apply(ObjectNode tree, Change.Setting setting) {
    String key = setting.key();
    JsonNode value = YamlTree.parse(setting.value(), setting.place(), key);
    if (value.isMissingNode()) {
      throw new InvalidInputException(
          setting.typed().strip() + " has no value; write one after it.");
    }
    List<String> path =
        key.startsWith("init.") ? List.of("init", key.substring(5)) : List.of(key.split("\\.", -1));
    if (path.size() > YamlTree.DEEPEST) {
      throw new InvalidInputException(
          "--set "
              + key
              + " names a setting more than "
              + YamlTree.DEEPEST
              + " levels deep; no setting is so deep.");
    }
    JsonNode parent = tree;
    for (int i = 0; i < path.size() - 1; i++) {
      parent = step(parent, path, i, key);
    }
    put(parent, path.getLast(), value, key);
  }

  private static JsonNode step(JsonNode parent, List<String> path, int depth, String key) {
    String name = path.get(depth);
    if (parent instanceof ArrayNode array) {
      return container(array.get(index(array, name, key)), path.subList(0, depth + 1), key);
    }
    ObjectNode block = (ObjectNode) parent;
    JsonNode child = block.path(name);
    boolean otherChoice = depth == 0 && CHOICES.contains(name) && !child.has(path.get(1));
    return child.isContainer() && !otherChoice ? child : block.putObject(name);
  }

  /** An element of a list that will be changed. */
  private static JsonNode container(JsonNode element, List<String> path, String key) {
    if (element.isContainer()) {
      return element;
    }
    throw new InvalidInputException(
        "--set "
            + key
            + ": "
            + String.join(".", path)
            + " is "
            + element
            + ", which has no settings inside; replace it as a whole.");
  }

  private static void put(JsonNode parent, String name, JsonNode value, String key) {
    if (parent instanceof ArrayNode array) {
      array.set(index(array, name, key), value);
    } else {
      ((ObjectNode) parent).set(name, value);
    }
  }

  private static int index(ArrayNode array, String name, String key) {
    if (name.matches("\\d{1,9}") && Integer.parseInt(name) < array.size()) {
      return Integer.parseInt(name);
    }
    throw new InvalidInputException(
        "--set "
            + key
            + ": '"
            + name
            + "' must be an index from 0 to "
            + (array.size() - 1)
            + " here.");
  }
}
