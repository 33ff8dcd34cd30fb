package io.github.thalweg.engine.tornado.tasks;

import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.tornado.driver.Allocation;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.StepOp;
import io.github.thalweg.program.TrainingProgram;

/**
 * The arrays that a library's products need in addition to those of the program: every matrix has
 * its own array.
 */
public final class LibraryArrays {
  /** ∂C/∂W of the current layer. */
  public static final String WEIGHT_GRADIENT = "weight gradient";

  /** Parts of ∂C/∂b of the current layer. */
  public static final String BIAS_SUMS = "bias sums";

  /** The fewest rows that are worth a part of ∂C/∂b. */
  private static final int FEWEST_ROWS = 64;

  private final boolean wholeData;
  private final int biasParts;
  private final int rowsPerPart;

  public LibraryArrays(TrainingProgram program) {
    int capacity = program.step().capacity();
    Batches batches = program.training().batches();
    wholeData = capacity == batches.rows() && !batches.shuffled();
    // As many parts as rows in a part, so that neither of the two sums is long.
    rowsPerPart = Math.max(FEWEST_ROWS, (int) Math.ceil(Math.sqrt(capacity)));
    biasParts = Math.ceilDiv(capacity, rowsPerPart);
  }

  /** Declares the arrays for the graph of a phase. */
  void declare(String graph, Phase phase, Allocation allocation) {
    for (Op op : phase.ops()) {
      switch (op) {
        case StepOp.LoadBatch load when gathers(graph) ->
            allocation.declare(batch(graph), load.input().elements(phase.capacity()));
        case Op.Linear linear ->
            allocation.declare(weights(graph, linear.weight()), linear.weight().size());
        case Op.ParameterGradient gradient -> {
          allocation.declare(WEIGHT_GRADIENT, gradient.weightGradient().size());
          allocation.declare(BIAS_SUMS, (long) biasParts * gradient.outputGradient().columns());
        }
        default -> {}
      }
    }
  }

  /** Whether the batch of a graph is copied, instead of reading all of the data in place. */
  public boolean gathers(String graph) {
    return !(wholeData && graph.equals(SessionArrays.TRAIN));
  }

  /** The array of a layer's weights. */
  public static String weights(String graph, Tensor weight) {
    return graph + " weights of " + weight.name();
  }

  /** The array of the rows of a batch. */
  public static String batch(String graph) {
    return graph + " batch";
  }

  public int biasParts() {
    return biasParts;
  }

  public int rowsPerPart() {
    return rowsPerPart;
  }
}
