package io.github.thalweg.recipe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The settings of a run file by their names in {@code --set}, such as {@code optimizer.sgd.lr},
 * from {@link RunFile#reference()}: its settings, those in its comments for another choice, and
 * choices with their own settings that a comment lists.
 */
public final class SettingNames {
  private static final Pattern IN_A_COMMENT = Pattern.compile("( *)# ([a-z_]+: .*)");
  private static final Pattern CHOICES = Pattern.compile("(loss): .*# (.*)");
  private static final Pattern CHOICE = Pattern.compile("\\{[a-z_]+: \\{[^}]*}}");

  private SettingNames() {}

  /** Every name with the default, or an example, as YAML; sorted. */
  public static Map<String, String> withValues() {
    Map<String, String> names = new TreeMap<>();
    String reference = RunFile.reference();
    collect("", YamlTree.parse(reference, "the reference", ""), names);
    for (String line : reference.lines().toList()) {
      Matcher comment = IN_A_COMMENT.matcher(line);
      if (comment.matches()) {
        // Indented settings belong to the data.
        String block = comment.group(1).isEmpty() ? "" : "data.";
        collect(block, YamlTree.parse(comment.group(2), line, ""), names);
      }
      Matcher choices = CHOICES.matcher(line);
      if (choices.matches()) {
        for (String choice : all(CHOICE, choices.group(2))) {
          collect(choices.group(1) + ".", YamlTree.parse(choice, line, ""), names);
        }
      }
    }
    return names;
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group()).toList();
  }

  private static void collect(String block, JsonNode tree, Map<String, String> names) {
    for (Map.Entry<String, JsonNode> setting : tree.properties()) {
      String name = block + setting.getKey();
      // Keys in init are the names of the user's tensors.
      if (setting.getValue().isObject() && !name.equals("init")) {
        collect(name + ".", setting.getValue(), names);
      } else {
        names.putIfAbsent(name, setting.getValue().toString());
      }
    }
  }
}
