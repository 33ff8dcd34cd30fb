package io.github.thalweg.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.Main;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands in texts can be typed as they stand, wherever the launcher is. */
class ProgramNameTest {
  @TempDir private Path folder;

  @Test
  void everyCommandIsKnownByItsName() {
    assertThat(ProgramName.COMMANDS)
        .containsExactlyElementsOf(Main.whole().getSubcommands().keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "scripts/thalweg, scripts/thalweg",
    "./thalweg, ./thalweg",
    "/opt/thalweg/bin/thalweg, thalweg",
    "/opt/other/thalweg, /opt/other/thalweg",
    "my clone/scripts/thalweg, 'my clone/scripts/thalweg'",
    "/home/me/clone/scripts/thalweg, scripts/thalweg",
    "/home/me/clone/thalweg, ./thalweg",
    "/home/me/clone2/thalweg, /home/me/clone2/thalweg",
  })
  void wordIsThatOfTheShell(String launcher, String typed) {
    assertThat(ProgramName.typed(launcher, "/usr/bin:/opt/thalweg/bin", Path.of("/home/me/clone")))
        .isEqualTo(typed.contains(" ") ? "'" + typed + "'" : typed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          continue with: thalweg train --resume x | continue with: ./t train --resume x
          Usage: thalweg [-h] COMMAND | Usage: ./t [-h] COMMAND
          thalweg COMMAND --help | ./t COMMAND --help
          source <(thalweg completion bash) | source <(./t completion bash)
          /home/thalweg train | /home/thalweg train
          See: thalweg --help | See: ./t --help
          a thalweg is a line | a thalweg is a line
          """)
  void commandsInTextsAreThoseThatWorkHere(String text, String shown) {
    assertThat(ProgramName.in(text, "./t")).isEqualTo(shown);
  }

  @Test
  void whatIsSaidAndWhatIsRecordedHaveTheWordOfTheLauncher() {
    Path run = folder.resolve("run");

    CommandLineRun help = launched(() -> CommandLineRun.of("train", "--help"));
    CommandLineRun wrong = launched(() -> CommandLineRun.of("train", "--rseume", "x"));
    CommandLineRun none = launched(() -> CommandLineRun.of("train"));
    launched(() -> CommandLineRun.train("line", run, "--epochs", "2"));
    CommandLineRun list = launched(() -> CommandLineRun.of("runs", folder + "/none"));

    assertThat(help.out())
        .contains("  scripts/thalweg train digits", "Usage: scripts/thalweg train [")
        .contains("(see: scripts/thalweg recipes)");
    assertThat(wrong.wrongUse()).endsWith("See: scripts/thalweg train --help");
    assertThat(none.wrongUse()).contains("(scripts/thalweg train digits)");
    assertThat(run.resolve("about.json"))
        .content()
        .contains("\"command\":\"scripts/thalweg train line --device cpu --out ");
    assertThat(list.err()).isNotEmpty().doesNotContain(" thalweg ");
  }

  private static <T> T launched(Supplier<T> work) {
    System.setProperty("thalweg.command", "scripts/thalweg");
    try {
      return work.get();
    } finally {
      System.clearProperty("thalweg.command");
    }
  }
}
