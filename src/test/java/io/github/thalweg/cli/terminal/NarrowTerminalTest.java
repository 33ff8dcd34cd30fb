package io.github.thalweg.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Help and tables on a terminal of few columns. */
class NarrowTerminalTest {
  @TempDir private Path folder;

  @AfterEach
  void wide() {
    System.clearProperty("thalweg.columns");
  }

  @ParameterizedTest
  @MethodSource("io.github.thalweg.cli.HelpTest#commands")
  void helpIsFoldedBetweenWordsAndLosesNone(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.add("--help");
    words.removeIf(String::isEmpty);
    String wide = help(words);
    for (int columns : new int[] {33, 40, 70}) {
      System.setProperty("thalweg.columns", Integer.toString(columns));

      String narrow = help(words);

      assertThat(narrow.lines())
          .allMatch(line -> line.length() <= columns || !line.strip().contains(" "));
      assertThat(letters(narrow)).isEqualTo(letters(wide));
    }
  }

  /** A word that is too long for a column is broken by picocli, an option's name stands alone. */
  private static String letters(String help) {
    return help.replaceAll("\\s+", "")
        .chars()
        .sorted()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String help(List<String> words) {
    return CommandLineRun.of(words.toArray(String[]::new)).succeeded().out();
  }

  @Test
  void rowsOfATableThatIsTooWideStandOneBelowTheOther() {
    CommandLineRun.train("iris", folder.resolve("a"), "--epochs", "2", "--set", "batch=7");
    CommandLineRun.train("iris", folder.resolve("b"), "--epochs", "3", "--set", "batch=30");
    System.setProperty("thalweg.columns", "40");

    for (String command : new String[] {"list", "compare"}) {
      assertThat(CommandLineRun.of("runs", command, folder.toString()).succeeded().out())
          .containsPattern("(?m)^run +\\Q" + folder.resolve("a") + "\\E$")
          .containsPattern("(?m)^accuracy +\\d\\d\\.\\d\\d %\\R")
          .containsPattern("(?m)^$")
          .doesNotContain("RMSE", "–");
    }
    System.setProperty("thalweg.columns", "400");
    assertThat(CommandLineRun.of("runs", "list", folder.toString()).out().lines()).hasSize(3);
  }

  @Test
  void whatTheMachineHasAndFiguresThatAreComparedFit() {
    String file = folder.resolve("figures.json").toString();
    CommandLineRun.of("bench", "linear-tiny", "--quick", "--device", "cpu", "--out", file)
        .succeeded();
    for (String command :
        new String[] {"doctor", "devices", "bench compare " + file + " " + file}) {
      System.clearProperty("thalweg.columns");
      String wide = CommandLineRun.of(command.split(" ", -1)).out();
      for (int columns : new int[] {30, 47, 80}) {
        System.setProperty("thalweg.columns", Integer.toString(columns));

        String narrow = CommandLineRun.of(command.split(" ", -1)).out();

        assertThat(narrow.lines())
            .allMatch(line -> line.length() <= columns || !line.strip().contains(" "));
        assertThat(narrow.split("\\s+", -1))
            .contains(wide.replace(TextTable.NONE, "").strip().split("\\s+", -1));
      }
    }
  }

  @Test
  void textIsFoldedBehindItsBeginningWhereThereIsRoom() {
    String text = "one two three four five six seven";
    assertThat(Folding.behind(36, "ok  ", text))
        .isEqualTo("ok  one two three four five six\n      seven");
    assertThat(Folding.behind(30, "ok  ", text))
        .isEqualTo("ok  one two three four five\n  six seven");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "one two three | one two three",
        "one two three four | one two three¶  four",
        "\"  one two three four five six\" | \"  one two three¶    four five¶    six\"",
        "one \u001B[1mtwo\u001B[0m three | one \u001B[1mtwo\u001B[0m three",
        "-o=N            two three | -o=N  two three",
        "averyveryverylongword and more | averyveryverylongword¶  and more",
      })
  void linesAreFoldedToTheRightOfTheirBeginning(String text, String folded) {
    assertThat(Folding.to(15, OwnEscape.in(text) + "\n\n"))
        .isEqualTo(OwnEscape.in(folded).replace('¶', '\n') + "\n\n");
  }
}
