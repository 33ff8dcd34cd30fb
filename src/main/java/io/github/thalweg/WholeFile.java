package io.github.thalweg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file whole or not at all: what was there stays until all of the new is. */
public final class WholeFile {
  private WholeFile() {}

  /** Whether there is a chance to write a file, in folders that may still have to be made. */
  public static boolean canWrite(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    while (folder != null && Files.notExists(folder)) {
      folder = folder.getParent();
    }
    return folder != null && Files.isDirectory(folder) && takesFiles(folder);
  }

  /** What a system such as that of /proc says of itself is not what it does. */
  private static boolean takesFiles(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, ".thalweg", ".tmp"));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Writes text in UTF-8, by way of a file beside it that is called {@code .NAME.PROCESS.tmp}
   * meanwhile.
   *
   * @throws IOException when that is not possible; the file is then as it was
   */
  public static void write(Path file, String text) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path temporary =
        target.resolveSibling(
            "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }
}
