package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads the {@code model} of a run file: a list of layers, by the name of each kind. */
final class LayerReader {
  private static final Map<String, Function<Settings.Choice, Layer>> KINDS = kinds();

  private LayerReader() {}

  private static Map<String, Function<Settings.Choice, Layer>> kinds() {
    Map<String, Function<Settings.Choice, Layer>> kinds = new LinkedHashMap<>();
    kinds.put("dense", LayerReader::dense);
    for (Activation activation : Activation.values()) {
      kinds.put(activation.key(), _ -> activation);
    }
    return kinds;
  }

  static List<Layer> layers(JsonNode node) {
    if (!node.isArray() || node.isEmpty()) {
      throw new InvalidInputException(
          "model must be a list of layers, for example [{dense: 64}, relu, {dense: 10}]; it is "
              + (node.isMissingNode() ? "missing" : node)
              + ".");
    }
    List<Layer> layers = new ArrayList<>();
    for (JsonNode layer : node) {
      String path = "model[" + layers.size() + "]";
      Settings.Choice choice = Settings.choice(path, layer, "a layer", List.copyOf(KINDS.keySet()));
      layers.add(KINDS.get(choice.name()).apply(choice));
    }
    return layers;
  }

  private static Layer dense(Settings.Choice choice) {
    if (choice.argument().isMissingNode() || choice.argument().isNull()) {
      throw new InvalidInputException(
          choice.path() + " needs its number of units, for example {dense: 64}.");
    }
    if (!choice.argument().isObject()) {
      return new Dense(Settings.integer(choice.path(), choice.argument()));
    }
    Settings settings = choice.settings();
    settings.requireOnly(List.of("units", "bias")).requiredNumber("units", "64");
    return new Dense(settings.integer("units", 0), settings.flag("bias", true));
  }
}
