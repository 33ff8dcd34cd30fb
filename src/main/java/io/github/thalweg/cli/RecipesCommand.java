package io.github.thalweg.cli;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.recipe.RunFile;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "recipes",
    mixinStandardHelpOptions = true,
    header = "Lists the built-in recipes, prints one, or explains what a run file can say.")
final class RecipesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "RECIPE",
      description = "Prints this recipe as a run file.")
  private String name;

  @Option(names = "--explain", description = "Prints every setting of a run file with its default.")
  private boolean explain;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (explain) {
      out.print(RunFile.reference());
    } else if (name == null) {
      RunFile.BUILT_IN.forEach(recipe -> out.printf("%-15s%s%n", recipe, summary(recipe)));
    } else if (RunFile.BUILT_IN.contains(name)) {
      out.print(RunFile.builtIn(name));
    } else {
      throw InvalidInputException.unknown("a recipe", name, RunFile.BUILT_IN);
    }
    out.flush();
    return 0;
  }

  /** A recipe's first line is a comment that says what it is. */
  private static String summary(String recipe) {
    return RunFile.builtIn(recipe).lines().findFirst().orElseThrow().substring(2);
  }
}
