package io.github.thalweg.cli;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.TestedEngines;
import io.github.thalweg.engine.lookup.Devices;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The OpenCL devices of this machine in a process to which they say and do less than they can: by a
 * small library that stands before the driver's, src/tornado-test/c/posing_device.c. Where there is
 * no C compiler, the tests that need it are skipped, and say so.
 */
final class PosingDevice {
  private static final Path SOURCE = Path.of("src", "tornado-test", "c", "posing_device.c");
  private static final List<String> COMPILERS = List.of("cc", "gcc", "clang");

  /** What stands between the arguments of one command and those of the next. */
  private static final String NEXT = "--next";

  private static final String END = "-- exit code ";
  private static final long MINUTES = 20;

  private static Optional<Path> library = Optional.empty();

  private PosingDevice() {}

  /** Commands of {@code thalweg}, one after the other in one process. */
  static List<Answer> answers(Map<String, String> pose, List<String> commands)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    commands.forEach(command -> {
      arguments.addAll(List.of(command.split(" ")));
      arguments.add(NEXT);
    });
    String said = run(pose, 0, PosingDevice.class.getName(), arguments);
    List<Answer> answers = new ArrayList<>();
    String rest = said;
    for (int end = rest.indexOf(END); end >= 0; end = rest.indexOf(END)) {
      int line = rest.indexOf('\n', end);
      answers.add(
          new Answer(
              Integer.parseInt(rest.substring(end + END.length(), line)), rest.substring(0, end)));
      rest = rest.substring(line + 1);
    }
    return answers;
  }

  /**
   * What a command has said, and how it ended.
   *
   * @param said on stdout and on stderr, and TornadoVM with it
   */
  record Answer(int exit, String said) {}

  /** What a command in a process of its own prints on the standard output. */
  static String output(Map<String, String> pose, String command)
      throws IOException, InterruptedException {
    return run(pose, 0, Main.class.getName(), List.of(command.split(" ")), Redirect.DISCARD);
  }

  /** What a class prints that runs in such a process; fails unless the process ends as expected. */
  static String run(Map<String, String> pose, int exit, String main, List<String> arguments)
      throws IOException, InterruptedException {
    return run(pose, exit, main, arguments, Redirect.PIPE);
  }

  /**
   * The same.
   *
   * @param errors where the standard error goes; the pipe is where the other one goes
   */
  private static String run(
      Map<String, String> pose, int exit, String main, List<String> arguments, Redirect errors)
      throws IOException, InterruptedException {
    Path home = home();
    Path said = Files.createTempFile("posing-device-", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve("tornado-argfile"));
    command.addAll(
        List.of(
            "-Dtornado.recover.bailout=false",
            "-Dtornado.device.memory=1GB",
            "-XX:MaxDirectMemorySize=1g",
            "-XX:ErrorFile=/dev/null",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(errors.equals(Redirect.PIPE))
            .redirectError(errors)
            .redirectOutput(said.toFile());
    builder
        .environment()
        .merge("LD_PRELOAD", library().toString(), (first, own) -> first + ":" + own);
    builder.environment().putAll(pose);
    Process process = builder.start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != exit) {
        throw new AssertionError(
            main + " did not end with " + exit + ": " + Files.readString(said));
      }
      return Files.readString(said);
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }

  private static Path home() {
    boolean hasDevice =
        Devices.all().stream()
            .anyMatch(device -> device.info().usable() && device.info().backend().equals("opencl"));
    String home = System.getenv("TORNADOVM_HOME");
    assumeTrue(hasDevice && home != null, "TornadoVM has no OpenCL device here.");
    return Path.of(home);
  }

  private static synchronized Path library() throws IOException, InterruptedException {
    if (library.isEmpty()) {
      library = Optional.of(compiled());
    }
    return library.get();
  }

  private static Path compiled() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("posing-device-");
    Path file = folder.resolve("libposing.so");
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit();
    for (String compiler : COMPILERS) {
      try {
        Process process =
            new ProcessBuilder(
                    compiler,
                    "-shared",
                    "-fPIC",
                    "-o",
                    file.toString(),
                    SOURCE.toString(),
                    "-ldl",
                    "-lpthread")
                .inheritIO()
                .start();
        if (process.waitFor() == 0) {
          return file;
        }
      } catch (IOException absent) {
        // The next one.
      }
    }
    String why = "there is no C compiler (cc) for the library that lets a device pose as another";
    TestedEngines.skipped("tornado (GPUs and small devices)", why);
    return abort(why);
  }

  /** Carries out each command and says how it ended. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    List<String> command = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.equals(NEXT)) {
        int exit = Main.execute(out, out, command.toArray(String[]::new));
        out.println(END + exit);
        command.clear();
      } else {
        command.add(argument);
      }
    }
  }
}
