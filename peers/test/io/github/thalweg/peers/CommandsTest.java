package io.github.thalweg.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandsTest {
  private final Options options =
      Options.of(
          new String[] {
            "/some/thalweg", "/some/target", "5", "1,4", "--quick", "--json", "f.json", "softmax"
          });
  private final Commands commands = new Commands(options);

  @Test
  void optionsAreReadFromTheScriptsWords() {
    assertThat(options)
        .isEqualTo(
            new Options(
                Path.of("/some/thalweg"),
                Path.of("/some/target"),
                5,
                List.of(1, 4),
                true,
                false,
                java.util.Optional.of(Path.of("f.json")),
                List.of("softmax")));
  }

  @Test
  void thalwegIsTimedThroughItsLauncher() {
    assertThat(commands.time(Participant.THALWEG, 4, List.of("softmax", "7-3@2")))
        .containsExactly(
            "/some/thalweg", "bench", "--device", "cpu", "--json", "--quick", "softmax", "7-3@2");
    assertThat(commands.environment(Participant.THALWEG, 4).get("THALWEG_JAVA_OPTS"))
        .endsWith("-Dthalweg.threads=4");
  }

  @Test
  void peersGetTheirOwnLibrariesOnly() {
    assertThat(commands.time(Participant.DJL, 4, List.of("softmax")))
        .contains("-Dai.djl.pytorch.num_threads=4", "/some/target/classes:/some/target/djl-lib/*")
        .endsWith("io.github.thalweg.peers.Djl", "--quick", "softmax");
    assertThat(commands.trainSeed(Participant.LIBTORCH, 1, Path.of("unused")))
        .contains("/some/target/classes:/some/target/libtorch-lib/*")
        .endsWith("io.github.thalweg.peers.Libtorch", "--train-seed");
  }

  @Test
  void libtorchsThreadsAllGoToItsMultiplications() {
    assertThat(commands.environment(Participant.LIBTORCH, 4))
        .containsEntry("OMP_NUM_THREADS", "1")
        .containsEntry("OPENBLAS_NUM_THREADS", "4");
    assertThat(commands.environment(Participant.DJL, 4)).containsEntry("OMP_NUM_THREADS", "4");
  }
}
