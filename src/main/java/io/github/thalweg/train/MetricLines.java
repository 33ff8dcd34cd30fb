package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of a {@code metrics.jsonl} one after the other; it may be of any length. */
final class MetricLines implements AutoCloseable {
  /** Bytes of the longest line that is read; a run's line has a few hundred. */
  private static final int LONGEST = 1 << 17;

  private final Path file;
  private final InputStream content;
  private final byte[] buffer = new byte[2 * LONGEST];

  /** Bytes in the buffer that were read from the file. */
  private int filled;

  private int start;
  private int end = -1;
  private int number;
  private boolean tooLong;
  private int lastEpoch;

  private MetricLines(Path file, InputStream content) {
    this.file = file;
    this.content = content;
  }

  /**
   * @throws InvalidInputException when it cannot be read
   */
  static MetricLines of(Path file) {
    try {
      return new MetricLines(file, Files.newInputStream(file));
    } catch (IOException e) {
      throw InvalidInputException.unreadable(file, e);
    }
  }

  /** Goes to the next line that is not empty; false after the last. */
  boolean next() {
    do {
      start = Math.min(end + 1, filled);
      number++;
      if (!findEnd()) {
        return false;
      }
    } while (isBlank());
    return true;
  }

  /** Of the line, from 1. */
  int number() {
    return number;
  }

  /** The line; empty if it is damaged, or if its epoch is not later than the one before. */
  Optional<MetricLine> line() {
    if (tooLong) {
      return Optional.empty();
    }
    Optional<MetricLine> line =
        MetricLine.parse(buffer, start, end).filter(read -> read.epoch() > lastEpoch);
    line.ifPresent(read -> lastEpoch = read.epoch());
    return line;
  }

  /** Sets {@link #end} to the end of the line; false if there is none. */
  private boolean findEnd() {
    tooLong = false;
    int at = start;
    while (true) {
      while (at < filled && buffer[at] != '\n') {
        at++;
      }
      if (at < filled) {
        end = at;
        return true;
      }
      if (at - start > LONGEST) {
        tooLong = true;
        start = at; // The rest of a line that is too long.
      }
      int kept = filled - start;
      System.arraycopy(buffer, start, buffer, 0, kept);
      start = 0;
      at = kept;
      int read = read(kept);
      filled = kept + Math.max(0, read);
      if (read < 0) {
        end = filled;
        return filled > 0 || tooLong;
      }
    }
  }

  private int read(int from) {
    try {
      return content.read(buffer, from, buffer.length - from);
    } catch (IOException e) {
      throw InvalidInputException.unreadable(file, e);
    }
  }

  private boolean isBlank() {
    for (int i = start; i < end; i++) {
      if (buffer[i] > ' ' || buffer[i] < 0) {
        return false;
      }
    }
    return !tooLong;
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
