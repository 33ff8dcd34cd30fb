package io.github.thalweg.recipe;

import io.github.thalweg.text.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every setting of a recipe by its full key, as for {@code --set}. */
public final class FlatSettings {
  /** Names of settings in other programs. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of("learning_rate", "lr", "batch_size", "batch", "epsilon", "eps");

  private FlatSettings() {}

  /**
   * The settings of a recipe, such as {@code optimizer.sgd.lr} and {@code model.0.dense}. Blocks
   * and the list of layers are taken apart; other lists are values.
   */
  public static Map<String, JsonNode> of(Recipe recipe) {
    return of(JsonMapper.shared().<JsonNode>valueToTree(RecipeWriter.tree(recipe)));
  }

  /** The same, from the tree of a run file. */
  public static Map<String, JsonNode> of(JsonNode tree) {
    Map<String, JsonNode> flat = new LinkedHashMap<>();
    flatten("", tree, flat);
    return flat;
  }

  /** A value in the spelling of run files, without quotation marks. */
  public static String text(JsonNode value) {
    if (value.isString()) {
      return value.stringValue();
    }
    if (value.isArray()) {
      return value.valueStream().map(FlatSettings::text).collect(Collectors.joining(",", "[", "]"));
    }
    return value.isFloatingPointNumber() ? Numbers.setting(value.doubleValue()) : value.toString();
  }

  /**
   * The full keys that a user may mean by the last word of one.
   *
   * @param word such as {@code lr}, {@code weight-decay} or {@code learning_rate}
   * @return such as {@code optimizer.sgd.lr} for a recipe that has that optimizer; may be empty
   */
  public static List<String> keysFor(String word, Recipe recipe) {
    String plain = word.replace('-', '_');
    String last = OTHER_NAMES.getOrDefault(plain, plain);
    Set<String> keys = of(recipe).keySet();
    return keys.contains(last)
        ? List.of(last)
        : keys.stream()
            .filter(key -> key.endsWith("." + last) && !key.startsWith("init."))
            .toList();
  }

  private static void flatten(String key, JsonNode node, Map<String, JsonNode> flat) {
    if (node.isObject()) {
      node.properties()
          .forEach(entry ->
              flatten(
                  key.isEmpty() ? entry.getKey() : key + "." + entry.getKey(),
                  entry.getValue(),
                  flat));
    } else if (key.equals("model")) {
      for (int i = 0; i < node.size(); i++) {
        flatten(key + "." + i, node.get(i), flat);
      }
    } else {
      flat.put(key, node);
    }
  }
}
