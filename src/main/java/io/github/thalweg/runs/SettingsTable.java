package io.github.thalweg.runs;

import io.github.thalweg.recipe.FlatSettings;
import io.github.thalweg.train.RunFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** In what the settings of several runs differ. */
public final class SettingsTable {
  private SettingsTable() {}

  /**
   * For each run the settings that are not the same in all of them, by their full keys, such as
   * {@code optimizer.sgd.lr} and {@code model.0.dense}; what a run does not have is left out.
   *
   * @throws io.github.thalweg.InvalidInputException when a run's settings cannot be read
   */
  public static List<Map<String, JsonNode>> differing(List<RunFolder> runs) {
    List<Map<String, JsonNode>> all = runs.stream().map(SettingsTable::settings).toList();
    Set<String> keys = new LinkedHashSet<>();
    all.forEach(settings -> keys.addAll(settings.keySet()));
    keys.removeIf(key -> all.stream().map(settings -> settings.get(key)).distinct().count() == 1);
    List<Map<String, JsonNode>> differing = new ArrayList<>();
    for (Map<String, JsonNode> settings : all) {
      Map<String, JsonNode> own = new LinkedHashMap<>();
      keys.stream().filter(settings::containsKey).forEach(key -> own.put(key, settings.get(key)));
      differing.add(own);
    }
    return differing;
  }

  private static Map<String, JsonNode> settings(RunFolder run) {
    return FlatSettings.of(run.recipe());
  }
}
