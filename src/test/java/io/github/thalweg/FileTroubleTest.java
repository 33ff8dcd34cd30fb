package io.github.thalweg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FileTroubleTest {
  @TempDir private Path folder;

  @Test
  void whatTheSystemRefusesIsSaidInWords() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.createFile(full.resolve("x"));
    Path latin = Files.write(folder.resolve("latin"), "é".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(of(() -> Files.readString(folder.resolve("none"))))
        .isEqualTo("there is no such file or folder");
    assertThat(of(() -> Files.createDirectory(full)))
        .isEqualTo("something with that name exists already");
    assertThat(of(() -> Files.delete(full))).isEqualTo("a folder with that name exists already");
    assertThat(FileTrouble.reason(new NotDirectoryException("f"))).isEqualTo("it is not a folder");
    assertThat(of(() -> Files.readString(latin))).isEqualTo("it is not UTF-8 text");
    assertThat(of(() -> Files.writeString(file.resolve("below"), ""))).isEqualTo("not a directory");
    assertThat(FileTrouble.reason(new FileSystemException("/f", null, "No space left on device")))
        .isEqualTo("no space left on device");
    assertThat(FileTrouble.reason(new IOException(new IOException("No space left on device"))))
        .isEqualTo("no space left on device");
  }

  private static String of(Executable operation) {
    return FileTrouble.reason(assertThrows(IOException.class, operation));
  }
}
