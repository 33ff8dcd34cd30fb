package io.github.thalweg.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The output of a process, and its time.
 *
 * @param lines lines of its stdout
 * @param seconds from its start to its end
 * @param otherCores how many cores other processes kept busy meanwhile
 */
record TimedProcess(List<String> lines, double seconds, double otherCores) {

  /** A process that ended badly; the message is a sentence about it. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String sentence) {
      super(sentence);
    }
  }

  /**
   * Runs a command to its end.
   *
   * @param environment variables to add to those of this process
   * @param log file for the stderr of the command
   * @throws Failed if its exit code is not 0
   */
  static TimedProcess run(List<String> command, Map<String, String> environment, Path log)
      throws Failed, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    MachineLoad before = MachineLoad.now();
    Process process = null;
    try {
      process = builder.start();
      process.getOutputStream().close();
      List<String> lines = process.inputReader().readAllLines();
      int exitCode = process.waitFor();
      MachineLoad after = MachineLoad.now();
      if (exitCode != 0) {
        throw new Failed("ended with exit code " + exitCode + "; its messages are in " + log + ".");
      }
      return new TimedProcess(lines, after.secondsSince(before), after.otherCoresSince(before));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (process != null) {
        process.destroy();
      }
    }
  }
}
