package io.github.thalweg.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user can do with a build that another one has made, in a folder of either. */
@EnabledOnOs(OS.LINUX)
class AnotherUsersBuildTest {
  @TempDir private Path folder;

  private FakeProject project;

  @BeforeEach
  void project() throws IOException {
    project = new FakeProject(folder);
  }

  /** A folder that another user owns, and no home. */
  @Test
  void anotherUserIsServedByABuildThatCanOnlyBeRead() throws Exception {
    anotherUser();
    project.environment.put("THALWEG_CACHE", folder.resolve("nowhere").toString());

    Script cpu = asAnother("train", "seed", "--device", "cpu");
    Script device = asAnother("train", "seed", "--device", "opencl:0");
    project.change();
    Script stale = asAnother("train", "seed", "--device", "cpu");

    assertThat(cpu.err()).doesNotContain("ailed", "rror", "annot");
    assertThat(FakeProject.buildOf(cpu)).isEqualTo(project.withTornado());
    assertThat(device.out())
        .contains(
            "-Dthalweg.tornadovm.refused=TornadoVM's flags for Java could not be written to ",
            "THALWEG_CACHE");
    assertThat(stale.err()).contains("cannot be written): the old build is used.");
  }

  /** As after a build with umask 077. */
  @ParameterizedTest
  @ValueSource(strings = {"thalweg.jar", "lib/picocli.jar", "lib", ".", ".."})
  void buildThatAnotherUserMayNotReadIsASentence(String part) throws Exception {
    anotherUser();
    Path file = project.withTornado().resolve(part).normalize();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    Script train = asAnother("train", "seed");
    Script help = asAnother("--help");

    assertThat(train.exit()).isEqualTo(2);
    assertThat(train.err().lines())
        .singleElement()
        .asString()
        .startsWith("Thalweg is built, but you may not read the build (" + file + "): ")
        .contains("run chmod -R a+rX " + project.plain() + ", or");
    assertThat(help.exit()).as(help.err()).isZero();
    assertThat(help.out()).contains("Usage: scripts/thalweg COMMAND");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void whatAnotherUserMayNotReadBesideTheBuildIsLeftOut() throws Exception {
    anotherUser();
    project.start("recipes");
    Path cache = project.withTornado().resolve("thalweg.aot.for");
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rw-------"));
    assertThat(asAnother("recipes").err()).isEmpty();
    Path pom = project.root.resolve("pom.xml");
    Files.setPosixFilePermissions(pom, PosixFilePermissions.fromString("rw-------"));

    Script device = asAnother("train", "seed", "--device", "opencl:0");

    assertThat(device.err()).isEmpty();
    assertThat(device.out())
        .contains("-Dthalweg.tornadovm.refused=You may not read " + pom, "run chmod a+r " + pom);
  }

  /** As after a build that root has made in a user's folder. */
  @ParameterizedTest
  @ValueSource(strings = {"with-tornadovm/build.log", ".lock", "with-tornadovm/classes"})
  void whereAPartOfTheBuildCannotBeWrittenTheOldOneIsUsed(String part) throws Exception {
    Script.programs(folder.resolve("bin"), "flock");
    anotherUser();
    project.maven();
    project.change();
    Path file = project.plain().resolve(part);
    if (part.endsWith("classes")) {
      Files.createDirectory(file);
    } else {
      Files.writeString(file, "[INFO] BUILD SUCCESS\n");
    }
    for (Path folder : List.of(project.plain(), project.withTornado())) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    Script script = asAnother("recipes");

    assertThat(FakeProject.buildOf(script)).isEqualTo(project.withTornado());
    assertThat(script.err().lines().toList().getFirst())
        .isEqualTo(
            "Sources are newer than the build in %s, which cannot be made again (%s cannot be written): the old build is used."
                .formatted(project.withTornado(), file));
    assertThat(project.builds()).isEmpty();
  }

  /** The folder can be seen by every user, and there is no home. */
  private void anotherUser() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv(1) changes the user");
    assumeTrue(System.getProperty("user.name").equals("root"), "root may change the user");
    Script.programs(folder.resolve("bin"), "setpriv");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    project.environment.remove("HOME");
  }

  private Script asAnother(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "-c",
                "exec setpriv --reuid=65534 --regid=65534 --clear-groups bash \"$@\"",
                "bash"));
    command.addAll(project.launcher(words));
    return project.runToAnyEnd(command);
  }
}
