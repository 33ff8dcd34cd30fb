package io.github.thalweg;

import java.nio.file.Path;

/** Where what was fetched or unpacked once is kept for the next time, outside of any project. */
public final class CacheFolder {
  private CacheFolder() {}

  /**
   * {@code $THALWEG_CACHE}, else {@code $XDG_CACHE_HOME/thalweg}, else {@code ~/.cache/thalweg}; it
   * may not exist yet.
   */
  public static Path path() {
    String own = System.getenv("THALWEG_CACHE");
    if (own != null && !own.isBlank()) {
      return Path.of(own);
    }
    String shared = System.getenv("XDG_CACHE_HOME");
    Path caches =
        shared != null && !shared.isBlank()
            ? Path.of(shared)
            : Path.of(System.getProperty("user.home"), ".cache");
    return caches.resolve("thalweg");
  }
}
