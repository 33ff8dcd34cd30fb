package io.github.thalweg.engine.tornado.plan;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.tornado.driver.BuildLog;
import io.github.thalweg.engine.tornado.driver.Failures;
import io.github.thalweg.engine.tornado.driver.Grids;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.driver.PlanOnDevice;
import io.github.thalweg.engine.tornado.driver.ProfileLog;
import io.github.thalweg.engine.tornado.driver.SourceFiles;
import io.github.thalweg.engine.tornado.tasks.PhaseTasks;
import io.github.thalweg.engine.tornado.tasks.SessionArrays;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.kernels.RowMetrics;
import io.github.thalweg.kernels.Upload;
import io.github.thalweg.nn.Op;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.TrainingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uk.ac.manchester.tornado.api.DataRange;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * One execution plan with the graphs of a session:
 *
 * <pre>
 *   hold ──θ, state, data──▶ train       one step, or many
 *        ├─────────────────▶ evaluate    metrics of up to 1,024 rows
 *        └─given gradient──▶ update      (only if steps are taken in halves; train then computes gradients)
 *   order ─an epoch's order─▶ table      (only if batches are shuffled)
 *   table ─order, next steps▶ train
 * </pre>
 *
 * The arrays of {@code hold}, {@code order} and {@code table} stay on the device until the plan is
 * closed; the other graphs use them there. TornadoVM passes a graph the device buffers of the graph
 * that ran before it. So every graph names every possible predecessor as the source of its arrays,
 * and includes all arrays, even if none of its tasks reads them.
 */
public final class SessionPlan {
  private static final String UPLOAD = "upload";
  private static final String ORDER = "order";
  private static final String TABLE = "table";

  private final DeviceInfo device;
  private final SessionArrays arrays;
  private final ProgramKernels kernels;
  private final Grids grids;
  private final SourceFiles sources;
  private final List<String> names = new ArrayList<>();
  private final List<Map<String, String>> operations = new ArrayList<>();
  private Map<String, List<Op>> stepTasks = Map.of();

  private final ProfileLog profile = new ProfileLog();
  private final TornadoExecutionPlan plan;
  private final PlanOnDevice onDevice;
  private final Replay replay;
  private final LaunchProof proof;

  /** The result of any execution: it leads to the plan, and reads from the chosen graph. */
  private TornadoExecutionResult result;

  /** Whether an execution has failed. */
  private boolean broken;

  public SessionPlan(
      TrainingProgram program,
      StepStyle style,
      SessionArrays arrays,
      DeviceInfo device,
      TornadoDevice tornadoDevice,
      Replay replay) {
    this.device = device;
    this.replay = replay;
    this.arrays = arrays;
    GroupLimits limits = GroupLimits.of(tornadoDevice);
    kernels = new ProgramKernels(program, style, device, limits);
    grids = new Grids(device, limits);
    proof = new LaunchProof(device, this::copy);
    sources = new SourceFiles(device.backend());
    names.add(UPLOAD);
    if (program.training().batches().shuffled()) {
      names.add(ORDER);
    }
    names.add(TABLE);
    names.add(SessionArrays.TRAIN);
    if (style instanceof StepStyle.InHalves) {
      names.add(SessionArrays.UPDATE);
    }
    names.add(SessionArrays.EVALUATE);
    try {
      plan = new TornadoExecutionPlan(graphs(program, style));
    } catch (RuntimeException failure) {
      sources.close();
      throw failure;
    }
    onDevice = new PlanOnDevice(plan, tornadoDevice, device);
    onDevice.prepare(Optional.of(grids.scheduler()));
    replay.ask(plan.withGraph(names.indexOf(SessionArrays.TRAIN)));
  }

  /** Checks that kernels ran. */
  LaunchProof proof() {
    return proof;
  }

  /** How it executes steps. */
  public Replay replay() {
    return replay;
  }

  private ImmutableTaskGraph[] graphs(TrainingProgram program, StepStyle style) {
    List<ImmutableTaskGraph> graphs = new ArrayList<>();
    for (String name : names) {
      TaskGraph graph = new TaskGraph(name);
      operations.add(
          switch (name) {
            case UPLOAD -> upload(graph);
            case ORDER -> order(graph);
            case TABLE -> table(graph);
            case SessionArrays.TRAIN -> train(graph, program, style);
            case SessionArrays.UPDATE -> update(graph, program.update());
            default -> evaluate(graph, program.evaluation());
          });
      graphs.add(graph.snapshot());
    }
    return graphs.toArray(ImmutableTaskGraph[]::new);
  }

  private Object[] resident() {
    return new Object[] {arrays.theta(), arrays.state(), arrays.features(), arrays.targets()};
  }

  private Map<String, String> upload(TaskGraph graph) {
    graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, arrays.theta(), arrays.state());
    graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, arrays.features(), arrays.targets());
    if (arrays.targets() instanceof FloatArray targets) {
      graph.task(
          UPLOAD, Upload::arrays, arrays.theta(), arrays.state(), arrays.features(), targets);
    } else {
      graph.task(
          UPLOAD,
          Upload::arrays,
          arrays.theta(),
          arrays.state(),
          arrays.features(),
          arrays.classes());
    }
    graph.persistOnDevice(resident());
    return Map.of("upload", "that copies parameters and data to the device");
  }

  private Map<String, String> order(TaskGraph graph) {
    consume(graph, ORDER);
    graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, arrays.order());
    graph.task("order", Upload::arrays, arrays.order());
    graph.persistOnDevice(arrays.order());
    return Map.of("order", "that copies the order of an epoch to the device");
  }

  private Map<String, String> table(TaskGraph graph) {
    consume(graph, TABLE);
    if (names.contains(ORDER)) {
      graph.consumeFromDevice(ORDER, arrays.order());
    }
    graph.transferToDevice(
        DataTransferMode.EVERY_EXECUTION, arrays.window(SessionArrays.TRAIN), arrays.rates());
    graph.task("table", Upload::arrays, arrays.window(SessionArrays.TRAIN), arrays.rates());
    graph.persistOnDevice(arrays.window(SessionArrays.TRAIN), arrays.rates());
    return Map.of("table", "that copies the next steps to the device");
  }

  private Map<String, String> train(TaskGraph graph, TrainingProgram program, StepStyle style) {
    consume(graph, SessionArrays.TRAIN);
    if (names.contains(ORDER)) {
      graph.consumeFromDevice(TABLE, arrays.order());
    }
    graph.consumeFromDevice(TABLE, arrays.window(SessionArrays.TRAIN), arrays.rates());
    PhaseTasks tasks = tasks(SessionArrays.TRAIN, graph, program.step());
    boolean half = style instanceof StepStyle.InHalves;
    tasks.addAll(half ? kernels.gradient() : kernels.step(), device);
    stepTasks = tasks.tasks();
    if (!style.loops()) {
      proof.expect(SessionArrays.TRAIN, tasks.results());
    }
    return finish(tasks);
  }

  private Map<String, String> update(TaskGraph graph, Phase update) {
    consume(graph, SessionArrays.UPDATE);
    graph.transferToDevice(
        DataTransferMode.EVERY_EXECUTION,
        arrays.givenGradient(),
        arrays.rates(SessionArrays.UPDATE));
    PhaseTasks tasks = tasks(SessionArrays.UPDATE, graph, update);
    tasks.addAll(kernels.update(), device);
    proof.expect(SessionArrays.UPDATE, tasks.results());
    return finish(tasks);
  }

  private Map<String, String> evaluate(TaskGraph graph, Phase evaluation) {
    consume(graph, SessionArrays.EVALUATE);
    IntArray window = arrays.window(SessionArrays.EVALUATE);
    graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, window);
    graph.transferToHost(DataTransferMode.UNDER_DEMAND, window);
    PhaseTasks tasks = tasks(SessionArrays.EVALUATE, graph, evaluation);
    tasks.addAll(kernels.evaluation(), device);
    proof.expect(SessionArrays.EVALUATE, tasks.results());
    return finish(tasks);
  }

  private PhaseTasks tasks(String name, TaskGraph graph, Phase phase) {
    return new PhaseTasks(name, graph, phase.capacity(), arrays, grids, sources);
  }

  private static Map<String, String> finish(PhaseTasks tasks) {
    tasks.graph.transferToHost(DataTransferMode.UNDER_DEMAND, tasks.results().toArray());
    return tasks.operations();
  }

  private void consume(TaskGraph graph, String name) {
    for (String source : names) {
      if (!source.equals(name)) {
        graph.consumeFromDevice(source, resident());
      }
    }
  }

  /**
   * Compiles the kernels of all graphs, so that the first step is not slow.
   *
   * @throws RunFailedException if the device does not accept one of them
   */
  public void compile() {
    for (String name : names) {
      if (!name.equals(TABLE)) {
        compile(name);
      }
    }
    // The compiler keeps the arrays of the last kernel in memory, so the last kernel has small
    // arrays.
    compile(TABLE);
  }

  private void compile(String graph) {
    int index = names.indexOf(graph);
    try (BuildLog log = BuildLog.open()) {
      try {
        plan.withGraph(index).withPreCompilation();
      } catch (TornadoInternalError | RuntimeException failure) {
        broken = true;
        throw Failures.compilation(
            graph, operations.get(index), device, log, onDevice.refusedCompilation(), failure);
      }
    }
    // A kernel that the driver refused would end the process when it is launched.
    onDevice.requireNoRefusal();
  }

  /** Copies θ and the state, and the first time the data, from the host arrays to the device. */
  public void upload() {
    execute(UPLOAD);
  }

  /** Copies the order of an epoch from its host array to the device. */
  public void order() {
    execute(ORDER);
  }

  /** Copies a table of steps from its host arrays to the device. */
  public void table() {
    execute(TABLE);
  }

  /** Runs the next step of the table. */
  public void train() {
    execute(SessionArrays.TRAIN);
  }

  /** Runs the second half of a step with the gradient that is given. */
  public void update() {
    execute(SessionArrays.UPDATE);
  }

  /** The operations of each task of a step, by the task's id. */
  public Map<String, List<Op>> stepTasks() {
    return stepTasks;
  }

  /** Starts or stops reading the device's clock at every task. */
  public void profile(boolean on) {
    if (on) {
      plan.withProfiler(ProfilerMode.SILENT);
    } else {
      plan.withoutProfiler();
    }
  }

  /** The time of each task of the last step on the device's clock, by its id, in s. */
  public Map<String, Double> taskSeconds() {
    return profile.taskSeconds(
        result.getProfilerResult().getProfileLog(), SessionArrays.TRAIN, stepTasks.keySet());
  }

  /**
   * Checks that the last kernel of every step ran since the table was copied: each kernel moves the
   * table to the next step.
   *
   * @throws RunFailedException if one did not run
   */
  public void requireTaken(int steps) {
    proof.requireSlot(TABLE, arrays.window(SessionArrays.TRAIN), steps);
  }

  /**
   * Runs one evaluation, on the rows that its window names.
   *
   * @throws RunFailedException if its last kernel did not run
   */
  public void evaluate() {
    execute(SessionArrays.EVALUATE);
    proof.requireSlot(
        SessionArrays.EVALUATE, arrays.window(SessionArrays.EVALUATE), RowMetrics.SLOT);
  }

  /** Copies an array that {@code upload} copied to the device back to its host array. */
  public void readBack(FloatArray array) {
    proof.read(UPLOAD, array);
  }

  /**
   * Copies an array that a graph computed back to its host array.
   *
   * @throws RunFailedException if nothing was copied
   */
  public void read(String graph, FloatArray array) {
    proof.read(graph, array);
  }

  private void copy(String graph, DataRange range) {
    // A result reads from the graph that was chosen last. It does not copy arrays that this graph
    // does not include, and gives no message.
    plan.withGraph(names.indexOf(graph));
    result.transferToHost(range);
    onDevice.requireNoRefusal();
  }

  private void execute(String graph) {
    int index = names.indexOf(graph);
    try {
      // A new object each time, from the first plan: a plan keeps the results of all its
      // executions.
      TornadoExecutionPlan chosen = plan.withGraph(index);
      result = graph.equals(SessionArrays.TRAIN) ? replay.execute(chosen) : chosen.execute();
    } catch (TornadoOutOfMemoryException failure) {
      broken = true;
      throw arrays.allocation.tooLarge(device, 0, "TornadoVM finds too little memory");
    } catch (TornadoInternalError | RuntimeException failure) {
      broken = true;
      throw onDevice
          .refusedCompilation()
          .orElseGet(() -> Failures.execution(graph, operations.get(index), device, failure));
    }
    onDevice.requireNoRefusal();
  }

  public void close() {
    try {
      onDevice.close(broken || proof.isRefuted());
    } finally {
      sources.close();
    }
  }
}
