package io.github.thalweg.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The scripts in a project that is built, with a TornadoVM, on a machine that has no GPU and no
 * Maven unless a test says so. Java prints its arguments, one a line, and what the drivers get by
 * the environment; asked for a cache it writes one, unless its folder has a file {@code refuses}
 * that holds its exit code, and a line into {@code rehearsals}.
 */
final class FakeProject {
  /** What the launcher says on stderr before Java, which starts slowly with TornadoVM, can. */
  static final String STARTING = "Starting Java with TornadoVM.\n";

  /** Why nothing can be built where there is no Maven. */
  static final String NO_MAVEN = "mvn is not on the PATH";

  private static final String JAVA =
      """
      { echo "$PWD" >"$0.folder"; } 2>/dev/null
      for argument in "$@"; do
        case $argument in
          -XX:AOTCacheOutput=*)
            echo "$*" >>"$0.rehearsals"
            [ -e "$0.refuses" ] && echo "No caches here." && exit "$(<"$0.refuses")"
            echo cache >"${argument#*=}"
            exit ;;
        esac
      done
      printf '%s\\n' "$@" "LC_ALL=${LC_ALL:-}" "LD_PRELOAD=${LD_PRELOAD:-}" "POCL_CACHE_DIR=${POCL_CACHE_DIR:-}"
      """;

  /**
   * Makes a jar where pom.xml has it, after the lines of a file {@code says} beside it; or says
   * that it cannot, as its file {@code refuses} has it. With a file {@code fails} it fails after
   * that.
   */
  private static final String MAVEN =
      """
      echo "$*" >>"$0.calls"
      [ -e "$0.says" ] && echo "$(<"$0.says")"
      if [ -e "$0.refuses" ]; then
        echo "$(<"$0.refuses")"
        exit 1
      fi
      target='ROOT'/target${TORNADOVM_HOME:+/with-tornadovm}
      mkdir -p "$target/lib"
      printf JAR >"$target/thalweg.jar"
      [ ! -e "$0.fails" ]
      """;

  /** A jar, as far as the launcher looks into it: it ends in a zip file's last record. */
  static final String JAR = "a jar" + end();

  static final String JAR_OF_MAVEN = "made by Maven" + end();

  private final Path folder;
  private final Path programs;
  final Path root;
  final Path jdk;
  final Path tornado;
  final Map<String, String> environment = new HashMap<>();

  FakeProject(Path folder) throws IOException {
    this.folder = folder;
    programs =
        Script.programs(
            folder.resolve("bin"),
            "bash",
            "dirname",
            "find",
            "grep",
            "head",
            "mkdir",
            "mv",
            "rm",
            "rmdir",
            "sed",
            "tail",
            "tee");
    root = folder.resolve("a project");
    jdk = jdk("jdk", "25.0.3");
    tornado = folder.resolve("tornado");
    for (String name :
        List.of(
            "thalweg",
            "build",
            "environment.sh",
            "maven.sh",
            "usage.sh",
            "completion.bash",
            "find-jdk",
            "find-tornadovm")) {
      write(
          root.resolve("scripts").resolve(name),
          Files.readString(Path.of("scripts", name))
              .replace("device_nodes=/dev\n", "device_nodes=" + nodes() + "\n"));
      assertThat(root.resolve("scripts").resolve(name).toFile().setExecutable(true, false))
          .isTrue();
    }
    Files.copy(Path.of("pom.xml"), root.resolve("pom.xml"));
    write(tornado.resolve("tornado-argfile"), "-server\n");
    write(tornado.resolve("share/java/tornado/tornado-api-" + Build.tornadoVersion() + ".jar"), "");
    build();
    environment.put("PATH", programs.toString());
    environment.put("HOME", folder.toString());
    environment.put("JAVA_HOME", jdk.toString());
    environment.put("TORNADOVM_HOME", tornado.toString());
  }

  /** What a build with TornadoVM leaves. */
  void build() throws IOException {
    build(withTornado());
  }

  /** What a build leaves in its folder. */
  void build(Path target) throws IOException {
    write(target.resolve("thalweg.jar"), JAR);
    write(target.resolve("lib/picocli.jar"), "");
    write(target.resolve("thalweg.stamp"), "");
  }

  /** The folder of the build with TornadoVM. */
  Path withTornado() {
    return root.resolve("target/with-tornadovm");
  }

  /** The folder of the build without. */
  Path plain() {
    return root.resolve("target");
  }

  private static String end() {
    return "PK\5\6" + "0".repeat(18);
  }

  /** Leaves no build. */
  void clean() throws IOException {
    delete(plain());
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Changes a source after the last build. */
  void change() throws IOException {
    Path source = root.resolve("src/main/java/A.java");
    write(source, "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
  }

  /** Puts a Maven on the PATH. */
  void maven() throws IOException {
    Path file = programs.resolve("mvn");
    write(
        file,
        "#!"
            + programs.resolve("bash")
            + "\n"
            + MAVEN.replace("ROOT", root.toString()).replace("JAR", "'" + JAR_OF_MAVEN + "'"));
    assertThat(file.toFile().setExecutable(true, false)).isTrue();
  }

  /** What Maven prints first. */
  void mavenSays(String lines) throws IOException {
    write(programs.resolve("mvn.says"), lines);
  }

  /** Lets Maven build no more, and print these lines. */
  void mavenRefuses(String lines) throws IOException {
    write(programs.resolve("mvn.refuses"), lines);
  }

  /** Lets Maven fail when it has made the jar. */
  void mavenFailsAtTheEnd() throws IOException {
    write(programs.resolve("mvn.fails"), "");
  }

  /** What Maven was asked for, all times. */
  List<String> builds() throws IOException {
    Path file = programs.resolve("mvn.calls");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** A JDK whose Java prints its arguments. */
  Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    for (String program : List.of("java", "javac")) {
      Path file = home.resolve("bin").resolve(program);
      write(file, "#!" + programs.resolve("bash") + "\n" + JAVA);
      assertThat(file.toFile().setExecutable(true, false)).isTrue();
    }
    write(home.resolve("release"), "IMPLEMENTOR=\"T\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /** Gives the SDK a library with native code, such as {@code tornado-cuda}. */
  void library(String name) throws IOException {
    write(tornado.resolve("lib").resolve("lib" + name + ".so"), "");
  }

  /** Gives the JDK its library that chains signal handlers. */
  Path signalLibrary() throws IOException {
    Path library = jdk.resolve("lib/libjsig.so");
    write(library, "");
    return library;
  }

  /** Gives the machine a device node, such as {@code nvidia0}. */
  void node(String name) throws IOException {
    write(nodes().resolve(name), "");
  }

  private Path nodes() {
    return folder.resolve("dev");
  }

  /** Lets the Java of the JDK make no cache, and end with that exit code where it is to. */
  void refuseCaches(int exit) throws IOException {
    write(jdk.resolve("bin/java.refuses"), Integer.toString(exit));
  }

  /** The arguments of Java when it was to make a cache, all that have been. */
  List<String> rehearsals() throws IOException {
    Path file = jdk.resolve("bin/java.rehearsals");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Where Java was started last. */
  Path startedIn() throws IOException {
    return Path.of(Files.readString(jdk.resolve("bin/java.folder")).strip());
  }

  /** The launcher, as {@code scripts/thalweg} with these arguments. */
  Script start(String... arguments) throws IOException, InterruptedException {
    return run(launcher(arguments));
  }

  /** The command that starts the launcher. */
  List<String> launcher(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("scripts/thalweg").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** The folder of the build whose Java has printed its arguments. */
  static Path buildOf(Script script) {
    List<String> words = script.out().lines().toList();
    return Path.of(words.get(words.indexOf("-cp") + 1)).getParent();
  }

  /** Any command in the environment of the launcher. */
  Script run(List<String> command) throws IOException, InterruptedException {
    Script script = runToAnyEnd(command);
    assertThat(script.exit()).as(script.err()).isZero();
    return script;
  }

  /** What a command says that must fail. */
  String refusal(List<String> command) throws IOException, InterruptedException {
    Script script = runToAnyEnd(command);
    assertThat(script.exit()).as(script.out()).isOne();
    return script.err();
  }

  /** Any command in the environment of the launcher, whatever its exit code. */
  Script runToAnyEnd(List<String> command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(programs.resolve("bash").toString()));
    all.addAll(command);
    return Script.run(folder, environment, all);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
