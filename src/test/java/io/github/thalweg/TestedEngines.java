package io.github.thalweg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the tests ran on, for the last line of {@code scripts/test}: one line each in {@code
 * target/tested-engines.txt}. A test of an engine or device says so once it has passed there.
 */
public final class TestedEngines {
  private static final Path FILE = Path.of("target", "tested-engines.txt");
  private static final Set<String> LINES = new LinkedHashSet<>();

  private TestedEngines() {}

  /**
   * @param engine the engine with the device or library that it ran on, such as {@code "cpu
   *     (OpenBLAS)"}
   */
  public static void tested(String engine) {
    add(engine);
  }

  /**
   * @param engine the engine that is there and could not be tested
   * @param why the reason, in words
   */
  public static void skipped(String engine, String why) {
    add("skipped: " + engine + ": " + why);
  }

  private static synchronized void add(String line) {
    if (!LINES.add(line)) {
      return;
    }
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
