package io.github.thalweg.files;

import java.nio.file.Path;
import java.util.Map;

/** Where what was fetched or unpacked once is kept for the next time, outside of any project. */
public final class CacheFolder {
  private CacheFolder() {}

  /**
   * {@code $THALWEG_CACHE}, else {@code $XDG_CACHE_HOME/thalweg}, else {@code
   * $HOME/.cache/thalweg}, else the same in the home that the system names; it may not exist yet.
   * The scripts have the same rule, in {@code scripts/environment.sh}.
   */
  public static Path path() {
    return path(System.getenv(), System.getProperty("user.home"));
  }

  /**
   * @param systemsHome what Java says, {@code ?} for a user whom the system does not know
   */
  static Path path(Map<String, String> environment, String systemsHome) {
    String own = environment.getOrDefault("THALWEG_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    // The XDG base directory specification has relative paths ignored.
    Path shared = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    if (shared.isAbsolute()) {
      return shared.resolve("thalweg");
    }
    Path home = Path.of(environment.getOrDefault("HOME", ""));
    if (!home.isAbsolute()) {
      home = Path.of(systemsHome);
    }
    // Not in the folder where the user stands, and not where others can write, since libraries are
    // loaded from here: in the root, as shells have it, so that what is said names THALWEG_CACHE.
    return (home.isAbsolute() ? home : Path.of("/")).resolve(".cache", "thalweg");
  }
}
