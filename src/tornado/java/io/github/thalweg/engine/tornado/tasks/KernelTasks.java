package io.github.thalweg.engine.tornado.tasks;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The kernels of a device for one operation, or for several operations together.
 *
 * @param kernels the kernels in the order in which they run; none if other kernels do the work
 * @param adder adds the tasks that run them to a graph
 */
public record KernelTasks(List<Kernel> kernels, Consumer<PhaseTasks> adder) {
  /**
   * A kernel as {@code --print-program} names it.
   *
   * @param family such as {@code jit}
   * @param name class and method in Java, or the function of a hand-written kernel or of a library
   */
  public record Kernel(String family, String name) {
    public static Kernel jit(String name) {
      return new Kernel("jit", name);
    }

    public boolean isHandWritten() {
      return family.equals("prebuilt");
    }

    @Override
    public String toString() {
      return family + " " + name;
    }
  }

  /** For an operation that needs no kernel: other kernels read the rows in place. */
  public static final KernelTasks NONE = new KernelTasks(List.of(), _ -> {});

  public KernelTasks {
    kernels = List.copyOf(kernels);
  }

  /** Tasks of one kernel in Java. */
  public static KernelTasks jit(String kernel, Consumer<PhaseTasks> adder) {
    return new KernelTasks(List.of(Kernel.jit(kernel)), adder);
  }

  /** Tasks of one hand-written kernel. */
  public static KernelTasks prebuilt(String kernel, Consumer<PhaseTasks> adder) {
    return new KernelTasks(List.of(new Kernel("prebuilt", kernel)), adder);
  }

  /** These tasks, followed by others. */
  public KernelTasks then(KernelTasks next) {
    return new KernelTasks(
        Stream.concat(kernels.stream(), next.kernels.stream()).toList(), adder.andThen(next.adder));
  }

  void addTo(PhaseTasks tasks) {
    adder.accept(tasks);
  }
}
