package io.github.thalweg.files;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.UnfitFileException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Files from the user, which may be anything: a folder, an endless device, a pipe without a writer,
 * a file of many gigabytes, or of another kind. This is found before the whole file is read. The
 * reason of an {@link IOException} is a part of a sentence, as from {@link FileTrouble#reason}.
 */
public final class InputFile {
  /**
   * Bytes of the largest text that is read at once: settings and results, written by users or by
   * this program.
   */
  public static final long LARGEST_TEXT = 64L << 20;

  /** The input of a program without a file. */
  public static final Path STANDARD_INPUT = Path.of("/dev/stdin");

  private InputFile() {}

  /**
   * The path that a user wrote.
   *
   * @param folder for a relative path
   * @throws InvalidInputException when no file can have this name: with a letter that the system's
   *     locale does not know, or that no name may have
   */
  public static Path named(Path folder, String written) {
    try {
      return folder.resolve(written);
    } catch (InvalidPathException e) {
      throw new InvalidInputException(
          "No file can have the name '"
              + written
              + "' here. Give it another name or, if the locale of the system does not know its letters, start"
              + " Java with LC_ALL=C.UTF-8 in the environment.",
          e);
    }
  }

  /** Whether a path is that of an open file of this process, such as {@code /dev/stdin}. */
  private static boolean isOpenAlready(Path file) {
    Path path = file.toAbsolutePath().normalize();
    return path.equals(STANDARD_INPUT)
        || path.startsWith("/dev/fd")
        || path.startsWith("/proc/self/fd");
  }

  /**
   * Throws unless it is a file on a disk.
   *
   * @throws UnfitFileException if it is something else
   * @throws IOException if it does not exist
   */
  public static void requireRegular(Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      return;
    }
    if (Files.isDirectory(file)) {
      throw new UnfitFileException("it is a folder");
    }
    if (Files.isSymbolicLink(file) && !Files.exists(file)) {
      throw new UnfitFileException("it is a link without a target");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    throw new UnfitFileException("it is a device or a pipe, not a file on a disk");
  }

  /**
   * The text of a whole file, without a byte order mark.
   *
   * @throws IOException when it is not a regular file, larger than {@link #LARGEST_TEXT}, of
   *     another kind, not UTF-8, or cannot be read
   */
  public static String text(Path file) throws IOException {
    byte[] bytes = bytes(file);
    Optional<FileKind> other =
        FileKind.insteadOfText(bytes.length > FileKind.START ? start(bytes) : bytes);
    if (other.isPresent()) {
      throw new UnfitFileException(other.get().sentence());
    }
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * The bytes of a whole file.
   *
   * @throws IOException when it is not a regular file, larger than {@link #LARGEST_TEXT}, or cannot
   *     be read
   */
  public static byte[] bytes(Path file) throws IOException {
    requireRegular(file);
    try (InputStream content = Files.newInputStream(file)) {
      // Files of /proc do not report their true size.
      byte[] bytes = content.readNBytes((int) LARGEST_TEXT + 1);
      if (bytes.length > LARGEST_TEXT) {
        throw new UnfitFileException(
            "it has more than " + (LARGEST_TEXT >> 20) + " MiB, and a larger file is not read");
      }
      return bytes;
    }
  }

  /**
   * A text of any length, read piece by piece: a file on a disk, or one that this process has open
   * already, such as {@code /dev/stdin}.
   *
   * @throws IOException when it is neither, or of another kind; the reader throws for text that is
   *     not UTF-8
   */
  public static BufferedReader reader(Path file) throws IOException {
    if (!isOpenAlready(file) || Files.isDirectory(file)) {
      requireRegular(file);
    }
    BufferedInputStream content = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      content.mark(FileKind.START);
      byte[] start = content.readNBytes(FileKind.START);
      content.reset();
      Optional<FileKind> other = FileKind.insteadOfText(start);
      if (other.isPresent()) {
        throw new UnfitFileException(other.get().sentence());
      }
      return new BufferedReader(
          new InputStreamReader(content, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
    } catch (IOException failure) {
      content.close();
      throw failure;
    }
  }

  private static byte[] start(byte[] bytes) {
    return Arrays.copyOf(bytes, FileKind.START);
  }
}
