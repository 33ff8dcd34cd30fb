package io.github.thalweg.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Where a command leaves what it makes when nobody has named a place. */
final class DatedFolder {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private DatedFolder() {}

  /**
   * {@code runs/NAME-DATE-TIME}, with {@code -2} and so on where another command has begun in the
   * same second; it is not there yet.
   */
  static Path of(String name) {
    return of(name, LocalDateTime.now(ZoneId.systemDefault()), Path.of("runs"));
  }

  static Path of(String name, LocalDateTime time, Path runs) {
    String plain = name.replaceAll("[^\\p{L}\\p{N}_.+=,-]+", "-"); // A slash would lead elsewhere.
    Path first = runs.resolve(plain + "-" + time.format(TIME));
    Path folder = first;
    for (int i = 2; Files.exists(folder); i++) {
      folder = first.resolveSibling(first.getFileName() + "-" + i);
    }
    return folder;
  }
}
