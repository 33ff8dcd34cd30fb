package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists in place of one value in a run file: each element makes a run, and several lists make every
 * combination. Settings that are always lists stay as they are.
 */
final class Sweep {
  private static final int MOST_RUNS = 1000;

  /** Lists of numbers or names: only a list of lists gives several values. */
  private static final Pattern LIST =
      Pattern.compile("model|data\\.(target|exclude)|optimizer\\.\\w+\\.betas");

  /** Lists of any depth. */
  private static final Pattern VALUES = Pattern.compile("data\\.(features|targets)|init\\..+");

  private final List<Variant> variants = new ArrayList<>();

  private Sweep() {}

  /**
   * One of the combinations.
   *
   * @param chosen the chosen element for each list's key
   */
  record Variant(ObjectNode tree, Map<String, JsonNode> chosen) {}

  /** All combinations, the first list's elements changing slowest; one, if there are no lists. */
  static List<Variant> expand(ObjectNode root) {
    Sweep sweep = new Sweep();
    sweep.expand(root, new LinkedHashMap<>());
    return sweep.variants;
  }

  /** A list that makes several runs, and its place. */
  private record Axis(JsonNode parent, String name, String key, ArrayNode elements) {
    void choose(JsonNode element) {
      if (parent instanceof ArrayNode array) {
        array.set(Integer.parseInt(name), element);
      } else {
        ((ObjectNode) parent).set(name, element);
      }
    }
  }

  private void expand(ObjectNode tree, Map<String, JsonNode> chosen) {
    Optional<Axis> first = findIn(tree, "");
    if (first.isEmpty()) {
      variants.add(new Variant(tree, chosen));
      if (variants.size() > MOST_RUNS) {
        throw new InvalidInputException(
            "These lists make more than "
                + MOST_RUNS
                + " runs; shorten them, or train them in parts.");
      }
      return;
    }
    if (first.get().elements().isEmpty()) {
      throw new InvalidInputException(
          first.get().key() + " is an empty list; give one value, or several to train each.");
    }
    if (!LIST.matcher(first.get().key()).matches()
        && first.get().elements().valueStream().anyMatch(JsonNode::isArray)) {
      throw new InvalidInputException(
          first.get().key() + " is a list that contains a list; write all its values in one list.");
    }
    for (int i = 0; i < first.get().elements().size(); i++) {
      ObjectNode copy = tree.deepCopy();
      Axis axis = findIn(copy, "").orElseThrow();
      JsonNode element = axis.elements().get(i);
      axis.choose(element);
      Map<String, JsonNode> more = new LinkedHashMap<>(chosen);
      more.put(axis.key(), element);
      expand(copy, more);
    }
  }

  /** The first list in a block, in the order of its keys, that makes several runs. */
  private static Optional<Axis> findIn(JsonNode parent, String path) {
    if (parent instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        Optional<Axis> axis = find(array, Integer.toString(i), array.get(i), path + "." + i);
        if (axis.isPresent()) {
          return axis;
        }
      }
    } else {
      for (Map.Entry<String, JsonNode> entry : parent.properties()) {
        String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
        Optional<Axis> axis = find(parent, entry.getKey(), entry.getValue(), key);
        if (axis.isPresent()) {
          return axis;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Axis> find(JsonNode parent, String name, JsonNode child, String key) {
    if (VALUES.matcher(key).matches()) {
      return Optional.empty();
    }
    if (!(child instanceof ArrayNode list)) {
      return findIn(child, key);
    }
    boolean several =
        !LIST.matcher(key).matches()
            || (!list.isEmpty() && list.valueStream().allMatch(JsonNode::isArray));
    if (several) {
      return Optional.of(new Axis(parent, name, key, list));
    }
    return key.equals("model") ? findIn(list, key) : Optional.empty();
  }
}
