package io.github.thalweg.io;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.text.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The JSON header of a safetensors file, read and checked.
 *
 * @param entries one for each tensor, in the order of the data
 * @param metadata the file's free texts
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /** The number formats that are read; a tensor in another format is skipped. */
  enum DType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2);

    final int bytes;

    DType(int bytes) {
      this.bytes = bytes;
    }
  }

  /**
   * A tensor whose bytes are {@code begin} … {@code end} − 1 of the data that follow the header.
   *
   * @param dtype empty if it is not supported
   * @param form dtype and shape: {@code I64 [3, 2]}
   */
  record Entry(
      String name, Optional<DType> dtype, int[] shape, String form, long begin, long end) {}

  /**
   * Reads the header and checks that its tensors fill the data without holes or overlap.
   *
   * @param dataBytes number of bytes after the header
   */
  static SafetensorsHeader parse(Path file, ByteBuffer header, long dataBytes) {
    JsonNode root = json(file, header);
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      if (property.getKey().equals(METADATA)) {
        readMetadata(file, property.getValue(), metadata);
      } else {
        entries.add(entry(file, property.getKey(), property.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkLayout(file, entries, dataBytes);
    return new SafetensorsHeader(List.copyOf(entries), metadata);
  }

  private static JsonNode json(Path file, ByteBuffer header) {
    try {
      if (header.get(0) != '{') {
        throw new InvalidInputException(
            file + " is not a safetensors file: its header does not begin with '{'.");
      }
      JsonNode root = JsonText.parse(StandardCharsets.UTF_8.newDecoder().decode(header).toString());
      if (!root.isObject()) {
        throw new InvalidInputException(
            file + " is not a safetensors file: its header is not a JSON object.");
      }
      return root;
    } catch (CharacterCodingException notText) {
      throw new InvalidInputException(
          file + " is not a safetensors file: its header is not UTF-8 text.", notText);
    } catch (JsonText.Malformed malformed) {
      throw new InvalidInputException(
          file
              + ": the header is not the JSON of a safetensors file ("
              + malformed.getMessage()
              + ").",
          malformed);
    }
  }

  private static void readMetadata(Path file, JsonNode node, Map<String, String> metadata) {
    if (!node.isObject()) {
      throw new InvalidInputException(file + ": " + METADATA + " is not an object of texts.");
    }
    for (Map.Entry<String, JsonNode> text : node.properties()) {
      if (!text.getValue().isString()) {
        throw new InvalidInputException(
            file + ": the metadata '" + text.getKey() + "' is not a text.");
      }
      metadata.put(text.getKey(), text.getValue().stringValue());
    }
  }

  private static Entry entry(Path file, String name, JsonNode node) {
    JsonNode offsets = node.path("data_offsets");
    JsonNode dimensions = node.path("shape");
    if (!node.path("dtype").isString()
        || !dimensions.isArray()
        || !offsets.isArray()
        || offsets.size() != 2) {
      throw invalid(file, name, "needs a dtype, a shape and two data_offsets");
    }
    Optional<DType> dtype =
        Arrays.stream(DType.values())
            .filter(known -> known.name().equals(node.path("dtype").stringValue()))
            .findFirst();
    int[] shape = new int[dimensions.size()];
    for (int i = 0; i < shape.length; i++) {
      JsonNode size = dimensions.get(i);
      if (!size.isIntegralNumber() || !size.canConvertToInt() || size.intValue() < 0) {
        throw invalid(
            file,
            name,
            "has the shape " + dimensions + "; sizes are integers from 0 to " + Integer.MAX_VALUE);
      }
      shape[i] = size.intValue();
    }
    long begin = offset(file, name, offsets.get(0));
    long end = offset(file, name, offsets.get(1));
    long elements = StoredTensor.elements(shape);
    String form = node.path("dtype").stringValue() + " " + Arrays.toString(shape);
    if (dtype.isEmpty()) {
      // For example integers: their size is not checked here.
      return new Entry(name, dtype, shape, form, begin, end);
    }
    if (elements > Integer.MAX_VALUE - 8) {
      throw invalid(
          file, name, "has the shape " + dimensions + ", more numbers than one array can hold");
    }
    long bytes = elements * dtype.get().bytes;
    if (end - begin != bytes) {
      throw invalid(
          file,
          name,
          "has the shape "
              + dimensions
              + " of "
              + dtype.get()
              + ", "
              + bytes
              + " bytes, but data_offsets "
              + offsets);
    }
    return new Entry(name, dtype, shape, form, begin, end);
  }

  private static long offset(Path file, String name, JsonNode offset) {
    if (!offset.isIntegralNumber() || !offset.canConvertToLong() || offset.longValue() < 0) {
      throw invalid(
          file, name, "has the data offset " + offset + "; an integer of at least 0 was expected");
    }
    return offset.longValue();
  }

  private static void checkLayout(Path file, List<Entry> entries, long dataBytes) {
    long expected = 0;
    for (Entry entry : entries) {
      if (entry.begin() != expected) {
        throw invalid(
            file,
            entry.name(),
            "begins at byte "
                + entry.begin()
                + " of the data, where byte "
                + expected
                + " was expected: tensors must follow each other without hole or overlap");
      }
      expected = entry.end();
    }
    if (expected != dataBytes) {
      String names = entries.stream().map(Entry::name).limit(5).collect(Collectors.joining(", "));
      throw new InvalidInputException(
          file
              + (expected > dataBytes ? " is cut short" : " is too long")
              + ": its tensors ("
              + names
              + (entries.size() > 5 ? ", …" : "")
              + ") take "
              + expected
              + " bytes of data; it has "
              + dataBytes
              + ".");
    }
  }

  private static InvalidInputException invalid(Path file, String name, String problem) {
    return new InvalidInputException(file + ": the tensor '" + name + "' " + problem + ".");
  }
}
