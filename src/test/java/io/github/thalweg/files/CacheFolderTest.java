package io.github.thalweg.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "'', '', /home/me",
    "'', '', ''",
    "'', '', relative",
    "'', /fast, /home/me",
    "'', relative, /home/me",
    "/own, /fast, /home/me",
    "relative, '', /home/me",
  })
  @EnabledOnOs(OS.LINUX)
  void scriptsHaveTheSameFolder(String own, String shared, String home) throws Exception {
    Map<String, String> environment =
        Map.of("THALWEG_CACHE", own, "XDG_CACHE_HOME", shared, "HOME", home);
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-c", ". scripts/environment.sh && cache_folder");
    bash.environment().putAll(environment);
    Process process = bash.start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo(CacheFolder.path(environment, System.getProperty("user.home")).toString());
    assertThat(process.waitFor()).isZero();
  }

  private static Path path(Map<String, String> environment) {
    return CacheFolder.path(environment, HOME);
  }
}
