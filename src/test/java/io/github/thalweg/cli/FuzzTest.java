package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A while of {@link Fuzz}; {@code scripts/fuzz} does it for longer and with other seeds. */
class FuzzTest {
  private static final double SECONDS = 20;
  private static final long SEED = 1;

  @Test
  void damagedFilesAreReadOrRefusedWithASentence() throws IOException, InterruptedException {
    Path kept = Files.createDirectories(Path.of("target", "fuzz"));

    Fuzz.Result result = Fuzz.run(SECONDS, SEED, kept);

    assertThat(result.failure()).as(result.sentence()).isEmpty();
    assertThat(result.inputs()).as(result.sentence()).isPositive();
  }
}
