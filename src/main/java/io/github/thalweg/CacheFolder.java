package io.github.thalweg;

import java.nio.file.Path;
import java.util.Map;

/** Where what was fetched or unpacked once is kept for the next time, outside of any project. */
public final class CacheFolder {
  private CacheFolder() {}

  /**
   * {@code $THALWEG_CACHE}, else {@code $XDG_CACHE_HOME/thalweg}, else {@code ~/.cache/thalweg}; it
   * may not exist yet.
   */
  public static Path path() {
    return path(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static Path path(Map<String, String> environment, Path home) {
    String own = environment.getOrDefault("THALWEG_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    // The XDG base directory specification has relative paths ignored.
    Path shared = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    return (shared.isAbsolute() ? shared : home.resolve(".cache")).resolve("thalweg");
  }
}
