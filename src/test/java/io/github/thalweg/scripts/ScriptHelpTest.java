package io.github.thalweg.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every script says what it is for, and does nothing else then: there is neither Java nor Maven,
 * and no file may change.
 */
@EnabledOnOs(OS.LINUX)
class ScriptHelpTest {
  /** They hand options on to Java or JMH, which refuses those that it does not know. */
  private static final List<String> FOR_ANOTHER_PROGRAM =
      List.of("scripts/thalweg", "scripts/bench-all", "scripts/bench-jmh", "scripts/device-check");

  @TempDir private Path folder;

  private Path project;
  private Path programs;

  @BeforeEach
  void copyOfTheScripts() throws IOException {
    project = Files.createDirectory(folder.resolve("a copy"));
    for (String name : List.of("scripts", "peers")) {
      Files.createDirectory(project.resolve(name));
      try (Stream<Path> files = Files.list(Path.of(name))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, project.resolve(file.toString()));
          project.resolve(file.toString()).toFile().setExecutable(Files.isExecutable(file));
        }
      }
    }
    Files.copy(Path.of("pom.xml"), project.resolve("pom.xml"));
    programs = Script.programs(folder.resolve("bin"), "bash", "cat", "dirname", "env");
  }

  static List<String> scripts() throws IOException {
    try (Stream<Path> scripts = Files.list(Path.of("scripts"));
        Stream<Path> peers = Files.list(Path.of("peers"))) {
      List<String> all =
          Stream.concat(scripts, peers)
              .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
              .map(Path::toString)
              .sorted()
              .toList();
      assertThat(all)
          .contains("scripts/thalweg", "scripts/test", "peers/check")
          .hasSizeGreaterThan(18);
      return all;
    }
  }

  static List<String> scriptsWithOptionsOfTheirOwn() throws IOException {
    return scripts().stream().filter(script -> !FOR_ANOTHER_PROGRAM.contains(script)).toList();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void helpIsGivenAndNothingElseDone(String name) throws Exception {
    Map<String, String> before = files();
    for (String option : List.of("--help", "-h")) {
      Script script = run(name, option);

      assertThat(script.exit()).as(script.err()).isZero();
      assertThat(script.err()).isEmpty();
      assertThat(script.out().lines())
          .hasSizeGreaterThan(1)
          .anyMatch(line -> line.startsWith("Usage: " + name))
          .noneMatch(line -> line.startsWith("#"));
    }
    assertThat(run(name, "--no-such-option", "--help").out()).contains("Usage: " + name);
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("scriptsWithOptionsOfTheirOwn")
  void unknownOptionIsASentence(String name) throws Exception {
    Map<String, String> before = files();

    Script script = run(name, "--no-such-option");

    assertThat(script.exit()).as(script.err()).isEqualTo(2);
    assertThat(script.err()).hasLineCount(1).contains("'--no-such-option'", name + " --help");
    assertThat(script.out()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  private Script run(String... words) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("-c", "cd \"$0\" && exec bash \"$@\"", project.toString()),
                Stream.of(words))
            .toList();
    List<String> bash =
        Stream.concat(Stream.of(programs.resolve("bash").toString()), command.stream()).toList();
    return Script.run(folder, Map.of("PATH", programs.toString(), "HOME", folder.toString()), bash);
  }

  /** Every file and folder, with its time. */
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(project)) {
      for (Path path : all.toList()) {
        files.put(path.toString(), Files.getLastModifiedTime(path).toString());
      }
    }
    return files;
  }
}
