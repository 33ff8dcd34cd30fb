package io.github.thalweg.engine.tornado;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import java.util.Map;

/** Sentences for what goes wrong inside TornadoVM. */
final class Failures {
  private Failures() {}

  /** The first line of the innermost message, which is where TornadoVM's drivers speak. */
  static String firstLine(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElseThrow().replaceAll("\u001B\\[[0-9;]*m", "").strip();
  }

  /**
   * For an execution that TornadoVM gave up.
   *
   * @param operations what each task of the graph computes, by the task's id
   */
  static RunFailedException execution(
      Throwable failure, DeviceInfo device, String graph, Map<String, String> operations) {
    String text = String.valueOf(failure.getMessage());
    String operation =
        operations.entrySet().stream()
            .filter(entry -> text.contains(graph + "." + entry.getKey() + " ") || text.contains(graph + "." + entry.getKey() + "\n"))
            .map(Map.Entry::getValue)
            .findFirst()
            .map(found -> "The operation " + found)
            .orElse("A kernel of the " + graph + " graph");
    return new RunFailedException(
        operation + " could not run on " + device.id() + " (" + device.name() + "): " + firstLine(failure)
            + ". Try --device cpu, and report this with the model.",
        failure);
  }
}
