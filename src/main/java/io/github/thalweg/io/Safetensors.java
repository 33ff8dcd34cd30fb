package io.github.thalweg.io;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.files.FileKind;
import io.github.thalweg.files.InputFile;
import io.github.thalweg.files.WholeFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The content of a safetensors file, the format in which PyTorch and others exchange weights: 8
 * bytes with the length of the header (little-endian), the header in JSON, padded with spaces to a
 * multiple of 8, then the tensors' numbers (little-endian) one after the other.
 *
 * @param tensors by name, in the order of the file
 * @param metadata free texts by name
 * @param unread tensors with another dtype, such as I64, by name: dtype and shape of each
 */
public record Safetensors(
    Map<String, StoredTensor> tensors, Map<String, String> metadata, Map<String, String> unread) {
  /** The format's own limit for the header. */
  private static final long LARGEST_HEADER = 100_000_000;

  /** Numbers to convert at a time. */
  private static final int CHUNK = 1 << 17;

  /**
   * Reads the tensors of a file that are F64 (kept), F32, F16 or BF16 (read as single precision),
   * and names the others.
   *
   * @throws InvalidInputException if there is no such file, it cannot be read, or its length,
   *     header, names, shapes and offsets do not fit each other
   */
  public static Safetensors read(Path file) {
    if (Files.isDirectory(file)) {
      Path inside = file.resolve("model.safetensors");
      throw new InvalidInputException(
          file
              + " is a folder; a safetensors file was expected"
              + (Files.isRegularFile(inside) ? ", such as " + inside + "." : "."));
    }
    try (FileChannel channel = open(file)) {
      if (channel.size() < 8) {
        throw new InvalidInputException(
            file + " is not a safetensors file: it has only " + channel.size() + " bytes.");
      }
      long headerBytes = read(channel, 0, 8).getLong();
      long dataBytes = channel.size() - 8 - headerBytes;
      if (headerBytes < 2 || headerBytes > LARGEST_HEADER) {
        throw new InvalidInputException(
            file
                + " is not a safetensors file: one begins with the length of its header, of 2 to "
                + LARGEST_HEADER
                + " bytes.");
      }
      if (dataBytes < 0) {
        throw new InvalidInputException(
            file
                + " is cut short, or not a safetensors file: its header should have "
                + headerBytes
                + " bytes, and the whole file has "
                + channel.size()
                + ".");
      }
      SafetensorsHeader header =
          SafetensorsHeader.parse(file, read(channel, 8, (int) headerBytes), dataBytes);
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      Map<String, String> unread = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        if (entry.dtype().isPresent()) {
          tensors.put(entry.name(), tensor(channel, 8 + headerBytes, entry, entry.dtype().get()));
        } else {
          unread.put(entry.name(), entry.form());
        }
      }
      return new Safetensors(tensors, header.metadata(), unread);
    } catch (NoSuchFileException missing) {
      throw new InvalidInputException("There is no file " + file.toAbsolutePath() + ".", missing);
    } catch (IOException failure) {
      throw InvalidInputException.unreadable(file, failure);
    }
  }

  /** Opens a file that is not of another kind, such as one of PyTorch. */
  private static FileChannel open(Path file) throws IOException {
    InputFile.requireRegular(file);
    FileChannel channel = FileChannel.open(file);
    try {
      ByteBuffer start = read(channel, 0, (int) Math.min(FileKind.START, channel.size()));
      byte[] bytes = new byte[start.remaining()];
      start.get(bytes);
      Optional<FileKind> other = FileKind.of(bytes);
      if (other.isPresent()) {
        throw new InvalidInputException(
            file + " is not a safetensors file: " + other.get().sentence() + ".");
      }
      return channel;
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  /**
   * Writes a file completely, or leaves the old one: the content goes to a temporary file in the
   * same folder, which is then renamed. Tensors in double precision come first, so that all numbers
   * are aligned; otherwise the order is kept.
   *
   * @throws RunFailedException if the file cannot be written
   */
  public static void write(
      Path file, Map<String, StoredTensor> tensors, Map<String, String> metadata) {
    if (tensors.containsKey(SafetensorsHeader.METADATA)) {
      throw new InvalidInputException(
          "A tensor cannot have the name "
              + SafetensorsHeader.METADATA
              + "; the safetensors format reserves it.");
    }
    List<Map.Entry<String, StoredTensor>> ordered =
        tensors.entrySet().stream()
            .sorted(
                Comparator.comparing(
                    tensor -> dtype(tensor.getValue()),
                    Comparator.comparingInt(dtype -> -dtype.bytes)))
            .toList();
    Path absolute = file.toAbsolutePath();
    Path temporary = WholeFile.temporary(absolute);
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        write(channel, header(ordered, metadata));
        for (Map.Entry<String, StoredTensor> tensor : ordered) {
          write(channel, tensor.getValue());
        }
        channel.force(true);
      }
      Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      deleteQuietly(temporary);
      throw new RunFailedException(
          file + " could not be written: " + FileTrouble.reason(failure) + ".", failure);
    }
  }

  private static ByteBuffer header(
      List<Map.Entry<String, StoredTensor>> tensors, Map<String, String> metadata) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put(SafetensorsHeader.METADATA, metadata);
    }
    long offset = 0;
    for (Map.Entry<String, StoredTensor> entry : tensors) {
      StoredTensor tensor = entry.getValue();
      long end = offset + (long) tensor.size() * dtype(tensor).bytes;
      Map<String, Object> properties = new LinkedHashMap<>();
      properties.put("dtype", dtype(tensor).name());
      properties.put("shape", tensor.shape());
      properties.put("data_offsets", List.of(offset, end));
      header.put(entry.getKey(), properties);
      offset = end;
    }
    byte[] json = JsonMapper.shared().writeValueAsBytes(header);
    byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, 8) * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return ByteBuffer.allocate(8 + padded.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(padded.length)
        .put(padded)
        .flip();
  }

  private static SafetensorsHeader.DType dtype(StoredTensor tensor) {
    return switch (tensor) {
      case StoredTensor.F32 _ -> SafetensorsHeader.DType.F32;
      case StoredTensor.F64 _ -> SafetensorsHeader.DType.F64;
    };
  }

  private static void write(FileChannel channel, StoredTensor tensor) throws IOException {
    for (int start = 0, count; start < tensor.size(); start += count) {
      count = Math.min(CHUNK, tensor.size() - start);
      ByteBuffer chunk =
          ByteBuffer.allocate(count * dtype(tensor).bytes).order(ByteOrder.LITTLE_ENDIAN);
      switch (tensor) {
        case StoredTensor.F32(_, float[] values) -> chunk.asFloatBuffer().put(values, start, count);
        case StoredTensor.F64(_, double[] values) ->
            chunk.asDoubleBuffer().put(values, start, count);
      }
      write(channel, chunk);
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static StoredTensor tensor(
      FileChannel channel,
      long dataStart,
      SafetensorsHeader.Entry entry,
      SafetensorsHeader.DType dtype)
      throws IOException {
    int size = (int) StoredTensor.elements(entry.shape());
    boolean isDouble = dtype == SafetensorsHeader.DType.F64;
    float[] floats = new float[isDouble ? 0 : size];
    double[] doubles = new double[isDouble ? size : 0];
    for (int start = 0, count; start < size; start += count) {
      count = Math.min(CHUNK, size - start);
      long position = dataStart + entry.begin() + (long) start * dtype.bytes;
      ByteBuffer chunk = read(channel, position, count * dtype.bytes);
      switch (dtype) {
        case F64 -> chunk.asDoubleBuffer().get(doubles, start, count);
        case F32 -> chunk.asFloatBuffer().get(floats, start, count);
        case F16 -> {
          for (int i = 0; i < count; i++) {
            floats[start + i] = Float.float16ToFloat(chunk.getShort(2 * i));
          }
        }
        case BF16 -> {
          for (int i = 0; i < count; i++) {
            floats[start + i] = Float.intBitsToFloat(chunk.getShort(2 * i) << 16);
          }
        }
      }
    }
    return isDouble
        ? new StoredTensor.F64(entry.shape(), doubles)
        : new StoredTensor.F32(entry.shape(), floats);
  }

  private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException alreadyFailing) {
      // The failure to write is the one to report.
    }
  }
}
