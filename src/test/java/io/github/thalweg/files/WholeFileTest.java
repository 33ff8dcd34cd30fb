package io.github.thalweg.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

public class WholeFileTest {
  @TempDir private Path folder;

  @Test
  void newTextTakesThePlaceOfTheOldAndLeavesNothingBeside() throws IOException {
    Path file = Files.writeString(folder.resolve("page.html"), "the old text, which is longer");

    WholeFile.write(file, "größer");
    WholeFile.write(folder.resolve("another.html"), "new");

    assertThat(file).hasContent("größer");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("page.html", "another.html");
  }

  @Test
  void whatCannotBeWrittenLeavesTheOldText() throws IOException {
    Path file = Files.writeString(folder.resolve("page.html"), "old");
    block(file);

    assertThatThrownBy(() -> WholeFile.write(file, "new")).isInstanceOf(IOException.class);

    assertThat(file).hasContent("old");
  }

  @Test
  void canBeWrittenWhereFoldersCanBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("page.html"), "old");

    assertThat(WholeFile.obstacle(file)).isEmpty();
    assertThat(WholeFile.obstacle(folder.resolve("a/b/page.html"))).isEmpty();
    assertThat(WholeFile.obstacle(file.resolve("a/page.html"))).contains(file + " is not a folder");
    assertThat(WholeFile.obstacle(Path.of("page.html"))).isEmpty();
    assertThat(folder.toFile().list()).containsExactly("page.html");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void folderThatOnlyClaimsToTakeFilesTakesNone() {
    assertThat(WholeFile.obstacle(Path.of("/proc/page.html")))
        .contains("no file can be made in /proc");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linkStaysALinkAndItsTargetGetsTheText() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);

    WholeFile.write(link, "new");

    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  /** Puts a folder where the text goes first. */
  public static void block(Path file) throws IOException {
    String name = "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp";
    Files.createDirectories(file.resolveSibling(name).resolve("full"));
  }
}
