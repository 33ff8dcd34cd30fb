package io.github.thalweg.cli;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.cli.options.RecipeNames;
import io.github.thalweg.cli.terminal.Colors;
import io.github.thalweg.cli.terminal.Style;
import io.github.thalweg.recipe.RunFile;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "recipes",
    mixinStandardHelpOptions = true,
    header = "Lists the built-in recipes, prints one, or explains the settings of a run file.",
    footer = {
      "",
      "Examples:",
      "  thalweg recipes",
      "  thalweg recipes digits >my-run.yaml     to start a run file of your own from",
      "  thalweg recipes --explain"
    })
final class RecipesCommand implements Callable<Integer> {
  private static final int NAME_WIDTH = 15;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "RECIPE",
      completionCandidates = RecipeNames.class,
      description = "Prints this recipe as a run file.")
  private String name;

  @Option(names = "--explain", description = "Prints every setting of a run file with its default.")
  private boolean explain;

  @Option(
      names = "--json",
      description =
          "Prints one JSON object a line: name and summary of each recipe, or all settings of one.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (name != null && !RunFile.BUILT_IN.contains(name)) {
      throw InvalidInputException.unknown("a recipe", name, RunFile.BUILT_IN);
    }
    if (explain && json) {
      throw new InvalidInputException("--explain prints a run file; leave out --json.");
    }
    if (explain) {
      out.print(RunFile.reference());
    } else if (name == null) {
      RunFile.BUILT_IN.forEach(recipe -> out.println(json ? object(recipe) : row(recipe)));
    } else if (json) {
      out.println(
          JsonMapper.shared().writeValueAsString(RunFile.settings(RunFile.read(name, List.of()))));
    } else {
      out.print(RunFile.builtIn(name));
    }
    out.flush();
    return 0;
  }

  private String row(String recipe) {
    String space = " ".repeat(NAME_WIDTH - recipe.length());
    return Colors.of(spec.commandLine()).out(Style.BOLD, recipe) + space + summary(recipe);
  }

  private static String object(String recipe) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("recipe", recipe);
    map.put("summary", summary(recipe));
    return JsonMapper.shared().writeValueAsString(map);
  }

  /** A recipe's first line is a comment that describes it. */
  private static String summary(String recipe) {
    return RunFile.builtIn(recipe).lines().findFirst().orElseThrow().substring(2);
  }
}
