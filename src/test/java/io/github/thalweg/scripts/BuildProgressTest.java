package io.github.thalweg.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is shown while Maven works, from lines as Maven 3.8 prints them. */
@EnabledOnOs(OS.LINUX)
class BuildProgressTest {
  private static final String LINES =
      """
      [INFO] Scanning for projects...
      [INFO] Downloading from central: https://example.org/a/1/a-1.pom
      [INFO] Downloaded from central: https://example.org/a/1/a-1.pom (900 B at 9.1 kB/s)
      [INFO] Downloading from central: https://example.org/a/1/a-1.jar
      [INFO] Downloaded from central: https://example.org/a/1/a-1.jar (21.6 MB at 5.3 MB/s)
      [INFO] Downloaded from central: https://example.org/b/1/b-1.jar (457 kB at 1.3 MB/s)
      [INFO] --- compiler:3.16.0:compile (default-compile) @ thalweg ---
      [INFO] Compiling 303 source files with javac [forked debug release 25] to target/classes
      [INFO] Downloading from central: https://example.org/c/1/c-1.pom
      [INFO] Downloaded from central: https://example.org/c/1/c-1.pom (3.2 kB at 41 kB/s)
      [INFO] Building jar: /a project/target/thalweg.jar
      [INFO] Copying picocli-4.7.7.jar to /a project/target/lib/picocli-4.7.7.jar
      [INFO] Copying fastcsv-4.4.0.jar to /a project/target/lib/fastcsv-4.4.0.jar
      [INFO] BUILD SUCCESS\
      """;

  @TempDir private Path folder;

  private FakeProject project;

  @BeforeEach
  void projectThatIsNotBuilt() throws IOException {
    project = new FakeProject(folder);
    project.clean();
    project.maven();
    project.mavenSays(LINES);
  }

  @Test
  void whatIsFetchedCompiledAndPackedIsALineEach() throws Exception {
    Script script = project.start("recipes");

    assertThat(script.err().lines().map(line -> line.replaceFirst(" \\(\\d+ s\\)$", "")))
        .containsExactly(
            "Building Thalweg; this happens once and after changes (log: "
                + project.withTornado()
                + "/build.log).",
            "  Downloading libraries: 0 files, 0 MB so far",
            "  Compiling 303 source files",
            "  Packing thalweg.jar",
            "  Copying libraries",
            "  Downloaded 4 files, 22 MB",
            "Preparing faster starts; this happens once after a build.");
    assertThat(project.withTornado().resolve("build.log")).content().contains(LINES);
  }

  @Test
  void mavensOwnWordsComeWithoutTheFilesThatItFetches() throws Exception {
    Script script = build("package");

    assertThat(script.err()).isEmpty();
    assertThat(script.out().lines())
        .contains("[INFO] Scanning for projects...", "[INFO] BUILD SUCCESS")
        .noneMatch(line -> line.contains("Download"));
  }

  @Test
  void failureIsSaidWithMavensErrorsAndWithoutItsAdvice() throws Exception {
    project.mavenRefuses(
        "[ERROR] A.java:[1,1] wrong\n[ERROR] \n[ERROR] [Help 1] https://example.org\n");

    String refusal =
        project.refusal(
            List.of(project.root.resolve("scripts/build").toString(), "--progress", "package"));

    assertThat(refusal).endsWith("build.log).\n[ERROR] A.java:[1,1] wrong\n");
  }

  @Test
  void buildWithoutAGoalAndWordsThatMavenHasNotAreRefused() throws Exception {
    for (String words : List.of("--if-stale", "--no-such-option", "package --stale")) {
      Script script = build(words.split(" "));
      assertThat(script.exit()).isEqualTo(2);
      assertThat(script.err()).hasLineCount(1).contains("See: scripts/build --help");
    }
    assertThat(project.builds()).isEmpty();
  }

  private Script build(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(project.root.resolve("scripts/build").toString()));
    command.addAll(List.of(words));
    return project.runToAnyEnd(command);
  }
}
