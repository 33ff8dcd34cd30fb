package io.github.thalweg.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a bundle whose Java prints its arguments; scripts/test-bundle has a real one made
 * and run. On the PATH is only what the launcher may use there: another program's absence would
 * show on stderr.
 */
@EnabledOnOs(OS.LINUX)
class BundleTest {
  @TempDir private Path folder;

  private Path bundle;
  private Path programs;

  @BeforeEach
  void bundleWithAJavaThatPrintsItsArguments() throws IOException {
    programs = Script.programs(folder.resolve("bin"), "bash", "dirname", "mkdir", "mv", "tail");
    bundle = folder.resolve("a bundle");
    for (String name : List.of("thalweg", "environment.sh", "usage.sh", "join-parts")) {
      Files.createDirectories(bundle.resolve("scripts"));
      Files.copy(Path.of("scripts", name), bundle.resolve("scripts").resolve(name));
    }
    Path java = bundle.resolve("runtime/bin/java");
    write(java, "#!" + programs.resolve("bash") + "\nprintf '%s\\n' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    write(bundle.resolve("target/thalweg.jar"), FakeProject.JAR);
    Files.createDirectory(bundle.resolve("target/lib"));
    write(
        bundle.resolve("target/tornado-argfile.template"),
        "-server\n\"-Dpath=${TORNADOVM_HOME}/lib\"\n");
    write(bundle.resolve("tornadovm/etc/tornado.backend"), "tornado.backends=opencl-backend\n");
  }

  @Test
  void launcherTakesTheBundlesJavaAndTornadoAndBuildsNothing() throws Exception {
    Script script = start("train", "digits", "--device", "opencl:0");

    assertThat(script.err()).isEqualTo(FakeProject.STARTING);
    assertThat(script.exit()).isZero();
    assertThat(script.out().lines())
        .contains(
            "-Dthalweg.bundle=" + bundle,
            "-Dthalweg.tornadovm.home=" + bundle.resolve("tornadovm"),
            "@" + bundle.resolve("target/tornado-argfile"))
        .containsSequence("train", "digits", "--device", "opencl:0");
    assertThat(argfile())
        .isEqualTo("-server\n\"-Dpath=" + bundle.resolve("tornadovm") + "/lib\"\n");
  }

  @Test
  void bundleThatWasCutOffIsASentence() throws Exception {
    write(bundle.resolve("target/thalweg.jar"), "PK");

    Script script = start("train", "digits");

    assertThat(script.exit()).isEqualTo(2);
    assertThat(script.err())
        .startsWith("The bundle in " + bundle + " is damaged, or you may not read it (")
        .contains("thalweg.jar): copy it again")
        .hasLineCount(1);
    assertThat(start("--help").out()).contains("Usage: scripts/thalweg COMMAND");
  }

  @Test
  void bundleWhoseJavaMayNotBeExecutedIsASentence() throws Exception {
    assertThat(bundle.resolve("runtime/bin/java").toFile().setExecutable(false)).isTrue();

    Script script = start("recipes");

    assertThat(script.exit()).isEqualTo(2);
    assertThat(script.err())
        .startsWith("The bundle in " + bundle + " is damaged (" + bundle + "/runtime/bin/java")
        .hasLineCount(1);
  }

  @Test
  void movedBundleFindsItsTornadoAgain() throws Exception {
    assertThat(start("devices").exit()).isZero();
    bundle = Files.move(bundle, folder.resolve("b&b"));

    assertThat(start("devices").err()).isEqualTo(FakeProject.STARTING);
    assertThat(argfile()).contains(folder.resolve("b&b/tornadovm/lib").toString());
  }

  @Test
  void bundleWithoutTornadoSaysSoWhereItIsAskedFor() throws Exception {
    Files.delete(bundle.resolve("tornadovm/etc/tornado.backend"));
    Files.delete(bundle.resolve("tornadovm/etc"));
    Files.delete(bundle.resolve("tornadovm"));

    Script script = start("devices");

    assertThat(script.exit()).isZero();
    assertThat(script.err()).isEmpty();
    assertThat(script.out())
        .contains("-Dthalweg.tornadovm.refused=This bundle was made without TornadoVM")
        .doesNotContain("-Dthalweg.tornadovm.home", "tornado-argfile");
  }

  @Test
  void partsAreJoinedOnTheFirstStartOnly() throws Exception {
    int parts = divide();
    allowJoining();

    Script first = start("recipes");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.err()).contains("Joining the " + parts + " parts");
    assertThat(first.out()).contains("-Dthalweg.bundle=" + bundle);
    assertThat(bundle.toFile().list())
        .containsExactlyInAnyOrder("scripts", "parts", "runtime", "target", "tornadovm");

    Script second = start("recipes");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());
  }

  @Test
  void missingPartIsASentenceAndNothingIsUnpacked() throws Exception {
    divide();
    allowJoining();
    Files.delete(bundle.resolve("parts/part-01"));

    Script script = start("recipes");

    assertThat(script.exit()).isEqualTo(1);
    assertThat(script.err().lines()).singleElement().asString().contains("part-01 is missing");
    assertThat(bundle.resolve("runtime")).doesNotExist();
  }

  @Test
  void damagedPartIsASentenceAndNothingIsUnpacked() throws Exception {
    divide();
    allowJoining();
    Path part = bundle.resolve("parts/part-00");
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length / 2] ^= 1;
    Files.write(part, bytes);

    Script script = start("recipes");

    assertThat(script.exit()).isEqualTo(1);
    assertThat(script.err().lines())
        .singleElement()
        .asString()
        .contains(part.toString(), "damaged", "copy it again");
    assertThat(bundle.resolve("runtime")).doesNotExist();
  }

  @Test
  void programThatJoiningNeedsIsNamed() throws Exception {
    divide();

    assertThat(start("recipes").err().lines())
        .singleElement()
        .asString()
        .contains("cannot be joined without sha256sum");
  }

  @Test
  void wrongUseOfTheScriptIsASentence() throws Exception {
    assertWrongUse("does not know '--splitt'", "--splitt");
    assertWrongUse("--out needs a value", "--out");
    assertWrongUse("--data cifar", "--split", "--data", "cifar");
    assertWrongUse("--data imagenet", "--data=imagenet");
    assertWrongUse("--split and --folder cannot be used together", "--split", "--folder");
    assertThat(bundle("--help").out()).contains("--out DIR", "--data NAME", "--split");
  }

  private void assertWrongUse(String sentence, String... arguments) throws Exception {
    Script script = bundle(arguments);
    assertThat(script.exit()).isEqualTo(2);
    assertThat(script.err().lines())
        .singleElement()
        .asString()
        .contains(sentence, "scripts/bundle --help");
  }

  private Script bundle(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/bash", "scripts/bundle"));
    command.addAll(List.of(arguments));
    return Script.run(folder, Map.of("PATH", System.getenv("PATH")), command);
  }

  private Script start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("bash").toString());
    command.add(bundle.resolve("scripts/thalweg").toString());
    command.addAll(List.of(arguments));
    return Script.run(folder, Map.of("PATH", programs.toString()), command);
  }

  /** As scripts/bundle --split does, into parts of 300 bytes; returns how many there are. */
  private int divide() throws Exception {
    String script =
        "cd \"$1\" && mkdir parts && tar -czf - target runtime tornadovm | split -b 300 -d - parts/part-"
            + " && rm -r target runtime tornadovm && cd parts && sha256sum part-* >SHA256SUMS && ls part-* | wc -l";
    Script divided =
        Script.run(
            folder,
            Map.of("PATH", System.getenv("PATH")),
            List.of("/bin/bash", "-c", script, "divide", bundle.toString()));
    assertThat(divided.err()).isEmpty();
    int parts = Integer.parseInt(divided.out().strip());
    assertThat(parts).isGreaterThan(1);
    return parts;
  }

  private void allowJoining() {
    Script.programs(programs, "sha256sum", "tar", "gzip", "cat", "rm");
  }

  private String argfile() throws IOException {
    return Files.readString(bundle.resolve("target/tornado-argfile"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
