package io.github.thalweg.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which flags the launcher gives to Java, for what is asked for and what is there. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
  private static final String VECTOR_SUPPORT = "-XX:+EnableVectorSupport";

  @TempDir private Path folder;

  private FakeProject project;

  @BeforeEach
  void project() throws IOException {
    project = new FakeProject(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train seed",
        "train seed --device auto",
        "train seed --device=cpu",
        "evaluate runs/a --device CPU",
        "bench mlp-small --device Reference --json",
        "check seed --device cpu --device reference",
      })
  void withoutAGpuWhatMayRunOnTheCpuGoesWithoutTornado(String command) throws Exception {
    assertThat(flags(command)).doesNotContain("tornado-argfile").contains(VECTOR_SUPPORT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train seed --device cpu",
        "check seed --device=reference",
        "devices --json --device cpu",
        "bench --all --device opencl:0",
        "train --help",
        "recipes mnist",
        "data mnist",
        "runs compare runs/a runs/b",
        "--color=never train seed --device cpu",
        "--color never recipes",
        "--version",
      })
  void withAGpuWhatCannotRunOnItGoesWithoutTornado(String command) throws Exception {
    project.node("nvidia0");

    assertThat(flags(command)).doesNotContain("tornado-argfile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nvidia0", "nvidia3", "dri/renderD129", "kfd", "dxg", "nvhost-gpu"})
  void withAGpuAutoMeansTornado(String node) throws Exception {
    project.node("null");
    project.node("dri/card0");
    assertThat(flags("train seed")).doesNotContain("tornado-argfile");
    project.node(node);

    assertThat(flags("train seed")).contains("tornado-argfile", "-Dtornado.recover.bailout=false");
    assertThat(flags("predict runs/a --input x.csv --device Auto")).contains("tornado-argfile");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "devices",
        "check seed",
        "train seed --device opencl:0",
        "bench --device=ptx:1",
        "check seed --device opencl:0 --device cpu",
        "--color=never devices",
        "--color always train seed --device opencl:0",
      })
  void tornadosDevicesAreSeenWithoutAGpu(String command) throws Exception {
    assertThat(flags(command)).contains("tornado-argfile", VECTOR_SUPPORT);
  }

  /** One line for each module; of a module that is not there the JVM would warn, too. */
  @Test
  void theNativePartsOfTornadosCudaBackendMayBeLoadedWithoutAWarning() throws Exception {
    String cuda = "--enable-native-access=tornado.drivers.cuda";
    String cublas = "--enable-native-access=tornado.cublas";
    assertThat(flags("devices")).doesNotContain(cuda, cublas);
    project.library("tornado-cuda");
    assertThat(flags("devices")).contains(cuda).doesNotContain(cublas);
    project.library("tornado-cublas");
    assertThat(flags("devices")).contains(cuda, cublas);
    assertThat(flags("train seed --device cpu")).doesNotContain(cuda, cublas);
  }

  /**
   * Where there is no such library, or the loader could not be given its path, Java starts without.
   */
  @Test
  void driversDoNotTakeTheJvmsSignalHandlersAway() throws Exception {
    assertThat(flags("devices")).contains("LD_PRELOAD=").doesNotContain("libjsig");
    Path library = project.signalLibrary();
    assertThat(flags("devices")).contains("LD_PRELOAD=" + library);
    assertThat(flags("train seed --device cpu")).doesNotContain("libjsig");
    project.environment.put("LD_PRELOAD", "/its/own.so");
    assertThat(flags("devices")).contains("LD_PRELOAD=" + library + ":/its/own.so");
  }

  /** A place below a file can be written by nobody, root included. */
  @ParameterizedTest
  @CsvSource({
    "home, '', '', ''",
    "file, '', '', cache/pocl",
    "'', '', '', ''",
    "file, home, '', ''",
    "home, file/below, '', cache/pocl",
    "file, file, own, own",
  })
  void poclKeepsWhatItCompilesInThalwegsCacheWhereItsOwnCannotBeWritten(
      String home, String xdg, String own, String expected) throws Exception {
    Files.createDirectory(folder.resolve("home"));
    Files.writeString(folder.resolve("file"), "");
    project.environment.put("HOME", absolute(home));
    project.environment.put("XDG_CACHE_HOME", absolute(xdg));
    project.environment.put("POCL_CACHE_DIR", absolute(own));
    project.environment.put("THALWEG_CACHE", absolute("cache"));

    assertThat(flags("devices").lines()).contains("POCL_CACHE_DIR=" + absolute(expected));
  }

  private String absolute(String name) {
    return name.isEmpty() ? "" : folder.resolve(name).toString();
  }

  @Test
  void runGoesOnOnTheDeviceOfItsLastLeg() throws Exception {
    Path run = Files.createDirectory(folder.resolve("a run"));
    String leg = "{\"command\":\"c\",\"device\":{\"id\":\"%s\",\"name\":\"n\"}%s}";
    String resume = "--resume=" + run;
    project.node("nvidia0");
    assertThat(project.start("train", resume).out()).contains("tornado-argfile");

    Files.writeString(run.resolve("about.json"), leg.formatted("cpu", ""));
    assertThat(project.start("train", resume).out()).doesNotContain("tornado-argfile");
    assertThat(project.start("train", "--resume", run.toString(), "--device", "ptx:0").out())
        .contains("tornado-argfile");
    String later = ",\"resumed\":[" + leg.formatted("opencl:0", "") + "]";
    Files.writeString(run.resolve("about.json"), leg.formatted("cpu", later));
    assertThat(project.start("train", "--resume", run.toString()).out())
        .contains("tornado-argfile");
    assertThat(project.start("train", "--resume", run.toString(), "--device=cpu").out())
        .doesNotContain("tornado-argfile");
  }

  @Test
  void javaIsToldThatNoTerminalShowsItsOutput() throws Exception {
    assertThat(flags("recipes").lines()).contains("-Dthalweg.terminal=");
  }

  @Test
  void javaIsToldHowWideTheTerminalIs() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) makes a terminal");
    Script.programs(folder.resolve("bin"), "script", "stty");
    String launcher = project.root.resolve("scripts/thalweg").toString();
    Path terminal =
        Files.writeString(
            folder.resolve("terminal"),
            "script -qec \"stty rows 20 cols 47; '%s' recipes\" /dev/null </dev/null\n"
                .formatted(launcher));

    assertThat(project.run(List.of(terminal.toString())).out().lines())
        .contains("-Dthalweg.columns=47", "-Dthalweg.terminal=out,err");
  }

  @ParameterizedTest
  @CsvSource({"40, true", "1, true", "'', false", "0, false", "-3, false", "wide, false"})
  void columnsThatAreAskedForHoldWithoutATerminal(String columns, boolean taken) throws Exception {
    project.environment.put("COLUMNS", columns);

    assertThat(flags("recipes").lines().filter(flag -> flag.startsWith("-Dthalweg.columns")))
        .containsExactlyElementsOf(taken ? List.of("-Dthalweg.columns=" + columns) : List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', C.UTF-8",
    "C, '', '', C.UTF-8",
    "de_DE.ISO-8859-1, '', '', C.UTF-8",
    "de_DE.UTF-8, '', POSIX, C.UTF-8",
    "de_DE.UTF-8, '', '', ''",
    "C, en_GB.utf8, '', ''",
    "'', '', sv_SE.UTF-8, sv_SE.UTF-8",
  })
  void fileNamesMayHaveAnyLettersWhateverTheLocale(
      String lang, String ctype, String all, String java) throws Exception {
    project.environment.putAll(Map.of("LANG", lang, "LC_CTYPE", ctype, "LC_ALL", all));

    assertThat(flags("recipes").lines()).contains("LC_ALL=" + java);
  }

  /** CDPATH leads to a folder of the same name, as of another clone. */
  @ParameterizedTest
  @CsvSource({
    "CDPATH, other:.:",
    "SHELLOPTS, errexit:posix",
    "SHELLOPTS, keyword",
    "BASHOPTS, failglob",
  })
  void whatTheEnvironmentAsksOfTheShellChangesNothing(String name, String value) throws Exception {
    Files.createDirectories(project.root.resolve("other/scripts"));
    project.environment.remove("JAVA_HOME");
    project.environment.merge("PATH", ":" + project.jdk.resolve("bin"), String::concat);
    project.environment.put(name, value);
    project.change();
    project.maven();

    Script script =
        project.run(
            List.of("-c", "cd \"$0\"; scripts/thalweg devices; exit $?", project.root.toString()));

    assertThat(script.err()).contains("Building Thalweg").doesNotContain("No such file");
    assertThat(script.out().lines())
        .contains(project.withTornado().resolve("thalweg.jar").toString());
    assertThat(project.startedIn()).isEqualTo(project.root);
  }

  @Test
  void jdkWithoutItsJavaIsNone() throws Exception {
    Path broken = project.jdk("broken", "25.0.3");
    Files.delete(broken.resolve("bin/java"));
    project.environment.put("JAVA_HOME", broken.toString());
    project.environment.merge("PATH", ":" + project.jdk.resolve("bin"), String::concat);

    assertThat(flags("recipes").lines()).contains("recipes");
  }

  @Test
  void sdkWithAnEmptyArgumentFileIsNone() throws Exception {
    Files.writeString(project.tornado.resolve("tornado-argfile"), "");

    Script devices = project.start("devices");

    assertThat(devices.out()).doesNotContain("tornado-argfile", "-Dthalweg.tornadovm.home");
    assertThat(devices.err())
        .contains(
            "TORNADOVM_HOME is " + project.tornado + ", but this folder has no TornadoVM SDK",
            "a tornado-argfile that is not empty): it is not used.");
    Files.writeString(project.tornado.resolve("tornado-argfile.template"), "-fromtemplate\n");
    assertThat(project.start("devices").out()).contains("tornado-argfile");
  }

  @Test
  void folderThatExistsNoMoreIsASentence() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    String commands = "cd \"$0\"; rmdir \"$0\"; \"$1\" recipes; exit $?";

    Script script =
        project.runToAnyEnd(
            List.of(
                "-c",
                commands,
                gone.toString(),
                project.root.resolve("scripts/thalweg").toString()));

    assertThat(script.exit()).isEqualTo(2);
    assertThat(script.err().lines().filter(line -> !line.startsWith("shell-init: ")))
        .containsExactly(
            "The current folder does not exist any more: change to another folder, for example with 'cd'.");
  }

  @Test
  void cacheIsMadeOnceAndThenTaken() throws Exception {
    Script first = project.start("recipes");
    assertThat(first.err().lines()).singleElement().asString().startsWith("Preparing faster");
    assertThat(first.out()).contains("-XX:AOTCache=" + cache());
    assertThat(project.rehearsals()).singleElement().asString().contains(VECTOR_SUPPORT);

    Script second = project.start("train", "seed", "--device", "cpu");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("-XX:AOTCache=" + cache());
    assertThat(project.rehearsals()).hasSize(1);
    assertThat(project.withTornado().toFile().list())
        .noneMatch(name -> name.startsWith("rehearsal"));
  }

  @Test
  void cacheOfAnotherJarOrJdkIsNotTaken() throws Exception {
    project.start("recipes");
    project.build();
    assertThat(project.start("recipes").err()).contains("Preparing faster");
    assertThat(project.rehearsals()).hasSize(2);

    Path other = project.jdk("other", "25.0.4");
    project.environment.put("JAVA_HOME", other.toString());
    assertThat(project.start("recipes").err()).contains("Preparing faster");
    project.jdk("other", "25.0.5");
    assertThat(project.start("recipes").err()).contains("Preparing faster");
    assertThat(project.start("recipes").err()).isEmpty();
  }

  /** Java that has loaded a module late makes no cache, and says so with 0. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void javaThatMakesNoCacheIsSaidAndAskedOnce(int exit) throws Exception {
    project.start("recipes");
    project.build();
    project.refuseCaches(exit);

    Script failed = project.start("recipes");
    Script again = project.start("recipes");

    assertThat(failed.out()).doesNotContain("AOTCache").contains("recipes");
    assertThat(failed.err().lines())
        .last()
        .isEqualTo(
            "This failed (log: %1$s.log), so starts will not be faster; to try again, remove %1$s.for."
                .formatted(cache()));
    assertThat(Path.of(cache() + ".log")).hasContent("No caches here.");
    assertThat(again.out()).doesNotContain("AOTCache");
    assertThat(again.err()).isEmpty();
    assertThat(project.rehearsals()).hasSize(2);
    assertThat(cache()).doesNotExist();

    Files.delete(Path.of(cache() + ".for"));
    assertThat(project.start("recipes").err()).startsWith("Preparing faster starts");
    assertThat(project.rehearsals()).hasSize(3);
  }

  @Test
  void whereNothingCanBeWrittenThereIsNoCacheAndNoWord() throws Exception {
    Files.createDirectory(project.withTornado().resolve(".start-cache.lock"));

    Script script = project.start("recipes");

    assertThat(script.err()).isEmpty();
    assertThat(script.out()).doesNotContain("AOTCache").contains("recipes");
    assertThat(project.rehearsals()).isEmpty();
  }

  @Test
  void whileAnotherLauncherMakesTheCacheOneGoesWithout() throws Exception {
    Script.programs(folder.resolve("bin"), "flock");
    Path other = folder.resolve("other");
    Files.writeString(
        other,
        "exec 9>'"
            + project.withTornado().resolve(".start-cache.lock")
            + "' && flock 9 && exec '"
            + project.root.resolve("scripts/thalweg")
            + "' recipes\n");

    Script script = project.run(List.of(other.toString()));

    assertThat(script.err()).isEmpty();
    assertThat(script.out()).doesNotContain("AOTCache").contains("recipes");
    assertThat(project.start("recipes").out()).contains("AOTCache");
  }

  @Test
  void startWithTornadoVmIsSaidUnlessNothingIsToBe() throws Exception {
    assertThat(project.start("train", "seed", "--device", "opencl:0").err())
        .isEqualTo(FakeProject.STARTING);
    assertThat(project.start("train", "seed", "--device", "opencl:0", "--quiet").err()).isEmpty();
    assertThat(project.start("train", "seed", "--device", "cpu").err())
        .doesNotContain(FakeProject.STARTING);
  }

  @Test
  void completionIsPrintedWithoutJavaAndWithoutABuild() throws Exception {
    project.clean();
    for (String shell : List.of("bash", "zsh")) {
      assertThat(project.start("completion", shell).out())
          .isEqualTo(Files.readString(Path.of("scripts/completion.bash")));
    }
    assertThat(project.plain()).doesNotExist();
  }

  /** The arguments that Java gets, one a line. */
  private String flags(String command) throws Exception {
    return project.start(command.split(" ")).out();
  }

  private Path cache() {
    return project.withTornado().resolve("thalweg.aot");
  }
}
