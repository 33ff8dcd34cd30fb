package io.github.thalweg.cli.train;

import static io.github.thalweg.cli.CommandLineRun.files;
import static io.github.thalweg.cli.CommandLineRun.tryToResume;
import static io.github.thalweg.cli.CommandLineRun.tryToTrain;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that a run cannot go to, and what becomes of one where it does not begin. */
class OutputFolderTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"file/below", "file/far/below"})
  void outputFolderBelowAFileIsWrongUseAsTheFileIs(String name) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "content");

    assertThat(tryToTrain("seed", folder.resolve(name)).wrongUse())
        .isEqualTo(
            "The output folder "
                + folder.resolve(name)
                + " cannot be made, because "
                + file
                + " is a file; name another one with --out.");
    assertThat(file).hasContent("content");
  }

  @Test
  void fileIsNoOutputFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "content");

    assertThat(tryToTrain("seed", file).wrongUse()).contains(file + " is a file", "--out");
    assertThat(file).hasContent("content");
  }

  @Test
  void outputFolderInUseIsLeftAsItIs() {
    Path out = folder.resolve("run");
    CommandLineRun.train("seed", out);
    Map<String, ByteBuffer> before = files(out);

    assertThat(tryToTrain("seed", out).wrongUse())
        .contains(out + " is in use already", "--out", "--resume");
    assertThat(files(out)).isEqualTo(before);
    assertThat(tryToTrain("seed", folder).wrongUse())
        .contains(folder + " holds other files; name another one with --out.")
        .doesNotContain("remove");
  }

  @Test
  void whatIsWrongWithTheFolderIsSaidBeforeAnythingElse() throws IOException {
    Path out = folder.resolve("run");
    CommandLineRun.train("seed", out);
    Path file = Files.writeString(folder.resolve("file"), "content");

    assertThat(tryToTrain("seed", out).err()).startsWith("The output folder ").hasLineCount(1);
    assertThat(tryToTrain("seed", file.resolve("x")).err())
        .startsWith(
            "The output folder " + file + "/x cannot be made, because " + file + " is a file")
        .hasLineCount(1);
    assertThat(tryToTrain("seed", out, "--set", "seed=[1,2]").err())
        .startsWith("The output folder ")
        .hasLineCount(1);
    assertThat(tryToResume(out).err()).startsWith("The run in " + out + " has").hasLineCount(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void folderThatTheSystemDoesNotAllowIsNamedAsSuch() {
    assertThat(tryToTrain("seed", Path.of("/proc/thalweg")).err())
        .startsWith("/proc/thalweg cannot be written (")
        .doesNotContain("no such file")
        .hasLineCount(1);
  }

  @Test
  void folderIsLeftAsItWasWhereTheRunDoesNotBegin() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (Path out : new Path[] {empty, folder.resolve("a/b/c"), folder.resolve("x/../a/b")}) {
      assertThat(tryToTrain("seed", out, "--init", folder.resolve("nowhere").toString()).exit())
          .isPositive();
    }

    assertThat(empty).isEmptyDirectory();
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(empty));
  }
}
