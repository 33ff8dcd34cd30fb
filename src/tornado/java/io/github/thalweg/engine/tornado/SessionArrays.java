package io.github.thalweg.engine.tornado;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.kernels.ClipGradient;
import io.github.thalweg.kernels.MeanLoss;
import io.github.thalweg.kernels.ParameterGradient;
import io.github.thalweg.kernels.Rates;
import io.github.thalweg.kernels.Window;
import io.github.thalweg.program.Op;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.Role;
import io.github.thalweg.program.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Which arrays a program needs on a device, and which of them holds a tensor. θ, g and the state
 * are one array each, and so are the features and the targets of each part of the data.
 */
final class SessionArrays {
  /** The graph of a step, and the part of the data that it reads. */
  static final String TRAIN = "train";

  /** The part of the data that only evaluations read. */
  static final String TEST = "test";

  static final String EVALUATE_TRAIN = "evaluateTrain";
  static final String EVALUATE_TEST = "evaluateTest";

  final Allocation allocation = new Allocation();
  private final TrainingProgram program;
  private final boolean gathers;

  SessionArrays(TrainingProgram program, Dataset train, Optional<Dataset> test, int losses) {
    this.program = program;
    this.gathers = program.training().batches().shuffled();
    allocation.declare("theta", program.parameterCount());
    allocation.declare("gradient", program.parameterCount());
    allocation.declare("state", program.stateCount());
    allocation.declare("losses", losses);
    allocation.declare("rates", Rates.SIZE);
    allocation.declare("nothing", 1);
    allocation.declare("order", gathers ? train.rows() : 1);
    declareData(TRAIN, train.rows());
    declareData(TEST, test.map(Dataset::rows).orElse(0));
    declarePhase(TRAIN, program.step());
    declarePhase(EVALUATE_TRAIN, program.evaluation());
    declarePhase(EVALUATE_TEST, program.evaluation());
    declareReductions();
  }

  private void declareData(String part, long rows) {
    allocation.declare(part + " features", rows * program.training().model().inputs());
    allocation.declare(part + " targets", rows * program.targetColumns());
  }

  private void declarePhase(String graph, Phase phase) {
    allocation.declare(graph + " window", Window.SIZE);
    for (Tensor tensor : phase.tensors()) {
      if (!isFlat(tensor.role()) && !isWindow(graph, tensor.role())) {
        allocation.declare(graph + " " + tensor.name(), tensor.size());
      }
    }
  }

  private void declareReductions() {
    int capacity = program.step().capacity();
    allocation.declare("row losses", capacity);
    allocation.declare("loss partials", Math.ceilDiv(capacity, MeanLoss.CHUNK));
    allocation.declare("norm partials", Math.ceilDiv(program.parameterCount(), ClipGradient.CHUNK));
    long parts = Math.ceilDiv(capacity, ParameterGradient.ROWS_PER_PART);
    allocation.declare("gradient parts", 1);
    for (Op op : program.step().ops()) {
      if (parts > 1 && op instanceof Op.ParameterGradient gradient) {
        long size =
            gradient.weightGradient().size() + gradient.biasGradient().map(Tensor::size).orElse(0L);
        allocation.declare("gradient parts", parts * size);
      }
    }
  }

  private static boolean isFlat(Role role) {
    return role == Role.PARAMETER || role == Role.GRADIENT || role == Role.STATE;
  }

  /** Whether a graph reads such a tensor through a window on the data set instead of a copy. */
  private boolean isWindow(String graph, Role role) {
    return (role == Role.INPUT || role == Role.TARGET) && !(gathers && graph.equals(TRAIN));
  }

  /** 1 where a graph reads this tensor through its window, else 0. */
  int windowed(String graph, Tensor tensor) {
    return isWindow(graph, tensor.role()) ? 1 : 0;
  }

  /** The array that holds a tensor of a graph, from the tensor's offset on. */
  FloatArray of(String graph, Tensor tensor) {
    String part = graph.equals(EVALUATE_TEST) ? TEST : TRAIN;
    return switch (tensor.role()) {
      case PARAMETER -> theta();
      case GRADIENT -> gradient();
      case STATE -> state();
      case INPUT ->
          isWindow(graph, Role.INPUT)
              ? features(part)
              : allocation.floats(graph + " " + tensor.name());
      case TARGET ->
          isWindow(graph, Role.TARGET)
              ? targets(part)
              : allocation.floats(graph + " " + tensor.name());
      case ACTIVATION, ACTIVATION_GRADIENT, METRIC ->
          allocation.floats(graph + " " + tensor.name());
    };
  }

  FloatArray theta() {
    return allocation.floats("theta");
  }

  FloatArray gradient() {
    return allocation.floats("gradient");
  }

  FloatArray state() {
    return allocation.floats("state");
  }

  FloatArray features(String part) {
    return allocation.floats(part + " features");
  }

  FloatArray targets(String part) {
    return allocation.floats(part + " targets");
  }

  IntArray order() {
    return allocation.ints("order");
  }

  IntArray window(String graph) {
    return allocation.ints(graph + " window");
  }
}
