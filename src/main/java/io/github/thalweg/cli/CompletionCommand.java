package io.github.thalweg.cli;

import io.github.thalweg.InvalidInputException;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    header = "Prints a script that lets a shell complete commands, options and names.",
    description =
        "Source it in the shell, for example in ~/.bashrc or ~/.zshrc. The file scripts/completion.bash"
            + " is the same script, for bash and zsh.",
    footer = {
      "",
      "Examples:",
      "  source <(thalweg completion bash)",
      "  source <(thalweg completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final List<String> SHELLS = List.of("bash", "zsh");

  /** Picocli's text on how to install it. */
  private static final String INSTALLATION = "(?s)# Installation\n.*?(?=# Documentation\n)";

  private static final String OWN_INSTALLATION =
      """
      # Installation
      # ------------
      # source scripts/completion.bash, with the path of its folder, in ~/.bashrc or ~/.zshrc.
      # 'thalweg completion bash' prints this file; it is made from the commands, and a test keeps it so.
      #
      """;

  /** The value of a setting follows without a space; zsh has no such option. */
  private static final String SETTING = "    '--set')\n";

  private static final String WITHOUT_A_SPACE =
      SETTING + "      type compopt &>/dev/null && compopt -o nospace\n";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "bash or zsh.")
  private String shell;

  /** What a shell completes here. */
  static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SHELLS.iterator();
    }
  }

  @Override
  public Integer call() {
    if (!SHELLS.contains(shell)) {
      throw InvalidInputException.unknown("a shell that has completions", shell, SHELLS);
    }
    PrintWriter out = spec.commandLine().getOut();
    // One script for both: its first lines let zsh use the completions of bash.
    out.println(
        AutoComplete.bash("thalweg", Main.whole())
            .replaceFirst(INSTALLATION, Matcher.quoteReplacement(OWN_INSTALLATION))
            .replace(SETTING, WITHOUT_A_SPACE)
            .stripTrailing());
    out.flush();
    return 0;
  }
}
