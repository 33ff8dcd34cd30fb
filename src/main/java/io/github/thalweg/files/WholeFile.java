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

/** Writes a file completely or not at all: the old file stays until the new one is complete. */
public final class WholeFile {
  private static final Pattern TEMPORARY =
      Pattern.compile("\\.(?<name>.+)\\.(?<process>\\d{1,18})\\.tmp");

  private WholeFile() {}

  /**
   * Why a file cannot be written, in folders that may not exist yet, as a part of a sentence; empty
   * if it may be possible.
   */
  public static Optional<String> obstacle(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (folder == null || !Files.isDirectory(folder)) {
      return Optional.of((folder == null ? file : folder) + " is not a folder");
    }
    try {
      // A system such as /proc reports rights that it does not grant.
      Files.delete(Files.createTempFile(folder, ".thalweg.", ".tmp"));
      return Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.of("no file can be made in " + folder);
    } catch (IOException e) {
      return Optional.of(FileTrouble.reason(e));
    }
  }

  /** The final name of a temporary file; empty for a name that is not from {@link #temporary}. */
  public static Optional<String> finishedName(String name) {
    Matcher matcher = TEMPORARY.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group("name")) : Optional.empty();
  }

  /**
   * Whether a temporary file has no writer any more: the process in its name has ended, or has only
   * the same number because it is younger than the file or does not run Java, or is this process,
   * which is not writing it.
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
            .filter(WholeFile::mayRunJava)
            .isEmpty();
  }

  /** A user sees the programs of all their own processes. */
  private static boolean mayRunJava(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(program -> program.contains("java"))
        .orElse(!process.info().user().equals(ProcessHandle.current().info().user()));
  }

  /** This process's temporary file for a file, in the same folder: {@code .NAME.PROCESS.tmp}. */
  public static Path temporary(Path file) {
    return file.resolveSibling(
        "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
  }

  /**
   * Writes text in UTF-8 through a {@link #temporary} file in the same folder.
   *
   * @throws IOException when that fails; the file is then unchanged
   */
  public static void write(Path file, String text) throws IOException {
    write(file, writer -> writer.append(text));
  }

  /** The content of a file, written piece by piece. */
  public interface Content {
    void writeTo(Writer writer) throws IOException;
  }

  /** As {@link #write(Path, String)}, for a text in several pieces. */
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
