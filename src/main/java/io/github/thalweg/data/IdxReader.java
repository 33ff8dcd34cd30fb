package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.files.FileKind;
import io.github.thalweg.files.InputFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads images and labels in the IDX format of the MNIST database: a big-endian magic number (2051
 * for images, 2049 for labels), the number of items, for images their rows and columns, then one
 * byte a pixel or label. Files may be gzipped.
 */
public final class IdxReader {
  private static final int IMAGES_MAGIC = 2051;
  private static final int LABELS_MAGIC = 2049;

  /** Other number types of IDX, by the third byte of a file. */
  private static final Map<Byte, String> IDX_TYPES =
      Map.of(
          (byte) 0x08, "bytes",
          (byte) 0x09, "signed bytes",
          (byte) 0x0B, "16-bit numbers",
          (byte) 0x0C, "32-bit numbers",
          (byte) 0x0D, "float32 numbers",
          (byte) 0x0E, "float64 numbers");

  /** Keeps count · rows · columns within a long. */
  private static final int LARGEST_SIDE = 65_535;

  private record Images(int count, int rows, int columns, byte[] pixels) {}

  private IdxReader() {}

  /**
   * A data set of images, features (N, rows · columns) with pixels scaled from 0 … 255 to [0, 1].
   *
   * @throws InvalidInputException if a file does not match its header, the counts differ or a label
   *     is not a class
   */
  public static Dataset read(Path imageFile, Path labelFile, Task.Classification task) {
    Images images = images(imageFile);
    byte[] labels = labels(labelFile);
    if (labels.length != images.count()) {
      throw new InvalidInputException(
          labelFile
              + " has "
              + labels.length
              + " labels for the "
              + images.count()
              + " images of "
              + imageFile
              + ".");
    }
    float[] features = new float[images.pixels().length];
    for (int i = 0; i < features.length; i++) {
      features[i] = Byte.toUnsignedInt(images.pixels()[i]) / 255f;
    }
    int[] classes = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      classes[i] = Byte.toUnsignedInt(labels[i]);
      if (classes[i] >= task.classes()) {
        throw new InvalidInputException(
            labelFile
                + ": label "
                + (i + 1)
                + " is "
                + classes[i]
                + "; with "
                + task.classes()
                + " classes it must be from 0 to "
                + (task.classes() - 1)
                + ".");
      }
    }
    int columns = images.rows() * images.columns();
    return new Dataset(
        images.count(),
        columns,
        Values.of(features),
        1,
        Values.of(classes),
        task,
        pixelNames(images.rows(), images.columns()),
        Origin.rows(imageFile.toString()));
  }

  /**
   * Names of the pixels of an image in row-major order: pixel_0_0 is the upper left one, pixel_0_1
   * is to its right.
   */
  static List<String> pixelNames(int rows, int columns) {
    return IntStream.range(0, rows * columns)
        .mapToObj(i -> "pixel_" + i / columns + "_" + i % columns)
        .toList();
  }

  /** The file's content, gunzipped if it is gzipped. */
  public static InputStream open(Path file) throws IOException {
    InputFile.requireRegular(file);
    BufferedInputStream content = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      content.mark(2);
      boolean gzipped = content.read() == 0x1F && content.read() == 0x8B;
      content.reset();
      return gzipped ? new GZIPInputStream(content, 1 << 16) : content;
    } catch (IOException failure) {
      content.close();
      throw failure;
    }
  }

  private static Images images(Path file) {
    return read(
        file,
        IMAGES_MAGIC,
        "images",
        content -> {
          int count = size(file, "number of images", Integer.MAX_VALUE, content);
          int rows = size(file, "number of rows of an image", LARGEST_SIDE, content);
          int columns = size(file, "number of columns of an image", LARGEST_SIDE, content);
          return new Images(
              count, rows, columns, bytes(file, (long) count * rows * columns, content));
        });
  }

  private static byte[] labels(Path file) {
    return read(
        file,
        LABELS_MAGIC,
        "labels",
        content ->
            bytes(file, size(file, "number of labels", Integer.MAX_VALUE, content), content));
  }

  private interface Body<T> {
    T read(InputStream content) throws IOException;
  }

  private static <T> T read(Path file, int magic, String what, Body<T> body) {
    try (InputStream content = open(file)) {
      byte[] start = content.readNBytes(Integer.BYTES);
      if (start.length < Integer.BYTES) {
        throw new EOFException();
      }
      if (ByteBuffer.wrap(start).getInt() != magic) {
        throw new InvalidInputException(
            file + " is not an IDX file of " + what + ": " + instead(magic, start, content) + ".");
      }
      return body.read(content);
    } catch (EOFException | ZipException damaged) {
      throw new InvalidInputException(
          file + " is damaged or cut short; an IDX file of " + what + " was expected.", damaged);
    } catch (IOException failure) {
      throw InvalidInputException.unreadable(file, failure);
    }
  }

  /**
   * The kind of a file with a wrong beginning, as a part of a sentence.
   *
   * @param start its first four bytes
   * @param rest the bytes after them
   */
  private static String instead(int magic, byte[] start, InputStream rest) throws IOException {
    int found = ByteBuffer.wrap(start).getInt();
    int dimensions = start[3];
    if (found == IMAGES_MAGIC || found == LABELS_MAGIC) {
      return "it is one of " + (found == IMAGES_MAGIC ? "images" : "labels");
    }
    if (found >>> 16 == 0 && IDX_TYPES.containsKey(start[2]) && dimensions > 0) {
      return "it is one of "
          + IDX_TYPES.get(start[2])
          + " in "
          + dimensions
          + (dimensions == 1 ? " dimension" : " dimensions");
    }
    byte[] more = rest.readNBytes(FileKind.START - start.length);
    byte[] both = Arrays.copyOf(start, start.length + more.length);
    System.arraycopy(more, 0, both, start.length, more.length);
    return FileKind.insteadOfBytes(both)
        .map(FileKind::sentence)
        .orElse("it begins with " + found + ", not with " + magic);
  }

  private static int size(Path file, String what, int largest, InputStream content)
      throws IOException {
    int number = int32(content);
    if (number < 1 || number > largest) {
      throw new InvalidInputException(
          file
              + ": the header's "
              + what
              + " is "
              + number
              + "; it must be from 1 to "
              + largest
              + ".");
    }
    return number;
  }

  private static byte[] bytes(Path file, long expected, InputStream content) throws IOException {
    if (expected > Integer.MAX_VALUE - 8) {
      throw new InvalidInputException(
          file
              + ": the header announces more than "
              + (Integer.MAX_VALUE - 8)
              + " bytes, which one array cannot hold.");
    }
    byte[] bytes = content.readNBytes((int) expected);
    if (bytes.length != expected || content.read() >= 0) {
      throw new InvalidInputException(
          file
              + ": the header announces "
              + expected
              + " bytes of data; the file has "
              + (bytes.length < expected ? "only " + bytes.length : "more")
              + ".");
    }
    return bytes;
  }

  private static int int32(InputStream content) throws IOException {
    byte[] bytes = content.readNBytes(4);
    if (bytes.length < 4) {
      throw new EOFException();
    }
    return ByteBuffer.wrap(bytes).getInt();
  }
}
