package io.github.thalweg.engine.tornado;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.kernels.Residency;
import io.github.thalweg.program.TrainingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;

/**
 * One execution plan with the five graphs of a session:
 *
 * <pre>
 *   hold ──θ, state, data──▶ train            one step
 *        └─────────────────▶ evaluateTrain    metrics of up to 1,024 rows
 *        └─────────────────▶ evaluateTest
 *   order ──an epoch's order──▶ train         (only where batches are shuffled)
 * </pre>
 *
 * What {@code hold} and {@code order} bring stays on the device until the plan is closed; the other
 * graphs use it there. TornadoVM hands a graph the device buffers of the graph that ran before it,
 * so every graph names every possible predecessor as the source of what it consumes, and knows all
 * of it even where no task of its own reads it.
 */
final class SessionPlan {
  private static final String HOLD = "hold";
  private static final String ORDER = "order";

  /** The default, {@code -cl-fast-relaxed-math}, would let a driver assume that there is no NaN. */
  static final String OPENCL_FLAGS = "-w";

  private final DeviceInfo device;
  private final SessionArrays arrays;
  private final List<String> names = new ArrayList<>();
  private final List<Map<String, String>> operations = new ArrayList<>();
  private final TornadoExecutionPlan plan;

  /** Of any execution: it only leads to the plan, and reads from the graph that is chosen. */
  private TornadoExecutionResult result;

  /** Whether an execution has failed. */
  private boolean broken;

  SessionPlan(
      TrainingProgram program,
      SessionArrays arrays,
      DeviceInfo device,
      TornadoDevice tornadoDevice) {
    this.device = device;
    this.arrays = arrays;
    List<ImmutableTaskGraph> graphs = new ArrayList<>();
    names.add(HOLD);
    if (program.training().batches().shuffled()) {
      names.add(ORDER);
    }
    names.add(SessionArrays.TRAIN);
    names.add(SessionArrays.EVALUATE_TRAIN);
    names.add(SessionArrays.EVALUATE_TEST);
    for (String name : names) {
      TaskGraph graph = new TaskGraph(name);
      operations.add(
          switch (name) {
            case HOLD -> hold(graph);
            case ORDER -> order(graph);
            case SessionArrays.TRAIN -> train(graph, program);
            default -> evaluate(graph, name, program);
          });
      graphs.add(graph.snapshot());
    }
    plan = new TornadoExecutionPlan(graphs.toArray(ImmutableTaskGraph[]::new));
    plan.withDevice(tornadoDevice);
    plan.withCompilerFlags(TornadoVMBackendType.OPENCL, OPENCL_FLAGS);
  }

  private Object[] held() {
    return new Object[] {
      arrays.theta(),
      arrays.state(),
      arrays.features(SessionArrays.TRAIN),
      arrays.targets(SessionArrays.TRAIN),
      arrays.features(SessionArrays.TEST),
      arrays.targets(SessionArrays.TEST)
    };
  }

  private Map<String, String> hold(TaskGraph graph) {
    graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, arrays.theta(), arrays.state());
    for (String part : List.of(SessionArrays.TRAIN, SessionArrays.TEST)) {
      graph.transferToDevice(
          DataTransferMode.FIRST_EXECUTION, arrays.features(part), arrays.targets(part));
    }
    graph.task(
        "hold",
        Residency::hold,
        arrays.theta(),
        arrays.state(),
        arrays.features(SessionArrays.TRAIN),
        arrays.targets(SessionArrays.TRAIN),
        arrays.features(SessionArrays.TEST),
        arrays.targets(SessionArrays.TEST));
    graph.persistOnDevice(held());
    return Map.of("hold", "that brings parameters and data to the device");
  }

  private Map<String, String> order(TaskGraph graph) {
    consume(graph, ORDER);
    graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, arrays.order());
    graph.task("order", Residency::hold, arrays.order());
    graph.persistOnDevice(arrays.order());
    return Map.of("order", "that brings the order of an epoch to the device");
  }

  private Map<String, String> train(TaskGraph graph, TrainingProgram program) {
    consume(graph, SessionArrays.TRAIN);
    if (names.contains(ORDER)) {
      graph.consumeFromDevice(ORDER, arrays.order());
    }
    graph.transferToDevice(
        DataTransferMode.EVERY_EXECUTION,
        arrays.window(SessionArrays.TRAIN),
        arrays.allocation.floats("rates"));
    PhaseTasks tasks = PhaseTasks.add(SessionArrays.TRAIN, program.step(), arrays, graph, device);
    graph.transferToHost(DataTransferMode.UNDER_DEMAND, tasks.intermediates());
    return tasks.operations();
  }

  private Map<String, String> evaluate(TaskGraph graph, String name, TrainingProgram program) {
    consume(graph, name);
    graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, arrays.window(name));
    PhaseTasks tasks = PhaseTasks.add(name, program.evaluation(), arrays, graph, device);
    graph.transferToHost(DataTransferMode.UNDER_DEMAND, tasks.intermediates());
    return tasks.operations();
  }

  private void consume(TaskGraph graph, String name) {
    for (String source : names) {
      if (!source.equals(name)) {
        graph.consumeFromDevice(source, held());
      }
    }
  }

  /** Brings θ and the state, and the first time the data, from their host arrays to the device. */
  void hold() {
    execute(HOLD);
  }

  /** Brings the order of an epoch from its host array to the device. */
  void order() {
    execute(ORDER);
  }

  /** Runs one step, on the batch that the train window names. */
  void train() {
    execute(SessionArrays.TRAIN);
  }

  /** Runs one evaluation, on the rows that the graph's window names. */
  void evaluate(String graph) {
    execute(graph);
  }

  /** Brings an array that {@code hold} holds back to its host array. */
  void readHeld(Object array) {
    read(HOLD, array);
  }

  /** Brings an array that a graph computed back to its host array. */
  void read(String graph, Object array) {
    // A result reads from whichever graph is chosen last, and in silence leaves alone what that one
    // does not know.
    plan.withGraph(names.indexOf(graph));
    result.transferToHost(array);
  }

  private void execute(String graph) {
    int index = names.indexOf(graph);
    try {
      // A new object each time, from the root: a plan keeps the results of all its executions.
      result = plan.withGraph(index).execute();
    } catch (TornadoOutOfMemoryException failure) {
      broken = true;
      throw arrays.allocation.tooLarge(device, 0, "TornadoVM finds no such room");
    } catch (TornadoInternalError | RuntimeException failure) {
      broken = true;
      throw Failures.execution(graph, operations.get(index), device, failure);
    }
  }

  void close() {
    try {
      // Without this only the graph chosen last would give back its memory.
      plan.withAllGraphs();
      plan.close();
    } catch (TornadoInternalError | TornadoExecutionPlanException failure) {
      if (broken) {
        // TornadoVM gives back no graph whose arrays it could only allocate in part.
        return;
      }
      throw new RunFailedException(
          "The memory on "
              + device.id()
              + " could not be given back: "
              + Failures.firstLine(failure),
          failure);
    }
  }
}
