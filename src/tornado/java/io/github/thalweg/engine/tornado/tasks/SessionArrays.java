package io.github.thalweg.engine.tornado.tasks;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.StepTable;
import io.github.thalweg.engine.tornado.driver.Allocation;
import io.github.thalweg.kernels.ClipGradient;
import io.github.thalweg.kernels.MeanLoss;
import io.github.thalweg.kernels.ParameterGradient;
import io.github.thalweg.kernels.Rates;
import io.github.thalweg.kernels.Sums;
import io.github.thalweg.kernels.Window;
import io.github.thalweg.nn.Kind;
import io.github.thalweg.nn.Role;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.TrainingProgram;
import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * The arrays that a program needs on a device, and the array of each tensor. θ, g and the state are
 * one array each. The features and the targets are one array each, too: the rows of the training
 * part, those of the test part, and two rows with known values for checks: one of zeros, and one of
 * features that are NaN.
 */
public final class SessionArrays {
  /** The graph of a step. */
  public static final String TRAIN = "train";

  /** The graph of an update, if a step is taken in halves. */
  public static final String UPDATE = "update";

  /** The graph of an evaluation. */
  public static final String EVALUATE = "evaluate";

  /** The graph of an inference. */
  public static final String INFER = "infer";

  public final Allocation allocation = new Allocation();
  private final int parameterCount;
  private final Kind targetKind;
  private final boolean shuffled;
  private final int rows;
  private final int parts;
  private final int lossParts;

  /** Where a loop keeps the tensors of a step that have no separate array, if there is a loop. */
  private final Optional<Workspace> workspace;

  /** The additional arrays of a library, if it computes the steps. */
  private final Optional<LibraryArrays> library;

  public SessionArrays(
      TrainingProgram program, StepStyle style, Dataset train, Optional<Dataset> test) {
    parameterCount = program.parameterCount();
    targetKind = program.load().target().kind();
    workspace =
        style instanceof StepStyle.Loop
            ? Optional.of(new Workspace(program.step()))
            : Optional.empty();
    library =
        style.ops() instanceof StepStyle.Library
            ? Optional.of(new LibraryArrays(program))
            : Optional.empty();
    shuffled = program.training().batches().shuffled();
    int capacity = program.step().capacity();
    if (style instanceof StepStyle.SingleLayerPass(_, int ofRows)) {
      parts = ofRows;
      lossParts = ofRows;
    } else {
      parts = library.isPresent() ? 1 : Math.ceilDiv(capacity, ParameterGradient.ROWS_PER_PART);
      lossParts = Math.min(capacity, MeanLoss.PARTS);
    }
    rows = Math.addExact(train.rows(), test.map(Dataset::rows).orElse(0));
    allocation.declare("theta", program.parameterCount());
    allocation.declare("state", program.stateCount());
    allocation.declare("features", (rows + 2L) * program.training().model().inputs());
    allocation.declare("targets", (rows + 2L) * program.targetColumns());
    allocation.declare("order", shuffled ? train.rows() : 1);
    allocation.declare(TRAIN + " window", Window.entry(StepTable.CAPACITY + 1));
    allocation.declare("rates", Rates.entry(StepTable.CAPACITY + 1));
    allocation.declare("losses", StepTable.CAPACITY);
    allocation.declare(EVALUATE + " window", Window.SIZE);
    allocation.declare("nothing", 1);
    allocation.declare("gradient", (long) parts * program.parameterCount());
    declarePhase(EVALUATE, program.evaluation());
    if (style instanceof StepStyle.InHalves) {
      allocation.declare("given gradient", parameterCount);
      allocation.declare("update rates", Rates.SIZE);
      declarePhase(UPDATE, program.update());
    }
    if (style.loops()) {
      allocation.declare("launch", 1);
    }
    library.ifPresent(arrays -> {
      arrays.declare(TRAIN, program.step(), allocation);
      arrays.declare(EVALUATE, program.evaluation(), allocation);
    });
    workspace.ifPresentOrElse(this::declareLoop, () -> declareSteps(program.step()));
  }

  /** For a forward pass only; the features are those of the current rows. */
  public SessionArrays(Inference inference) {
    parameterCount = inference.model().parameterCount();
    targetKind = Kind.FLOAT32;
    workspace = Optional.empty();
    library = Optional.empty();
    shuffled = false;
    parts = 1;
    lossParts = 1;
    rows = inference.phase().capacity();
    allocation.declare("theta", parameterCount);
    allocation.declare("features", (long) rows * inference.model().inputs());
    allocation.declare(INFER + " window", Window.SIZE);
    allocation.declare("nothing", 1);
    declarePhase(INFER, inference.phase());
  }

  private void declareLoop(Workspace space) {
    allocation.declare("layout", space.layoutSize());
    allocation.declare("rule", UpdateRule.MOST_CONSTANTS);
    allocation.declare("workspace", space.size());
  }

  private void declareSteps(Phase step) {
    allocation.declare("row losses", lossParts);
    allocation.declare("norm partials", 2L * Math.ceilDiv(parameterCount, ClipGradient.CHUNK));
    declarePhase(TRAIN, step);
  }

  private void declarePhase(String graph, Phase phase) {
    for (Tensor tensor : phase.tensors()) {
      switch (tensor.role()) {
        case ACTIVATION, ACTIVATION_GRADIENT, METRIC ->
            allocation.declare(graph + " " + tensor.name(), tensor.elements(phase.capacity()));
        case INPUT, TARGET, PARAMETER, GRADIENT, STATE -> {}
      }
    }
  }

  /** The array that holds a tensor of a graph, of float32, from the tensor's offset on. */
  public FloatArray of(String graph, Tensor tensor) {
    return switch (tensor.role()) {
      case PARAMETER -> theta();
      case GRADIENT -> graph.equals(UPDATE) ? givenGradient() : allocation.floats("gradient");
      case STATE -> state();
      case INPUT -> features();
      case TARGET -> (FloatArray) targets();
      case ACTIVATION, ACTIVATION_GRADIENT, METRIC ->
          inWorkspace(graph, tensor)
              ? allocation.floats("workspace")
              : allocation.floats(graph + " " + tensor.name());
    };
  }

  /** Where a tensor of a graph begins in its array. */
  public int offset(String graph, Tensor tensor) {
    return inWorkspace(graph, tensor) ? workspace.orElseThrow().offset(tensor) : tensor.offset();
  }

  private boolean inWorkspace(String graph, Tensor tensor) {
    return graph.equals(TRAIN) && workspace.isPresent() && workspace.get().holds(tensor);
  }

  /** Where a loop keeps the tensors of a step, if there is a loop. */
  public Optional<Workspace> workspace() {
    return workspace;
  }

  /** The additional arrays of a library, if it computes the steps. */
  public Optional<LibraryArrays> libraryArrays() {
    return library;
  }

  /** Whether such a tensor is held on the device for all graphs. */
  boolean held(Role role) {
    return switch (role) {
      case PARAMETER, STATE, INPUT, TARGET -> true;
      case GRADIENT, ACTIVATION, ACTIVATION_GRADIENT, METRIC -> false;
    };
  }

  public FloatArray theta() {
    return allocation.floats("theta");
  }

  public FloatArray state() {
    return allocation.floats("state");
  }

  public FloatArray features() {
    return allocation.floats("features");
  }

  /** The targets, a FloatArray of numbers or an IntArray of classes. */
  public TornadoNativeArray targets() {
    return switch (targetKind) {
      case FLOAT32 -> allocation.floats("targets");
      case INT32 -> allocation.ints("targets");
    };
  }

  /** The targets, which are classes. */
  public IntArray classes() {
    return (IntArray) targets();
  }

  /** The index of the row of zeros; the row after it has features that are NaN. */
  public int zeroRow() {
    return rows;
  }

  /** The order of the current epoch. */
  public IntArray order() {
    return allocation.ints("order");
  }

  /** Whether the rows that a graph sees are a slice of the order. */
  public boolean shuffled(String graph) {
    return shuffled && graph.equals(TRAIN);
  }

  /** The {@link Window} of a graph; that of a step has a table. */
  public IntArray window(String graph) {
    return allocation.ints(graph + " window");
  }

  /** The {@link Rates} of a step, with a table. */
  public FloatArray rates() {
    return allocation.floats("rates");
  }

  /** The {@link Rates} that the graph of a phase reads. */
  public FloatArray rates(String graph) {
    return graph.equals(UPDATE) ? allocation.floats("update rates") : rates();
  }

  /** g between the halves of a step, in one part. */
  public FloatArray givenGradient() {
    return allocation.floats("given gradient");
  }

  /** Adds up the parts of g, as an update on the device does. */
  public void giveGradient() {
    FloatArray g = allocation.floats("gradient");
    for (int i = 0; i < parameterCount; i++) {
      givenGradient().set(i, Sums.ofParts(g, i, parts, parameterCount));
    }
  }

  /** Sums that g is made from in a graph; g then replaces the first of them. */
  int gradientParts(String graph) {
    return graph.equals(UPDATE) ? 1 : parts;
  }

  /** The array that an update reads, if a step is taken in halves. */
  public void writeUpdate(Coefficients coefficients) {
    write(coefficients, rates(UPDATE), 0);
  }

  /** Writes a step into the table of the next steps. */
  public void write(int slot, int offset, int rows, Coefficients coefficients) {
    window(TRAIN).set(Window.entry(slot), offset);
    window(TRAIN).set(Window.entry(slot) + 1, rows);
    write(coefficients, rates(), Rates.entry(slot));
    if (slot == 0) {
      write(coefficients, rates(), 0);
    }
  }

  private static void write(Coefficients coefficients, FloatArray rates, int at) {
    rates.set(at + Rates.LEARNING_RATE, (float) coefficients.learningRate());
    rates.set(at + Rates.CORRECTION1, (float) coefficients.correction1());
    rates.set(at + Rates.CORRECTION2, (float) coefficients.correction2());
  }

  /** Sets the rows that a graph sees first, with the first step of the table. */
  public void begin(String graph, int offset, int rows) {
    window(graph).set(Window.OFFSET, offset);
    window(graph).set(Window.ROWS, rows);
    window(graph).set(Window.SLOT, 0);
  }

  /** The losses of the steps of a table. */
  public FloatArray losses() {
    return allocation.floats("losses");
  }

  /** How many steps a loop takes in its next launch. */
  public IntArray launch() {
    return allocation.ints("launch");
  }

  /** Elements of θ. */
  public int parameterCount() {
    return parameterCount;
  }

  /** Sums that the loss of a step is made from. */
  public int lossParts() {
    return lossParts;
  }
}
