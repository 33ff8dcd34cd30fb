package io.github.thalweg.runs;

import io.github.thalweg.recipe.FlatSettings;
import io.github.thalweg.train.RunFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The differences between the settings of several runs. */
public final class SettingsTable {
  private SettingsTable() {}

  /**
   * For each run the settings that are not the same in all of them, by their full keys, such as
   * {@code optimizer.sgd.lr} and {@code model.0.dense}; settings that a run does not have are left
   * out. The learning rate of a run that was resumed with another one is a list, if its epochs show
   * it: only without a schedule that changes it.
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
    Map<String, JsonNode> settings = FlatSettings.of(run.recipe());
    JsonNode warmup = settings.get("schedule.constant.warmup_epochs");
    if (warmup != null && warmup.asInt() == 0) {
      settings.keySet().stream()
          .filter(SettingsTable::isLearningRate)
          .findFirst()
          .ifPresent(key -> settings.computeIfPresent(key, (_, now) -> learningRates(run, now)));
    }
    return settings;
  }

  static boolean isLearningRate(String key) {
    return key.startsWith("optimizer.") && key.endsWith(".lr");
  }

  /** All learning rates of the epochs, for a run that was resumed with another one. */
  private static JsonNode learningRates(RunFolder run, JsonNode now) {
    if (run.about().path("resumed").isEmpty()) {
      return now;
    }
    List<Double> changes = new ArrayList<>(run.recordedEpochs().learningRates());
    if (changes.isEmpty() || changes.getLast() != now.asDouble()) {
      changes.add(now.asDouble());
    }
    return changes.size() == 1 ? now : JsonMapper.shared().valueToTree(changes);
  }

  /** A value in words: for a changed learning rate, all values one after the other. */
  public static String text(String key, JsonNode value) {
    return isLearningRate(key) && value.isArray()
        ? value.valueStream().map(FlatSettings::text).collect(Collectors.joining(", then "))
        : FlatSettings.text(value);
  }
}
