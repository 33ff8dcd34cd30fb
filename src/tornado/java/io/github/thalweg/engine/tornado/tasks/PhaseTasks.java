package io.github.thalweg.engine.tornado.tasks;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.OpTable.Bound;
import io.github.thalweg.engine.prebuilt.Launch;
import io.github.thalweg.engine.tornado.driver.Failures;
import io.github.thalweg.engine.tornado.driver.Grids;
import io.github.thalweg.engine.tornado.driver.SourceFiles;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Role;
import io.github.thalweg.nn.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The tasks of a graph, with their names and arrays. */
public final class PhaseTasks {
  public final TaskGraph graph;
  public final int capacity;
  public final SessionArrays arrays;
  public final Grids grids;
  public final KernelContext context = new KernelContext();
  private final String name;
  private final Map<String, String> operations = new LinkedHashMap<>();
  private final Map<String, List<Op>> tasks = new LinkedHashMap<>();
  private final Set<FloatArray> intermediates = new LinkedHashSet<>();

  private final SourceFiles sources;

  /** The first of the hand-written kernels. */
  private Optional<Launch> first = Optional.empty();

  /** The operations of the tasks that are being added. */
  private List<Op> served = List.of();

  /** The result of the task that was added last. */
  private String latest = "";

  /**
   * For the graph of a phase.
   *
   * @param name of the graph
   * @param capacity the most rows of a batch
   * @param sources writes the text of hand-written kernels
   */
  public PhaseTasks(
      String name,
      TaskGraph graph,
      int capacity,
      SessionArrays arrays,
      Grids grids,
      SourceFiles sources) {
    this.name = name;
    this.graph = graph;
    this.capacity = capacity;
    this.arrays = arrays;
    this.grids = grids;
    this.sources = sources;
  }

  /** The phase of the graph. */
  public String name() {
    return name;
  }

  /** The rows of the current batch. */
  public IntArray window() {
    return arrays.window(name);
  }

  /** The rates of the current step. */
  public FloatArray rates() {
    return arrays.rates(name);
  }

  /** Sums that g is made from. */
  public int gradientParts() {
    return arrays.gradientParts(name);
  }

  /** 1 if the batch is a slice of the epoch's order, else 0. */
  public int shuffled() {
    return arrays.shuffled(name) ? 1 : 0;
  }

  /** That order; a kernel that does not read it gets another array instead. */
  public IntArray order() {
    return arrays.shuffled(name) ? arrays.order() : window();
  }

  /** The order for a kernel that reads its rows from the data; an unused array for others. */
  public IntArray order(Tensor rows) {
    return inData(rows) == 1 ? order() : window();
  }

  /** 1 if the rows of a tensor are those of the batch in the data, 0 if they are the first rows. */
  public static int inData(Tensor tensor) {
    return tensor.role() == Role.INPUT ? 1 : 0;
  }

  /** 1 if the rows of a tensor are looked up in the order, else 0. */
  public int shuffled(Tensor tensor) {
    return inData(tensor) * shuffled();
  }

  /**
   * Adds the tasks of operations.
   *
   * @throws io.github.thalweg.RunFailedException if TornadoVM does not accept a kernel
   */
  public void addAll(List<Bound<KernelTasks>> bound, DeviceInfo device) {
    for (Bound<KernelTasks> tasks : bound) {
      served = tasks.ops();
      try {
        tasks.work().addTo(this);
      } catch (TornadoInternalError | RuntimeException failure) {
        throw Failures.operation("The operation " + latest, device, failure);
      }
    }
  }

  /**
   * Adds a task of many work items.
   *
   * @param kernel a short name, unique together with the result
   * @param operation what the task computes, to be followed by the name of the result
   * @param task adds it to the graph, under the id that it is given
   */
  public void add(
      String kernel, String operation, Tensor result, WorkerGrid grid, Consumer<String> task) {
    String id = kernel + "_" + result.name().replace('.', '_');
    grids.put(name, id, grid);
    add(id, operation + " " + result.name(), task);
  }

  /** A hand-written kernel to be added; the whole graph uses the text of the first one. */
  public PrebuiltTask prebuilt(Launch launch) {
    if (first.isEmpty()) {
      first = Optional.of(launch);
    }
    return new PrebuiltTask(launch.beside(first.get()));
  }

  /** Adds a hand-written kernel. */
  public void add(String kernel, String operation, Tensor result, PrebuiltTask task) {
    WorkerGrid grid = Grids.of(task.launch());
    add(kernel, operation, result, grid, id -> task.addTo(graph, name, id, sources));
  }

  /** Adds a task of one work item. */
  public void addSingle(String kernel, String operation, Tensor result, Consumer<String> task) {
    add(kernel + "_" + result.name().replace('.', '_'), operation + " " + result.name(), task);
  }

  private void add(String id, String operation, Consumer<String> task) {
    latest = operation;
    operations.put(id, operation);
    tasks.put(id, served);
    task.accept(id);
  }

  /** The array of a tensor. */
  public FloatArray of(Tensor tensor) {
    FloatArray array = arrays.of(name, tensor);
    return arrays.held(tensor.role()) ? array : intermediate(array);
  }

  /** The array of a tensor, or one that no kernel reads. */
  public FloatArray orNothing(Optional<Tensor> tensor) {
    return tensor.map(this::of).orElseGet(() -> arrays.allocation.floats("nothing"));
  }

  /** An array that only the tasks of this graph use. */
  public FloatArray floats(String array) {
    return intermediate(arrays.allocation.floats(array));
  }

  private FloatArray intermediate(FloatArray array) {
    intermediates.add(array);
    return array;
  }

  /** For each task id, what the task computes, in the order of the tasks. */
  public Map<String, String> operations() {
    return operations;
  }

  /** For each task id, the operations of the program that the task does, or does a part of. */
  public Map<String, List<Op>> tasks() {
    return tasks;
  }

  /** The arrays that only this graph uses, and that stay on the device from step to step. */
  public List<FloatArray> results() {
    return List.copyOf(intermediates);
  }
}
