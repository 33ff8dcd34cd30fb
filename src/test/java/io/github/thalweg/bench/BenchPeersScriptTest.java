package io.github.thalweg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words that {@code scripts/bench-peers} answers before it resolves or times anything. */
@DisabledOnOs(OS.WINDOWS)
class BenchPeersScriptTest {
  @TempDir private Path folder;

  private record Answer(int exit, String out, String err) {}

  private Answer answer(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "scripts/bench-peers"));
    command.addAll(List.of(words));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    int exit =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Answer(exit, Files.readString(out), Files.readString(err));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--rounds 0 | --rounds needs a number of rounds, 1 to 99, not '0'.",
        "--rounds=x | --rounds needs a number of rounds, 1 to 99, not 'x'.",
        "--rounds | --rounds needs a number of rounds, 1 to 99, not ''.",
        "--threads -1 | --threads needs a number of threads, 1 to 99, not '-1'.",
        "--threads 1,2 | --threads needs a number of threads, 1 to 99, not '1,2'.",
        "--json no/such/folder/f.json | --json needs a file that can be written, not 'no/such/folder/f.json'.",
        "--json src | --json needs a file that can be written, not 'src'.",
        "--quik | There is no option '--quik'; scripts/bench-peers --help lists the options.",
        "--quick=yes | --quick accepts no value; leave out 'yes'.",
        "softmax sofmax | 'sofmax' is neither a workload nor a shape. Known: linear-tiny, linear-full, linear-minibatch, softmax, mlp-small, mlp-wide, train-seed; a shape is written like 784-100-10@128.",
        "784@1 | '784@1' is neither a workload nor a shape.",
        "784-0@1 | '784-0@1' is neither a workload nor a shape.",
        "--shapes softmax | --shapes has its own list; leave out 'softmax', or leave out --shapes."
      })
  void wrongWordsGetOneSentenceAndExitCodeTwo(String words, String sentence) throws Exception {
    Answer answer = answer(words.split(" ", -1));

    assertThat(answer.exit()).as(answer.err()).isEqualTo(2);
    assertThat(answer.err()).startsWith(sentence).hasLineCount(1);
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void helpNamesEveryWorkloadAndOption() throws Exception {
    Answer answer = answer("--help");

    assertThat(answer.exit()).isZero();
    assertThat(answer.err()).isEmpty();
    assertThat(answer.out())
        .contains(Workloads.keys())
        .contains("train-seed", "--shapes", "--rounds N", "--threads N", "--quick", "--json FILE");
  }
}
