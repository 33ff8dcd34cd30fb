package io.github.thalweg.files;

import java.nio.file.Path;
import java.util.Map;

/** The folder for downloaded and unpacked files, outside any project. */
public final class CacheFolder {
  private CacheFolder() {}

  /**
   * {@code $THALWEG_CACHE}, else {@code $XDG_CACHE_HOME/thalweg}, else {@code
   * $HOME/.cache/thalweg}, else the same in the home that the system names; it may not exist yet.
   * The scripts use the same rule, in {@code scripts/environment.sh}.
   */
  public static Path path() {
    return path(System.getenv(), System.getProperty("user.home"));
  }

  /**
   * @param systemsHome Java's value, {@code ?} for a user that the system does not know
   */
  static Path path(Map<String, String> environment, String systemsHome) {
    String own = environment.getOrDefault("THALWEG_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    // The XDG base directory specification ignores relative paths.
    Path shared = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    if (shared.isAbsolute()) {
      return shared.resolve("thalweg");
    }
    Path home = Path.of(environment.getOrDefault("HOME", ""));
    if (!home.isAbsolute()) {
      home = Path.of(systemsHome);
    }
    // Not the current folder, and no folder that others can write, because libraries are
    // loaded from here: the root, as in shells, so that the error message names THALWEG_CACHE.
    return (home.isAbsolute() ? home : Path.of("/")).resolve(".cache", "thalweg");
  }
}
