package io.github.thalweg.engine.tornado.driver;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sentences for what goes wrong inside TornadoVM. */
public final class Failures {
  private static final String ESCAPE_SEQUENCE = "\u001B\\[[0-9;]*m";
  private static final String LABEL = "^\\[ERROR\\] ";
  private static final String END = "[.:]+$";

  /** TornadoVM counts every device, but its list has only the devices of its types. */
  private static final String NOT_LISTED = "device required not found: ";

  private Failures() {}

  /** The first line of the innermost message, where TornadoVM's drivers put their reason. */
  public static String firstLine(Throwable failure) {
    Throwable cause = innermost(failure);
    String message = cause.getMessage() == null ? "" : cause.getMessage().strip();
    return message.isEmpty()
        ? cause.getClass().getSimpleName()
        : message
            .lines()
            .findFirst()
            .orElseThrow()
            .replaceAll(ESCAPE_SEQUENCE, "")
            .strip()
            .replaceFirst(LABEL, "");
  }

  /** The same, as the end of a sentence. */
  static String endOfSentence(Throwable failure) {
    return endOfSentence(firstLine(failure));
  }

  private static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** For a TornadoVM that does not say which devices there are. */
  public static String start(Throwable failure) {
    if (innermost(failure) instanceof IndexOutOfBoundsException) { // it took the first of none
      return "TornadoVM finds no device: the installed OpenCL platforms have no device that it accepts"
          + " (from Mesa it accepts only GPUs; PoCL has no device if it cannot write to its cache folder:"
          + " name another folder in the environment variable POCL_CACHE_DIR). Install the driver of your"
          + " device (PoCL makes an OpenCL device of any CPU); clinfo lists the devices.";
    }
    if (firstLine(failure).startsWith(NOT_LISTED)) {
      return "TornadoVM cannot list its devices, because an installed OpenCL platform has a device of a type"
          + " that it does not know, for example Oclgrind (clinfo -l lists the platforms). Uninstall that"
          + " platform, or name a folder that has only the .icd files of the other drivers in the environment"
          + " variable OCL_ICD_VENDORS.";
    }
    return "TornadoVM finds no device or does not start; its message is: "
        + endOfSentence(failure)
        + " Install the driver of your device (PoCL makes an OpenCL device of any CPU), and"
        + " check that TornadoVM has the version that Thalweg was built for.";
  }

  private static String endOfSentence(String text) {
    return text.replaceFirst(END, "") + ".";
  }

  /** For results that a device does not return. */
  public static RunFailedException read(DeviceInfo device) {
    return failed(
        device,
        "gives no results any more: a launch or a copy failed, as the driver's message above says",
        "");
  }

  /** For a call that a driver refused; TornadoVM continues after it. */
  static RunFailedException refused(DeviceInfo device, Refusal refusal) {
    String refused = ": its driver refused the copy, with the message above";
    return switch (refusal.kind()) {
      case LAUNCH -> launch(device);
      case COMPILE ->
          failed(
              device,
              "did not compile a kernel: its driver refused it, with the message above",
              " with other kernels (--kernels), or");
      case WRITE -> failed(device, "did not accept data for a copy to it" + refused, "");
      case READ -> failed(device, "did not return data for a copy from it" + refused, "");
      case OTHER -> read(device);
    };
  }

  /** For a launch that failed; TornadoVM only prints the driver's answer. */
  public static RunFailedException launch(DeviceInfo device) {
    return failed(
        device,
        "did not run a kernel: a launch failed, as the driver's message above says, and the numbers since then"
            + " are wrong",
        " with other kernels (--kernels) or a smaller model, or");
  }

  private static RunFailedException failed(DeviceInfo device, String what, String otherwise) {
    return new RunFailedException(
        device.id()
            + " ("
            + device.name()
            + ") "
            + what
            + ". Use --device cpu, or try again"
            + otherwise
            + " when the device and its driver work (thalweg doctor).");
  }

  /** For an operation whose kernel TornadoVM does not accept. */
  public static RunFailedException operation(
      String operation, DeviceInfo device, Throwable failure) {
    return operation(operation, device, "TornadoVM: " + firstLine(failure), failure);
  }

  private static RunFailedException operation(
      String operation, DeviceInfo device, String reason, Throwable failure) {
    return new RunFailedException(
        operation
            + " cannot run on "
            + device.id()
            + " ("
            + device.name()
            + "). Message from "
            + endOfSentence(reason)
            + " Use --device cpu, and report this together with the model.",
        failure);
  }

  /**
   * For an execution that TornadoVM gave up.
   *
   * @param graph name of the task graph
   * @param operations what each task of the graph computes, by the task's id
   */
  public static RunFailedException execution(
      String graph, Map<String, String> operations, DeviceInfo device, Throwable failure) {
    String operation =
        task(graph, operations, failure)
            .map(task -> "The operation " + operations.get(task))
            .orElse("An operation of the graph " + graph);
    return operation(operation, device, failure);
  }

  /**
   * For a kernel that was not compiled.
   *
   * @param log the messages of the driver's compiler
   * @param refused the failure if the compiler says nothing, and the driver refused the kernel
   */
  public static RunFailedException compilation(
      String graph,
      Map<String, String> operations,
      DeviceInfo device,
      BuildLog log,
      Optional<RunFailedException> refused,
      Throwable failure) {
    Optional<String> error = log.firstError();
    if (error.isEmpty() && refused.isPresent()) {
      return refused.get();
    }
    String operation =
        task(graph, operations, failure)
            .map(task -> "The operation " + operations.get(task) + " (kernel " + task + ")")
            .orElse("A kernel of the graph " + graph);
    String reason =
        error
            .map(line -> "its compiler: " + line)
            .orElseGet(() -> "TornadoVM: " + firstLine(failure));
    return operation(operation, device, reason, failure);
  }

  private static Optional<String> task(
      String graph, Map<String, String> operations, Throwable failure) {
    String text = failure.getMessage() + " ";
    return operations.keySet().stream()
        .filter(
            task -> text.matches("(?s).*\\b" + Pattern.quote(graph + "." + task) + "[\\s\\[].*"))
        .findFirst();
  }
}
