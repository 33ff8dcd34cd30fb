package io.github.thalweg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  private static final String HOME = "/home/java";
  private static final Path USUAL = Path.of("/home/me/.cache/thalweg");

  @Test
  void usualPlaceIsInTheHomeOfTheEnvironment() {
    assertThat(path(Map.of("HOME", "/home/me"))).isEqualTo(USUAL);
    assertThat(path(Map.of("HOME", "/home/me", "THALWEG_CACHE", "", "XDG_CACHE_HOME", "")))
        .isEqualTo(USUAL);
  }

  @Test
  void withoutAHomeInTheEnvironmentItIsThatOfTheSystem() {
    Path javas = Path.of("/home/java/.cache/thalweg");
    assertThat(path(Map.of())).isEqualTo(javas);
    assertThat(path(Map.of("HOME", ""))).isEqualTo(javas);
    assertThat(path(Map.of("HOME", "relative"))).isEqualTo(javas);
  }

  /** As in a container with a number for a user: nothing is left where the user stands. */
  @Test
  void userWhomTheSystemDoesNotKnowHasNoHome() {
    assertThat(CacheFolder.path(Map.of(), "?")).isEqualTo(Path.of("/.cache/thalweg"));
  }

  @Test
  void theSystemsCacheFolderIsTakenWhereItIsAbsolute() {
    assertThat(path(Map.of("XDG_CACHE_HOME", "/fast", "HOME", "/home/me")))
        .isEqualTo(Path.of("/fast/thalweg"));
    assertThat(path(Map.of("XDG_CACHE_HOME", "relative", "HOME", "/home/me"))).isEqualTo(USUAL);
  }

  @Test
  void ownFolderComesFirst() {
    assertThat(path(Map.of("XDG_CACHE_HOME", "/fast", "THALWEG_CACHE", "/own", "HOME", "/home/me")))
        .isEqualTo(Path.of("/own"));
  }

  private static Path path(Map<String, String> environment) {
    return CacheFolder.path(environment, HOME);
  }
}
