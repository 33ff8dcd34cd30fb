package io.github.thalweg.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which build serves what is asked for, and when one is made. */
@EnabledOnOs(OS.LINUX)
class BuildChoiceTest {
  @TempDir private Path folder;

  private FakeProject project;

  @BeforeEach
  void project() throws IOException {
    project = new FakeProject(folder);
  }

  @Test
  void eachBuildIsMadeOnceWhateverTornadoIsThere() throws Exception {
    project.clean();
    project.maven();
    for (int i = 0; i < 2; i++) {
      project.environment.remove("TORNADOVM_HOME");
      assertThat(start("train", "seed", "--device", "cpu")).isEqualTo(project.plain());
      project.environment.put("TORNADOVM_HOME", project.tornado.toString());
      assertThat(start("train", "seed", "--device", "opencl:0")).isEqualTo(project.withTornado());
    }
    assertThat(project.builds()).hasSize(2);
  }

  @Test
  void everySdkOfTheVersionIsServedByTheSameBuild() throws Exception {
    Path other = folder.resolve("other sdk");
    Files.createDirectories(other.resolve("share/java/tornado"));
    try (var jars = Files.list(project.tornado.resolve("share/java/tornado"))) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, other.resolve("share/java/tornado").resolve(jar.getFileName()));
      }
    }
    Files.writeString(
        other.resolve("tornado-argfile"), "-Djava.library.path=" + other + "/lib\n-other\n");
    project.start("devices");
    project.environment.put("TORNADOVM_HOME", other.toString());

    Script devices = project.start("devices");

    assertThat(devices.err()).isEqualTo(FakeProject.STARTING);
    String argument =
        devices.out().lines().filter(line -> line.startsWith("@")).findFirst().orElseThrow();
    assertThat(Path.of(argument.substring(1)))
        .hasContent("\"-Djava.library.path=" + other + "/lib\"\n-other\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"recipes", "train seed --device cpu", "train seed", "--version"})
  void whatTheCpuCanDoIsServedByABuildWithoutTornado(String command) throws Exception {
    onlyPlain();
    project.maven();

    assertThat(start(command.split(" "))).isEqualTo(project.plain());
    assertThat(project.builds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"devices", "train seed --device opencl:0", "doctor", "device-check"})
  void whatMayRunOnADeviceIsServedByABuildWithTornado(String command) throws Exception {
    onlyPlain();
    project.maven();

    assertThat(start(command.split(" "))).isEqualTo(project.withTornado());
    assertThat(project.builds()).hasSize(1);
  }

  /** As for another user, or in a container: SDKMAN's TornadoVM is in a home. */
  @ParameterizedTest
  @ValueSource(
      strings = {"recipes", "train seed", "devices", "train seed --device opencl:0", "doctor"})
  void withoutATornadoAnyBuildServesEverything(String command) throws Exception {
    project.maven();
    project.environment.remove("TORNADOVM_HOME");

    assertThat(start(command.split(" "))).isEqualTo(project.withTornado());
    assertThat(project.builds()).isEmpty();
  }

  @Test
  void buildDoesNotDependOnAHome() throws Exception {
    project.maven();
    for (String home : List.of("/nowhere/at/all", "", "relative")) {
      project.environment.put("HOME", home);
      assertThat(start("recipes")).isEqualTo(project.withTornado());
    }
    project.environment.remove("HOME");
    assertThat(start("recipes")).isEqualTo(project.withTornado());
    assertThat(start("train", "seed", "--device", "opencl:0")).isEqualTo(project.withTornado());
    assertThat(project.builds()).isEmpty();
  }

  @Test
  void jarThatMavenAloneHasMadeServes() throws Exception {
    Files.delete(project.withTornado().resolve("thalweg.stamp"));

    assertThat(start("recipes")).isEqualTo(project.withTornado());

    project.change();
    project.maven();
    assertThat(start("recipes")).isEqualTo(project.withTornado());
    assertThat(project.builds()).hasSize(1);
  }

  @Test
  void staleBuildThatCannotBeMadeAnewIsUsedWithAWord() throws Exception {
    project.change();

    Script script = project.start("train", "seed", "--device", "opencl:0");

    assertThat(FakeProject.buildOf(script)).isEqualTo(project.withTornado());
    assertThat(script.err())
        .hasLineCount(2)
        .startsWith("Sources are newer than the build in " + project.withTornado())
        .contains(FakeProject.NO_MAVEN, "the old build is used")
        .endsWith(FakeProject.STARTING);
  }

  @Test
  void buildThatWasCutShortIsMadeAnew() throws Exception {
    Files.writeString(project.withTornado().resolve("thalweg.stamp.new"), "");
    project.maven();

    start("recipes");

    assertThat(project.builds()).hasSize(1);
    assertThat(project.withTornado().resolve("thalweg.jar")).hasContent(FakeProject.JAR_OF_MAVEN);
    assertThat(project.withTornado().resolve("thalweg.stamp.new")).doesNotExist();
  }

  @Test
  void whereNoBuildWithTornadoCanBeMadeTheCpuIsUsedWithAWord() throws Exception {
    onlyPlain();

    Script script = project.start("devices");

    assertThat(FakeProject.buildOf(script)).isEqualTo(project.plain());
    assertThat(script.err())
        .startsWith("The build in " + project.plain() + " has no engine for TornadoVM, and a build")
        .contains(FakeProject.NO_MAVEN, "The CPU is used.");
    assertThat(script.out())
        .contains("-Dthalweg.tornadovm.refused=The build in ")
        .doesNotContain("-Dthalweg.tornadovm.home", "tornado-argfile");
  }

  @Test
  void compilersErrorIsShownAndTheOldJarStays() throws Exception {
    project.maven();
    project.change();
    project.mavenRefuses("[INFO] Scanning\n[ERROR] A.java:[1,1] ';' expected\n");

    String refusal = project.refusal(project.launcher("recipes"));

    assertThat(refusal).contains("Thalweg could not be built", "A.java:[1,1] ';' expected");
    assertThat(project.withTornado().toFile().list())
        .contains("thalweg.jar")
        .doesNotContain("thalweg.jar.old", "thalweg.stamp.new");
  }

  /** Maven has packed it, and fails afterwards. */
  @Test
  void jarOfABuildThatFailsIsNotTaken() throws Exception {
    project.maven();
    project.change();
    project.mavenFailsAtTheEnd();

    assertThat(project.refusal(project.launcher("recipes"))).contains("Thalweg could not be built");
    assertThat(project.withTornado().resolve("thalweg.jar")).hasContent(FakeProject.JAR);

    project.clean();
    project.refusal(project.launcher("recipes"));
    assertThat(project.withTornado().resolve("thalweg.jar")).doesNotExist();
  }

  /** Maven has its reason and a reference to its advice in one line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Could not transfer artifact a:b:1: Unknown host | something could not be downloaded",
        "Could not create local repository at /nonexistent/.m2/repository"
            + "| Maven's repository of libraries, /nonexistent/.m2/repository, cannot be written;"
            + " to choose another folder for it, set MAVEN_OPTS=-Dmaven.repo.local=FOLDER",
        "Plugin p could not be resolved: /repo/p.pom.part.lock (Permission denied)"
            + "| Maven's repository of libraries cannot be written;"
            + " to choose another folder for it, set MAVEN_OPTS=-Dmaven.repo.local=FOLDER",
        "Failed to execute goal g: /p/target/classes/A.class: No space left on device"
            + "| the disk is full",
        "Failed to execute goal g: java.nio.file.AccessDeniedException: /p/target/classes"
            + "| a file could not be read or written",
      })
  void whereSomethingBesideTheSourcesStopsMavenTheOldJarIsUsed(String error, String reason)
      throws Exception {
    project.maven();
    project.change();
    project.mavenRefuses(
        """
        [ERROR] %s -> [Help 1]
        [ERROR]\s
        [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
        [ERROR] Re-run Maven using the -X switch to enable full debug logging.
        [ERROR]\s
        [ERROR] For more information about the errors, please read the following articles:
        [ERROR] [Help 1] https://example.org
        """
            .formatted(error));

    Script script = project.start("recipes");

    assertThat(FakeProject.buildOf(script)).isEqualTo(project.withTornado());
    Path target = project.withTornado();
    assertThat(script.err().lines().toList().subList(1, 4))
        .containsExactly(
            "Thalweg could not be built, because %s (log: %s/build.log).".formatted(reason, target),
            "[ERROR] " + error,
            "Sources are newer than the build in %s, which cannot be made again (see above): the old build is used."
                .formatted(target));
  }

  @Test
  void whereNothingIsBuiltAndNothingCanBeThatIsTheOnlyWord() throws Exception {
    project.clean();

    Script script = project.runToAnyEnd(project.launcher("recipes"));
    assertThat(script.exit()).isEqualTo(2);
    assertThat(script.err().lines())
        .singleElement()
        .asString()
        .startsWith(
            "Thalweg must be built first, and this is not possible here (" + FakeProject.NO_MAVEN)
        .contains("Maven 3.8 or later");

    project.clean();
    Files.writeString(project.plain(), "");
    assertThat(project.runToAnyEnd(project.launcher("recipes")).err())
        .contains(project.withTornado() + " cannot be written")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help", "train --help", ""})
  void helpIsGivenWithoutABuild(String words) throws Exception {
    project.clean();
    project.maven();

    Script script = project.start(words.isEmpty() ? new String[0] : words.split(" "));

    assertThat(script.out()).contains("Usage: scripts/thalweg COMMAND", "minutes", "100 MB");
    assertThat(script.err()).isEmpty();
    assertThat(project.builds()).isEmpty();
    assertThat(project.plain()).doesNotExist();
  }

  @Test
  void helpIsThatOfTheLastBuild() throws Exception {
    project.change();
    project.maven();

    assertThat(start("train", "--help")).isEqualTo(project.withTornado());
    assertThat(project.builds()).isEmpty();
  }

  /** As another user finds it while the owner builds. */
  @Test
  void whileABuildGoesOnTheOneBeforeItServesWhoCannotBuild() throws Exception {
    Path jar = project.withTornado().resolve("thalweg.jar");
    Path before = Files.move(jar, project.withTornado().resolve("thalweg.jar.old"));
    Files.writeString(project.withTornado().resolve("thalweg.stamp.new"), "");
    Files.writeString(jar, "PK");

    Script train = project.start("train", "seed", "--device", "opencl:0");
    Script help = project.start("train", "--help");

    assertThat(train.err())
        .isEqualTo(
            "A build in %s is still running or was interrupted: the previous build is used.\n%s"
                .formatted(project.withTornado(), FakeProject.STARTING));
    assertThat(train.out().lines()).contains(before.toString());
    assertThat(help.err()).isEmpty();
    assertThat(help.out().lines()).contains(before.toString());

    Files.delete(before);
    assertThat(project.runToAnyEnd(project.launcher("recipes")).err())
        .contains(
            FakeProject.NO_MAVEN
                + "; a build there is still running or was interrupted: try again in");
  }

  @Test
  void jarThatWasCutOffIsMadeAnew() throws Exception {
    Files.writeString(project.withTornado().resolve("thalweg.jar"), "PK");
    project.maven();

    assertThat(start("recipes")).isEqualTo(project.withTornado());
    assertThat(project.builds()).hasSize(1);
  }

  private void onlyPlain() throws IOException {
    project.clean();
    project.build(project.plain());
  }

  /** The folder of the build that serves a command. */
  private Path start(String... words) throws Exception {
    return FakeProject.buildOf(project.start(words));
  }
}
