package io.github.thalweg.cli.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Names for runs that differ in some settings; they are also folder names. */
final class RunNames {
  private static final int MOST_CHARACTERS = 80;

  private RunNames() {}

  /**
   * A name for each, such as {@code lr=0.1,batch=32} or {@code model=32-relu-10}; all different.
   *
   * @param chosen each run's settings from the lists, by their full keys
   */
  static List<String> of(List<Map<String, String>> chosen) {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Map<String, String> settings : chosen) {
      String plain = of(settings);
      String cut = plain.substring(0, Math.min(MOST_CHARACTERS, plain.length()));
      String name = cut;
      for (int i = 2; !taken.add(name); i++) {
        name = cut + "-" + i;
      }
      names.add(name);
    }
    return names;
  }

  /** A name for one choice of settings, by their full keys. */
  static String of(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting ->
            shortened(setting.getKey(), settings.keySet()) + "=" + readable(setting.getValue()))
        .collect(Collectors.joining(","));
  }

  /**
   * {@code lr} for {@code optimizer.sgd.lr}, with enough of the words before it that no other key
   * ends like that: {@code split.seed} beside {@code seed}. {@code model.0.dense} keeps its index.
   */
  private static String shortened(String key, Collection<String> all) {
    if (key.startsWith("model.")) {
      return key;
    }
    int from = key.lastIndexOf('.') + 1;
    while (from > 0 && isAmbiguous(key.substring(from), key, all)) {
      from = key.lastIndexOf('.', from - 2) + 1;
    }
    return key.substring(from);
  }

  private static boolean isAmbiguous(String end, String key, Collection<String> all) {
    return all.stream()
        .anyMatch(other -> !other.equals(key) && (other.equals(end) || other.endsWith("." + end)));
  }

  /** A value in characters that are safe in folder names. */
  private static String readable(String value) {
    String written = value.startsWith("[") || value.startsWith("{") ? structure(value) : value;
    String plain = written.replaceAll("[^\\w.+-]+", "-");
    return plain.equals(written) ? plain : plain.replaceAll("^-+(?=.)|(?<=.)-+$", "");
  }

  /** {@code 32-relu-10} for layers; the values and keys of another block one after the other. */
  private static String structure(String value) {
    try {
      return structure(JsonMapper.shared().readTree(value));
    } catch (JacksonException _) {
      return value;
    }
  }

  private static String structure(JsonNode node) {
    if (node.isArray()) {
      return node.valueStream().map(RunNames::structure).collect(Collectors.joining("-"));
    }
    if (node.has("dense")) {
      return structure(node.get("dense"));
    }
    if (node.has("units")) {
      return structure(node.get("units"))
          + (node.path("bias").asBoolean(true) ? "" : "-without-bias");
    }
    return node.isObject()
        ? node.properties().stream()
            .map(entry -> entry.getKey() + "-" + structure(entry.getValue()))
            .collect(Collectors.joining("-"))
        : node.asString();
  }
}
