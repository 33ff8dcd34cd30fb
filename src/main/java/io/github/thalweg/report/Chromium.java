package io.github.thalweg.report;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium, Chrome or Edge of the machine, which turns pages into pictures. */
final class Chromium {
  /** Names the program, if it is not on the path. */
  static final String VARIABLE = "THALWEG_BROWSER";

  /** The remedy if there is none. */
  static final String REMEDY =
      "install Chromium or Chrome (Debian: apt install chromium), or set "
          + VARIABLE
          + " to the program";

  private static final List<String> NAMES =
      List.of(
          "chromium",
          "chromium-browser",
          "google-chrome",
          "google-chrome-stable",
          "microsoft-edge");

  private Chromium() {}

  /** The program that the variable names, else the first one on the path. */
  static Optional<Path> find() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named)).filter(Files::isExecutable);
    }
    List<Path> folders =
        Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .toList();
    return NAMES.stream()
        .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Flags of every start: without a window, without connections to the vendor, and with its own
   * folder.
   */
  static List<String> flags(Path profile) {
    List<String> flags = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      flags.add("--no-sandbox"); // Without this flag Chromium does not start for root.
    }
    Collections.addAll(
        flags,
        "--headless=new",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
    return flags;
  }
}
