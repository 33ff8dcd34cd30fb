package io.github.thalweg.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.RunFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A place that is a file cannot be written, by root either. */
class ScratchFolderTest {
  @TempDir private Path folder;

  @Test
  void whereTemporaryFilesCannotBeWrittenAnotherPlaceIsTakenAndMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path cache = folder.resolve("cache/thalweg");

    Path path;
    try (ScratchFolder scratch = ScratchFolder.create(file, cache)) {
      path = scratch.path();
      assertThat(path.getParent()).isEqualTo(cache);
      assertThat(scratch.write("kernel.cl", "// é")).hasContent("// é").hasParent(path);
      Files.createDirectories(path.resolve("a/b"));
    }

    assertThat(path).doesNotExist();
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void whereNoPlaceServesAllAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path below = file.resolve("below");

    assertThatThrownBy(() -> ScratchFolder.create(file, below))
        .isInstanceOf(RunFailedException.class)
        .hasMessageStartingWith(
            "There is no place for temporary files: they can be written neither to " + file + " (")
        .hasMessageContaining(") nor to " + below + " (")
        .hasMessageEndingWith("in the environment variable THALWEG_CACHE.");
  }

  @Test
  void fileThatCannotBeWrittenIsASentence() {
    try (ScratchFolder scratch = ScratchFolder.create(folder, folder)) {
      assertThatThrownBy(() -> scratch.write("no/such/folder", ""))
          .isInstanceOf(RunFailedException.class)
          .hasMessageContaining("could not be written")
          .hasMessageEndingWith("make room in " + folder + ".");
    }
  }
}
