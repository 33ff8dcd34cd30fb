package io.github.thalweg.engine.tornado;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import java.util.Map;

/** Sentences for what goes wrong inside TornadoVM. */
final class Failures {
  private static final String ESCAPE_SEQUENCE = "\u001B\\[[0-9;]*m";

  private Failures() {}

  /** The first line of the innermost message, which is where TornadoVM's drivers speak. */
  static String firstLine(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? "" : cause.getMessage().strip();
    return message.isEmpty()
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElseThrow().replaceAll(ESCAPE_SEQUENCE, "").strip();
  }

  /** For an operation whose kernel TornadoVM does not take. */
  static RunFailedException operation(String operation, DeviceInfo device, Throwable failure) {
    return new RunFailedException(
        operation
            + " cannot run on "
            + device.id()
            + " ("
            + device.name()
            + "), says TornadoVM: "
            + firstLine(failure)
            + ". Use --device cpu, and report this together with the model.",
        failure);
  }

  /**
   * For an execution that TornadoVM gave up.
   *
   * @param graph name of the task graph
   * @param operations what each task of the graph computes, by the task's id
   */
  static RunFailedException execution(
      String graph, Map<String, String> operations, DeviceInfo device, Throwable failure) {
    String text = failure.getMessage() + " ";
    String operation =
        operations.entrySet().stream()
            .filter(task -> text.contains(graph + "." + task.getKey() + " "))
            .map(task -> "The operation " + task.getValue())
            .findFirst()
            .orElse("An operation of the graph " + graph);
    return operation(operation, device, failure);
  }
}
