package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script in real shells: what is offered for words that have been begun. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class CompletionCommandTest {
  private static final String BASH =
      """
      set -u +u
      source "$1"
      shift
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
      complete -p thalweg | grep -q _complete_thalweg || exit 3
      _complete_thalweg
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          thalweg tr                     | train
          thalweg runs comp              | compare
          thalweg train dig              | digits
          thalweg check fashion          | fashion-mnist
          thalweg train digits --devi    | --device
          thalweg train digits --device c | cpu
          thalweg evaluate runs/a --color n | never
          thalweg completion z           | zsh
          thalweg data mn                | mnist
          thalweg train digits --set optimizer.sgd.m | optimizer.sgd.momentum=
          thalweg check digits --set ba  | batch=
          """)
  void bashCompletesCommandsOptionsAndNames(String words, String completed) throws Exception {
    assertThat(complete("bash", BASH, words)).contains(completed);
  }

  @Test
  void scriptIsTheSameForZshWhichTakesItThroughBashcompinit() throws Exception {
    String script = CommandLineRun.of("completion", "zsh").succeeded().out();
    assertThat(script)
        .contains("bashcompinit", "# source scripts/completion.bash")
        .doesNotContain("YOUR_APP_HOME");
    assumeTrue(zshIsThere());

    Path file = Files.writeString(folder.resolve("completion"), script);
    Process zsh =
        new ProcessBuilder(
                "zsh", "-f", "-c", "source '" + file + "' && print -r -- ${_comps[thalweg]}")
            .redirectErrorStream(true)
            .start();
    assertThat(new String(zsh.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("_bash_complete");
    assertThat(zsh.waitFor()).isZero();
  }

  /** A shell sources the file without starting Java; it must not fall behind the commands. */
  @Test
  void fileInScriptsIsWhatTheCommandsGive() {
    String made = CommandLineRun.of("completion", "bash").succeeded().out();

    assertThat(Path.of("scripts/completion.bash"))
        .as(
            "to make it anew, after a build without TornadoVM: java -jar target/thalweg.jar completion bash"
                + " >scripts/completion.bash")
        .hasContent(made);
  }

  @Test
  void otherShellIsRefused() {
    assertThat(CommandLineRun.of("completion", "fish").wrongUse())
        .contains("'fish' is not a shell that has completions", "bash, zsh");
  }

  private static boolean zshIsThere() {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, "zsh"))) {
        return true;
      }
    }
    return false;
  }

  private List<String> complete(String shell, String program, String words) throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("completion"), CommandLineRun.of("completion", shell).succeeded().out());
    List<String> command =
        new ArrayList<>(List.of(shell, "--norc", "-c", program, shell, script.toString()));
    command.addAll(List.of(words.split(" +", -1)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(answer).isZero();
    return answer.lines().map(String::strip).toList();
  }
}
