package io.github.thalweg.data.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the line of a text file that is not UTF-8, because a UTF-8 reader reads ahead and cannot
 * name it.
 */
final class NotUtf8 {
  private NotUtf8() {}

  /** The first line that is not UTF-8, as {@code , line 7}; empty if there is none. */
  static String where(Path file) {
    if (!Files.isRegularFile(file)) {
      return ""; // Data from a pipe cannot be read again.
    }
    // Here a character is a byte, and no byte of a longer UTF-8 character ends a line.
    try (BufferedReader bytes = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      int number = 1;
      for (String line = bytes.readLine(); line != null; line = bytes.readLine()) {
        if (!isUtf8(line.getBytes(StandardCharsets.ISO_8859_1))) {
          return ", line " + number;
        }
        number++;
      }
    } catch (IOException _) {
      // It was readable a moment ago; the message comes without the line.
    }
    return "";
  }

  private static boolean isUtf8(byte[] line) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
