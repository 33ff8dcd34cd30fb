package io.github.thalweg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  private static final Path HOME = Path.of("/home/someone");
  private static final Path USUAL = Path.of("/home/someone/.cache/thalweg");

  @Test
  void withoutSettingsItLiesInTheHomeFolder() {
    assertThat(CacheFolder.path(Map.of(), HOME)).isEqualTo(USUAL);
    assertThat(CacheFolder.path(Map.of("THALWEG_CACHE", "", "XDG_CACHE_HOME", ""), HOME))
        .isEqualTo(USUAL);
  }

  @Test
  void theSharedCacheIsUsedUnlessItIsRelative() {
    assertThat(CacheFolder.path(Map.of("XDG_CACHE_HOME", "/fast"), HOME))
        .isEqualTo(Path.of("/fast/thalweg"));
    assertThat(CacheFolder.path(Map.of("XDG_CACHE_HOME", "relative"), HOME)).isEqualTo(USUAL);
  }

  @Test
  void theProgramsOwnSettingComesFirst() {
    assertThat(CacheFolder.path(Map.of("XDG_CACHE_HOME", "/fast", "THALWEG_CACHE", "/own"), HOME))
        .isEqualTo(Path.of("/own"));
  }
}
