package io.github.thalweg.cli;

import io.github.thalweg.RunFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command of Thalweg that another one asks, in a process of its own: a driver that crashes or
 * hangs takes down whoever called it. It is started by the launcher, which gives it TornadoVM.
 * Where there was no launcher, the command runs in this JVM.
 */
record CommandProcess(Optional<Path> launcher) {
  /** What a shell adds to the number of the signal that ended a process. */
  private static final int SIGNALLED = 128;

  /** With the launcher that started this program, if one did. */
  static CommandProcess ofThisProgram() {
    return new CommandProcess(
        Optional.ofNullable(System.getProperty("thalweg.command")).map(Path::of));
  }

  /**
   * What a command answered.
   *
   * @param exit its exit code
   * @param lines the JSON objects on its stdout
   * @param complaint the last line on its stderr, and how it ended if it crashed; empty if it did
   *     what it was asked
   */
  record Answer(int exit, List<JsonNode> lines, String complaint) {
    boolean succeeded() {
      return exit == 0;
    }
  }

  /**
   * Runs a command to its end.
   *
   * @param limit after which it is ended by force
   * @param arguments as on the command line, {@code --json} among them
   */
  Answer run(Duration limit, String... arguments) {
    if (launcher.isEmpty()) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int exit = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
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

  private static Answer run(Duration limit, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("thalweg", ".out");
    Path err = Files.createTempFile("thalweg", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
          return new Answer(
              Main.FAILED,
              objects(Files.readString(out)),
              "It did not end within " + limit.toSeconds() + " s.");
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      return answer(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
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

  /** Drivers write to stdout, too: what is no JSON object is theirs. */
  private static List<JsonNode> objects(String out) {
    List<JsonNode> objects = new ArrayList<>();
    for (String line : out.lines().filter(line -> line.startsWith("{")).toList()) {
      try {
        objects.add(JsonMapper.shared().readTree(line));
      } catch (JacksonException _) {
        // A driver's line, or one that a crash cut short.
      }
    }
    return objects;
  }
}
