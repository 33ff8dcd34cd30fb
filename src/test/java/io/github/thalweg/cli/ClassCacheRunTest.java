package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassCacheRunTest {
  @TempDir private Path folder;

  @Test
  void usualCommandsAreCarriedOutAndOneThatFailsFailsTheRehearsal() {
    String runs = folder.resolve("runs").toString();

    ClassCacheRun.main(new String[] {runs});

    assertThat(folder.resolve("runs/seed/model.safetensors")).isNotEmptyFile();
    assertThat(folder.resolve("runs/iris/metrics.jsonl")).content().hasLineCount(2);
    assertThatThrownBy(() -> ClassCacheRun.main(new String[] {runs}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("thalweg train seed");
  }
}
