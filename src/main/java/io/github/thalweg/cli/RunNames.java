package io.github.thalweg.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Names for runs that differ in some settings, which are names of folders as well. */
final class RunNames {
  private static final int MOST_CHARACTERS = 80;

  private RunNames() {}

  /**
   * A name for each, such as {@code lr=0.1,batch=32}; none twice.
   *
   * @param chosen for each run the settings that it was given, by their full keys
   */
  static List<String> of(List<Map<String, String>> chosen) {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Map<String, String> settings : chosen) {
      String plain =
          settings.entrySet().stream()
              .map(setting -> shortened(setting.getKey()) + "=" + setting.getValue())
              .collect(Collectors.joining(","))
              .replaceAll("[^\\w.+=,-]+", "-");
      String cut = plain.substring(0, Math.min(MOST_CHARACTERS, plain.length()));
      String name = cut;
      for (int i = 2; !taken.add(name); i++) {
        name = cut + "-" + i;
      }
      names.add(name);
    }
    return names;
  }

  /** {@code lr} for {@code optimizer.sgd.lr}; {@code model.0.dense} keeps its index. */
  private static String shortened(String key) {
    return key.startsWith("model.") ? key : key.substring(key.lastIndexOf('.') + 1);
  }
}
