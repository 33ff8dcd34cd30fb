package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.program.Op;
import io.github.thalweg.program.Tensor;
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

/** The tasks of a graph as they are added, and what they are called and use. */
final class PhaseTasks {
  final TaskGraph graph;
  final SessionArrays arrays;
  final Grids grids;
  final KernelContext context = new KernelContext();
  private final String name;
  private final Map<String, String> operations = new LinkedHashMap<>();
  private final Map<String, List<Op>> sources = new LinkedHashMap<>();
  private final Set<FloatArray> intermediates = new LinkedHashSet<>();

  /** What the tasks that are being added carry out. */
  private List<Op> served = List.of();

  /** What the task that was added last computes. */
  private String latest = "";

  PhaseTasks(String name, TaskGraph graph, SessionArrays arrays, Grids grids) {
    this.name = name;
    this.graph = graph;
    this.arrays = arrays;
    this.grids = grids;
  }

  /**
   * Adds the tasks of operations.
   *
   * @throws io.github.thalweg.RunFailedException when TornadoVM does not take a kernel
   */
  void addAll(List<FusedOp> ops, KernelFamily kernels, DeviceInfo device) {
    for (FusedOp op : ops) {
      serve(op.ops());
      try {
        kernels.add(op, this);
      } catch (TornadoInternalError | RuntimeException failure) {
        throw Failures.operation("The operation " + latest, device, failure);
      }
    }
  }

  /** Says which operations of the program the tasks carry out that are added from now on. */
  void serve(List<Op> ops) {
    served = ops;
  }

  /**
   * Adds a task of many work items.
   *
   * @param kernel a short name, unique together with the result
   * @param operation what the task computes, to be followed by the name of the result
   * @param task adds it to the graph, under the id that it is given
   */
  void add(String kernel, String operation, Tensor result, WorkerGrid grid, Consumer<String> task) {
    String id = kernel + "_" + result.name().replace('.', '_');
    grids.put(name, id, grid);
    add(id, operation + " " + result.name(), task);
  }

  /** Adds a hand-written kernel. */
  void add(String kernel, String operation, Tensor result, PrebuiltTask task, SourceFiles sources) {
    WorkerGrid grid = Grids.of(task.launch());
    add(kernel, operation, result, grid, id -> task.addTo(graph, name, id, sources));
  }

  /** Adds a task of one work item. */
  void addSingle(String kernel, String operation, Tensor result, Consumer<String> task) {
    add(kernel + "_" + result.name().replace('.', '_'), operation + " " + result.name(), task);
  }

  private void add(String id, String operation, Consumer<String> task) {
    latest = operation;
    operations.put(id, operation);
    sources.put(id, served);
    task.accept(id);
  }

  /** The array of a tensor. */
  FloatArray of(Tensor tensor) {
    FloatArray array = arrays.of(name, tensor);
    return arrays.held(tensor.role()) ? array : intermediate(array);
  }

  /** The array of a tensor, or one that no kernel reads. */
  FloatArray orNothing(Optional<Tensor> tensor) {
    return tensor.map(this::of).orElseGet(() -> arrays.allocation.floats("nothing"));
  }

  /** An array that only the tasks of this graph use. */
  FloatArray floats(String array) {
    return intermediate(arrays.allocation.floats(array));
  }

  private FloatArray intermediate(FloatArray array) {
    intermediates.add(array);
    return array;
  }

  /** By task id what the task computes, in the order of the tasks. */
  Map<String, String> operations() {
    return operations;
  }

  /** By task id the operations of the program that the task carries out, or has a part in. */
  Map<String, List<Op>> sources() {
    return sources;
  }

  /** The arrays that only this graph uses, and that live on the device from step to step. */
  List<FloatArray> results() {
    return List.copyOf(intermediates);
  }
}
