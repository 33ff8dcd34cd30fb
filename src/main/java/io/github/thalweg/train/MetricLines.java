package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.JsonText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The lines of a {@code metrics.jsonl} one after the other, so that it may be of any length. Bytes
 * that are no UTF-8 become what no line of a run has.
 */
final class MetricLines implements AutoCloseable {
  /** Bytes of the longest line; one of a run has some hundred. */
  private static final int LONGEST = 1 << 16;

  private final Path file;
  private final InputStream content;
  private int number;
  private String text = "";

  private MetricLines(Path file, InputStream content) {
    this.file = file;
    this.content = content;
  }

  /**
   * @throws InvalidInputException when it cannot be read
   */
  static MetricLines of(Path file) {
    try {
      return new MetricLines(file, new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    } catch (IOException e) {
      throw InvalidInputException.unreadable(file, e);
    }
  }

  /** Goes to the next line that is not empty; false behind the last. */
  boolean next() {
    do {
      number++;
      if (!read()) {
        return false;
      }
    } while (text.isBlank());
    return true;
  }

  /** Of the line, from 1. */
  int number() {
    return number;
  }

  /** As it stands there; of a line that is far too long the beginning. */
  String text() {
    return text;
  }

  /** The epoch that the line is; empty where it is damaged. */
  Optional<JsonNode> epoch() {
    return JsonText.object(text)
        .filter(epoch ->
            epoch.path("epoch").isInt()
                && epoch.path("epoch").intValue() > 0
                && epoch.path("step").isIntegralNumber()
                && epoch.path("step").canConvertToLong()
                && epoch.path("step").longValue() > 0
                && epoch.path("train_loss").isNumber());
  }

  private boolean read() {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream(512);
      int next = content.read();
      if (next < 0) {
        return false;
      }
      for (; next >= 0 && next != '\n'; next = content.read()) {
        if (line.size() < LONGEST) {
          line.write(next);
        }
      }
      text = line.toString(StandardCharsets.UTF_8);
      return true;
    } catch (IOException e) {
      throw InvalidInputException.unreadable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      content.close();
    } catch (IOException e) {
      throw InvalidInputException.unreadable(file, e);
    }
  }
}
