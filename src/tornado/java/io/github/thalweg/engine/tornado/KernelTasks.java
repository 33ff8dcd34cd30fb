package io.github.thalweg.engine.tornado;

import java.util.function.Consumer;

/**
 * How a device carries out an operation, or several of them at once.
 *
 * @param kernels which ones, as {@code --print-program} names them
 * @param adder adds the tasks that run them to a graph
 */
record KernelTasks(String kernels, Consumer<PhaseTasks> adder) {
  /** The family of kernels/opencl. */
  private static final String HAND_WRITTEN = "prebuilt ";

  /** For what needs no kernel. */
  static final KernelTasks NONE =
      new KernelTasks("no kernel: others read the rows where they are", _ -> {});

  /** One that comes before another. */
  KernelTasks then(KernelTasks next) {
    return new KernelTasks(kernels + ", " + next.kernels, adder.andThen(next.adder));
  }

  /** Whether the first of them is hand-written. */
  boolean beginsHandWritten() {
    return kernels.startsWith(HAND_WRITTEN);
  }

  /** Whether one of them is hand-written. */
  boolean hasHandWritten() {
    return kernels.contains(HAND_WRITTEN);
  }

  void addTo(PhaseTasks tasks) {
    adder.accept(tasks);
  }
}
