package io.github.thalweg.files;

import io.github.thalweg.FileTrouble;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a file whole or not at all: what was there stays until all of the new is. */
public final class WholeFile {
  private static final Pattern TEMPORARY =
      Pattern.compile("\\.(?<name>.+)\\.(?<process>\\d{1,18})\\.tmp");

  private WholeFile() {}

  /**
   * Why a file cannot be written, in folders that may still have to be made, as a part of a
   * sentence; empty where there is a chance.
   */
  public static Optional<String> obstacle(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (folder == null || !Files.isDirectory(folder)) {
      return Optional.of((folder == null ? file : folder) + " is no folder");
    }
    try {
      // What a system such as that of /proc says of itself is not what it does.
      Files.delete(Files.createTempFile(folder, ".thalweg.", ".tmp"));
      return Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.of("no file can be made in " + folder);
    } catch (IOException e) {
      return Optional.of(FileTrouble.reason(e));
    }
  }

  /**
   * The name that a file is to have once it is finished; empty for one that {@link #temporary} does
   * not name.
   */
  public static Optional<String> finishedName(String name) {
    Matcher matcher = TEMPORARY.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group("name")) : Optional.empty();
  }

  /**
   * Whether nobody is left to finish a temporary file: the process that its name tells has ended,
   * or is younger than the file and has only the same number, or is this one, which is not at it.
   */
  public static boolean isAbandoned(Path temporary) throws IOException {
    Matcher matcher = TEMPORARY.matcher(temporary.getFileName().toString());
    if (!matcher.matches()) {
      return false;
    }
    long number = Long.parseLong(matcher.group("process"));
    Instant written = Files.getLastModifiedTime(temporary, LinkOption.NOFOLLOW_LINKS).toInstant();
    return number == ProcessHandle.current().pid()
        || ProcessHandle.of(number)
            .filter(process -> process.info().startInstant().filter(written::isBefore).isEmpty())
            .isEmpty();
  }

  /** Where this process puts what is to become a file, beside it: {@code .NAME.PROCESS.tmp}. */
  public static Path temporary(Path file) {
    return file.resolveSibling(
        "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
  }

  /**
   * Writes text in UTF-8, by way of a {@link #temporary} file beside it.
   *
   * @throws IOException when that is not possible; the file is then as it was
   */
  public static void write(Path file, String text) throws IOException {
    write(file, writer -> writer.append(text));
  }

  /** What a file is to hold, written piece by piece. */
  public interface Content {
    void writeTo(Writer writer) throws IOException;
  }

  /** As {@link #write(Path, String)}, of a text that is not there in one piece. */
  public static void write(Path file, Content content) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path temporary = temporary(target);
    try {
      try (Writer writer = Files.newBufferedWriter(temporary)) {
        content.writeTo(writer);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }
}
