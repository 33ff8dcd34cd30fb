package io.github.thalweg.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColorsTest {
  private static final String ESCAPE = "\u001B[";

  @ParameterizedTest
  @CsvSource({
    "train digits, '', xterm, true, false, true, false",
    "train digits, '', xterm, false, true, false, true",
    "train digits, 1, xterm, true, true, false, false",
    "train digits, '', dumb, true, true, false, false",
    "train --color auto, 1, xterm, true, true, false, false",
    "train --color always, 1, dumb, false, false, true, true",
    "--color=always train, '', xterm, false, false, true, true",
    "train --color=never, '', xterm, true, true, false, false",
    "train --color never --color always, '', xterm, false, false, true, true",
  })
  void optionGoesBeforeNoColorAndThatBeforeTheTerminal(
      String words,
      String noColor,
      String term,
      boolean outIsOne,
      boolean errIsOne,
      boolean out,
      boolean err) {
    Map<String, String> environment = Map.of("NO_COLOR", noColor, "TERM", term);

    assertThat(Colors.of(words.split(" ", -1), environment, new Terminal(outIsOne, errIsOne)))
        .isEqualTo(new Colors(out, err));
  }

  @Test
  void everyCommandTakesTheOptionBeforeItAndBehindIt() {
    for (String[] words :
        new String[][] {{"--color", "always", "devices"}, {"devices", "--color=always"}}) {
      assertThat(CommandLineRun.of(words).succeeded().out()).startsWith(ESCAPE + "1mdevice ");
    }
    assertThat(CommandLineRun.of("devices", "--color=never").succeeded().out())
        .doesNotContain(ESCAPE);
    assertThat(CommandLineRun.of("train", "--help", "--color=always").succeeded().out())
        .contains(ESCAPE);
    assertThat(CommandLineRun.of("trian", "--color=always").err())
        .startsWith(ESCAPE + "31m'trian'");
    assertThat(CommandLineRun.of("train", "digit", "--color=always").err())
        .startsWith(ESCAPE + "31m'digit' is not");
  }

  @Test
  void jsonIsNeverColoured() {
    assertThat(CommandLineRun.of("devices", "--json", "--color=always").succeeded().out())
        .doesNotContain(ESCAPE);
  }

  @Test
  void unknownChoiceIsNamedWithTheNearestOne() {
    assertThat(CommandLineRun.of("devices", "--color=allways").wrongUse())
        .contains("'allways' is not a choice of --color", "Did you mean 'always'?");
  }
}
