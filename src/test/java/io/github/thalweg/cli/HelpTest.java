package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the program says of itself. */
class HelpTest {
  /** Every command with the words that lead to it. */
  static Stream<String> commands() {
    Map<String, CommandLine> all = new LinkedHashMap<>();
    collect("", Main.whole(), all);
    return all.keySet().stream();
  }

  private static void collect(String path, CommandLine command, Map<String, CommandLine> all) {
    all.put(path.strip(), command);
    command.getSubcommands().forEach((name, sub) -> collect(path + " " + name, sub, all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandBeginsWithExamplesOfItself(String command) {
    List<String> help = help(command);

    assertThat(help.indexOf("Examples:")).isBetween(2, 4);
    assertThat(examples(help))
        .allMatch(line -> line.startsWith("  "))
        .anyMatch(line -> line.contains("thalweg " + command));
    assertThat(help).allMatch(line -> line.length() <= 110);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleCanBeParsed(String command) {
    for (String line : examples(help(command))) {
      String words =
          line.substring(line.indexOf("thalweg ") + 8).replaceFirst(" {3,}.*| *>.*|\\).*", "");
      List<String> arguments = new ArrayList<>();
      for (String word : words.split(" +", -1)) {
        arguments.add(word.replace("'", "").replace("COMMAND", "train"));
      }
      assertThat(Main.whole().parseArgs(arguments.toArray(String[]::new)).hasSubcommand())
          .as(line)
          .isTrue();
    }
  }

  /** The lines between the heading of the examples and the synopsis. */
  private static List<String> examples(List<String> help) {
    int usage = 0;
    while (!help.get(usage).startsWith("Usage: ")) {
      usage++;
    }
    assertThat(help.get(usage - 1)).isEmpty();
    return help.subList(help.indexOf("Examples:") + 1, usage - 1);
  }

  @Test
  void exitCodesAreExplained() {
    assertThat(CommandLineRun.of("--help").succeeded().out())
        .containsPattern(
            "(?s)Exit codes:\\R +0 +what was.*\\R +1 +it failed.*\\R +2 +it cannot be done as asked");
    assertThat(CommandLineRun.of("train", "--help").succeeded().out())
        .containsPattern(
            "(?s)Exit codes:\\R +0 +the run finished.*diverged\\R +1 +a loss.*\\R +2 .*\\R +130 .*\\R +141 +it is done");
  }

  @Test
  void helpCommandIsTheOption() {
    assertThat(CommandLineRun.of("help").out()).isEqualTo(CommandLineRun.of("--help").out());
    assertThat(CommandLineRun.of("help", "runs", "compare").succeeded().out())
        .isEqualTo(CommandLineRun.of("runs", "compare", "--help").out())
        .contains("Usage: thalweg runs compare");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "runs",
        "runs list",
        "runs compare",
        "runs remove",
        "report",
        "surface",
        "evaluate",
        "predict",
        "recipes",
        "devices",
        "doctor",
        "check",
        "bench",
        "bench compare",
        "limits",
        "data",
        "device-check"
      })
  void whatPrintsDataPrintsItAsJsonToo(String command) {
    CommandLine found = Main.whole();
    for (String word : command.split(" ", -1)) {
      found = found.getSubcommands().get(word);
    }
    assertThat(found.getCommandSpec().findOption("--json")).isNotNull();
  }

  private static List<String> help(String command) {
    List<String> words =
        new ArrayList<>(command.isEmpty() ? List.of() : List.of(command.split(" ", -1)));
    words.add("--help");
    return CommandLineRun.of(words.toArray(String[]::new)).succeeded().out().lines().toList();
  }
}
