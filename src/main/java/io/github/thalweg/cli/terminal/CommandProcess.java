package io.github.thalweg.cli.terminal;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.files.ScratchFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command of Thalweg that another command runs in a separate process, because a driver that
 * crashes or hangs takes its caller down. It is started by the launcher, which gives it TornadoVM.
 * Without a launcher, the command runs in this JVM.
 */
public final class CommandProcess {
  /** A shell adds this to the number of the signal that ended a process. */
  private static final int SIGNALLED = 128;

  /** Exit codes of a process that SIGINT or SIGTERM ended. */
  private static final List<Integer> TOLD_TO_END = List.of(SIGNALLED + 2, SIGNALLED + 15);

  /** How long after a command the same Ctrl-C may reach its caller. */
  private static final Duration SAME_SIGNAL = Duration.ofSeconds(1);

  private final Optional<Path> launcher;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Optional<Process> running = Optional.empty();

  /**
   * A way to run commands.
   *
   * @param launcher that starts them, if there is one
   */
  public CommandProcess(Optional<Path> launcher) {
    this.launcher = launcher;
  }

  /** With the launcher that started this program, if there was one. */
  public static CommandProcess ofThisProgram() {
    return new CommandProcess(
        Optional.ofNullable(System.getProperty("thalweg.command")).map(Path::of));
  }

  /**
   * The answer of a command.
   *
   * @param exit its exit code
   * @param lines the JSON objects on its stdout
   * @param complaint the last line on its stderr, and how it ended if it crashed; empty if it
   *     succeeded
   */
  public record Answer(int exit, List<JsonNode> lines, String complaint) {
    public boolean succeeded() {
      return exit == 0;
    }
  }

  /**
   * Ends the running command, if there is one, with all its processes; a command that starts later
   * ends at once. Any thread may call this.
   */
  public synchronized void stop() {
    stopped.countDown();
    running.ifPresent(CommandProcess::end);
  }

  /** Whether {@link #stop} was called: the last answer may then be incomplete. */
  public boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /**
   * Runs a command to its end.
   *
   * @param program that runs it here where there is no launcher
   * @param limit after this time it is killed
   * @param arguments as on the command line, {@code --json} among them
   */
  public Answer run(Program program, Duration limit, String... arguments) {
    if (launcher.isEmpty()) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int exit = program.run(new PrintWriter(out), new PrintWriter(err), arguments);
      return answer(exit, out.toString(), err.toString());
    }
    List<String> command = new ArrayList<>();
    command.add(launcher.get().toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    try {
      return run(limit, command);
    } catch (IOException e) {
      throw new RunFailedException(
          "The launcher " + launcher.get() + " could not be started (" + e.getMessage() + ").", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("Interrupted while a command ran.", e);
    }
  }

  private Answer run(Duration limit, List<String> command)
      throws IOException, InterruptedException {
    try (ScratchFolder scratch = ScratchFolder.create()) {
      Path out = scratch.path().resolve("out");
      Path err = scratch.path().resolve("err");
      Process process =
          start(
              new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()));
      try {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
          return new Answer(
              ExitCode.FAILED,
              objects(Files.readString(out)),
              "It did not end within " + limit.toSeconds() + " s.");
        }
      } finally {
        end(process);
      }
      if (TOLD_TO_END.contains(process.exitValue())) {
        stopped.await(SAME_SIGNAL.toSeconds(), TimeUnit.SECONDS);
      }
      return answer(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }

  private synchronized Process start(ProcessBuilder command) throws IOException {
    command.environment().put(ProgramName.VARIABLE, "thalweg");
    Process process = command.start();
    running = Optional.of(process);
    if (isStopped()) {
      end(process);
    }
    return process;
  }

  /** The command first: it must not take the end of its own processes for a success. */
  private static void end(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private static Answer answer(int exit, String out, String err) {
    String complaint = "";
    if (exit != 0) {
      complaint = err.lines().filter(line -> !line.isBlank()).reduce("", (_, last) -> last);
    }
    if (exit > SIGNALLED) {
      complaint = "It crashed (signal " + (exit - SIGNALLED) + "). " + complaint;
    }
    return new Answer(exit, objects(out), complaint.strip());
  }

  /** Drivers write to stdout, too: a line that is no JSON object is theirs. */
  private static List<JsonNode> objects(String out) {
    List<JsonNode> objects = new ArrayList<>();
    for (String line : out.lines().filter(line -> line.startsWith("{")).toList()) {
      try {
        objects.add(JsonMapper.shared().readTree(line));
      } catch (JacksonException _) {
        // A driver's line, or a line cut short by a crash.
      }
    }
    return objects;
  }
}
