package io.github.thalweg.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Damages files: a few bytes, a few words, or the JSON that a safetensors file has inside. */
final class Mutations {
  private static final Pattern WORD =
      Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*+\"|[\\w.+-]++|[\\[\\]{}:,=\\n]");

  private static final List<String> WORDS =
      List.of(
          "null",
          "true",
          "false",
          "~",
          "[]",
          "{}",
          "\"\"",
          "-1",
          "0",
          "1",
          "2147483648",
          "-0.0",
          "9223372036854775808",
          "1e999",
          "1e-999",
          ".inf",
          ".nan",
          "NaN",
          "Infinity",
          "0x10",
          "1_0",
          "0.10",
          "\uFF11",
          "yes",
          "'",
          "\"",
          "[",
          "]",
          "{",
          "}",
          ":",
          ",",
          "\n",
          "\t",
          " ",
          "*a",
          "&a",
          "<<",
          "!!int",
          "!!binary",
          "---\n",
          "...\n",
          "#",
          "|\n",
          "? ",
          "- ",
          "%",
          "\u001B[31m",
          "\u0007",
          "\u009B2J",
          "\u202E",
          "\u0000",
          "\uFEFF",
          "\uD83D\uDE00",
          "\\ud800",
          "[null]",
          "[1, 2, 3]",
          "[[1], [2]]",
          "{\"a\": 1}",
          "{a: 1}",
          "\"a\"",
          "\"1\"",
          "full",
          "none",
          "dense");

  private static final int[] DEPTHS = {5, 70, 600, 5000};
  private static final int[] LENGTHS = {20, 180, 400, 1100, 5000, 70_000};

  private final SplittableRandom random;

  Mutations(SplittableRandom random) {
    this.random = random;
  }

  /** A text with one to four words or bytes of it changed. */
  byte[] ofText(byte[] seed) {
    byte[] bytes = seed;
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      bytes = random.nextInt(4) == 0 ? bytes(bytes) : words(bytes);
    }
    return bytes;
  }

  /** Any file with one to four changes. */
  byte[] ofBytes(byte[] seed) {
    byte[] bytes = seed;
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      bytes = bytes(bytes);
    }
    return bytes;
  }

  /**
   * A safetensors file whose header, or a text of its metadata, was changed and fits its length.
   */
  byte[] ofSafetensors(byte[] seed) {
    int length = (int) ByteBuffer.wrap(seed).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] header = Arrays.copyOfRange(seed, 8, 8 + length);
    byte[] data = Arrays.copyOfRange(seed, 8 + length, seed.length);
    switch (random.nextInt(4)) {
      case 0 -> {
        return ofBytes(seed);
      }
      case 1 -> header = ofText(header);
      default -> header = metadata(header);
    }
    if (random.nextInt(4) == 0) {
      data = bytes(data);
    }
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(data)
        .array();
  }

  private byte[] metadata(byte[] header) {
    ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(header);
    JsonNode metadata = root.path("__metadata__");
    List<String> keys = new ArrayList<>(metadata.propertyNames());
    if (metadata instanceof ObjectNode texts && !keys.isEmpty()) {
      String key = keys.get(random.nextInt(keys.size()));
      byte[] text = texts.get(key).asString("").getBytes(StandardCharsets.UTF_8);
      texts.put(key, new String(ofText(text), StandardCharsets.UTF_8));
      if (random.nextInt(8) == 0) {
        texts.remove(key);
      }
    }
    return JsonMapper.shared().writeValueAsBytes(root);
  }

  private byte[] words(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<MatchResult> words = WORD.matcher(text).results().toList();
    if (words.isEmpty()) {
      return word().getBytes(StandardCharsets.UTF_8);
    }
    MatchResult one = words.get(random.nextInt(words.size()));
    MatchResult other = words.get(random.nextInt(words.size()));
    String before = text.substring(0, one.start());
    String after = text.substring(one.end());
    String changed =
        switch (random.nextInt(7)) {
          case 0 -> before + after;
          case 1 -> before + other.group() + after; // A value of another type, or a key.
          case 2 -> before + one.group() + one.group() + after;
          case 3 -> before + word() + one.group() + after;
          case 4 -> lineTwice(text, one.start());
          default -> before + word() + after;
        };
    return changed.getBytes(StandardCharsets.UTF_8);
  }

  private static String lineTwice(String text, int at) {
    int begin = text.lastIndexOf('\n', at) + 1;
    int end = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at) + 1;
    return text.substring(0, end) + text.substring(begin);
  }

  private String word() {
    int depth = DEPTHS[random.nextInt(DEPTHS.length)];
    int length = LENGTHS[random.nextInt(LENGTHS.length)];
    return switch (random.nextInt(24)) {
      case 0 -> "[".repeat(depth);
      case 1 -> "[".repeat(depth) + "]".repeat(depth);
      case 2 -> "{\"a\":".repeat(depth);
      case 3 -> "{a: ".repeat(depth) + "1" + "}".repeat(depth);
      case 4 -> "9".repeat(length);
      case 5 -> "0." + "3".repeat(length);
      case 6 -> "x".repeat(length);
      case 7 -> "\"" + "y".repeat(length) + "\"";
      case 8 -> "- ".repeat(depth);
      case 9 -> Long.toString(random.nextLong());
      case 10 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
      default -> WORDS.get(random.nextInt(WORDS.size()));
    };
  }

  private byte[] bytes(byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, at + 1 + random.nextInt(16));
    byte[] copy = bytes.clone();
    switch (random.nextInt(8)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt();
      case 2 -> Arrays.fill(copy, at, to, (byte) (random.nextBoolean() ? 0 : -1));
      case 3 -> copy = Arrays.copyOf(bytes, at);
      case 4 -> copy = joined(bytes, at, Arrays.copyOfRange(bytes, at, to), at);
      case 5 -> copy = joined(bytes, at, new byte[0], to);
      case 6 -> {
        byte[] noise = new byte[to - at];
        random.nextBytes(noise);
        copy = joined(bytes, at, noise, at);
      }
      default -> copy = Arrays.copyOfRange(bytes, at, bytes.length);
    }
    return copy;
  }

  /** The first bytes, others, and those from a place on. */
  private static byte[] joined(byte[] bytes, int first, byte[] middle, int from) {
    return ByteBuffer.allocate(first + middle.length + bytes.length - from)
        .put(bytes, 0, first)
        .put(middle)
        .put(bytes, from, bytes.length - from)
        .array();
  }
}
