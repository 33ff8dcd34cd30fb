package io.github.thalweg.engine.prebuilt;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The kernels for OpenCL devices that are CPUs. Work groups of the matrix products are one work
 * item each, which has a core to itself and writes its vectors out; how the work is cut never
 * changes a result.
 *
 * @param computeUnits how many work groups run at the same time
 */
public record CpuLaunches(int computeUnits) {
  /** Columns of the panel that a work item packs. */
  private static final int PANEL = 32;

  private static final int BLOCK_ROWS = 8;

  /** Outputs in a tile of the parameter gradient. */
  private static final int TILE = 64;

  /** Blocks of rows that make packing a panel worth while. */
  private static final int LEAST_BLOCKS = 4;

  /** Rows that stay in a second-level cache, 256 values of each, while a panel goes over them. */
  private static final int MOST_ROWS = 256;

  private static final int ITEMS_PER_UNIT = 8;

  private static final int ROWS_PER_LOSS = 16;

  private static final int LANES = 16;

  /** Weights of a model of one layer, which a work item holds twice: 128 KiB. */
  private static final int MOST_WEIGHTS = 16_384;

  private static final int MOST_PARTS = 256;

  private static final int LEAST_ROWS_PER_PART = 32;

  /** {@code linearForward}: z = x·Wᵀ + b, y = φ(z). */
  public Launch linear(int capacity, int outputs) {
    return product("opencl/cpu/linear.cl", "linearForward", capacity, outputs);
  }

  /** {@code inputGradient}: ∂C/∂x = ∂C/∂z·W ⊙ φ′. */
  public Launch inputGradient(int capacity, int inputs) {
    return product("opencl/cpu/input_gradient.cl", "inputGradient", capacity, inputs);
  }

  private Launch product(String file, String entry, int capacity, int columns) {
    int panels = Math.ceilDiv(columns, PANEL);
    int wanted = Math.ceilDiv(ITEMS_PER_UNIT * computeUnits, panels);
    int most = Math.ceilDiv(Math.ceilDiv(capacity, BLOCK_ROWS), LEAST_BLOCKS);
    int least = Math.ceilDiv(capacity, MOST_ROWS);
    return items(file, entry, panels, Math.max(least, Math.min(wanted, most)));
  }

  /** {@code parameterGradient}: (∂C/∂z)ᵀ·x and Σ ∂C/∂z of each part of the rows. */
  public Launch parameterGradient(int parts, int inputs, int outputs) {
    int tiles = Math.ceilDiv(outputs, TILE);
    int panels = Math.ceilDiv(inputs, PANEL);
    int wanted = Math.ceilDiv(ITEMS_PER_UNIT * computeUnits, tiles * parts);
    return items(
        "opencl/cpu/parameter_gradient.cl", "parameterGradient", Math.min(wanted, panels), tiles, parts);
  }

  /** {@code addParts}: g = Σ over the parts of {@code size} sums each. */
  public Launch addParts(int size) {
    return elements("opencl/add_parts.cl", "addParts", size);
  }

  /** {@code lossAndGradient}: row losses and ∂C/∂y. */
  public Launch lossAndGradient(int capacity) {
    int groups = Math.min(ITEMS_PER_UNIT * computeUnits, Math.ceilDiv(capacity, ROWS_PER_LOSS));
    return items("opencl/cpu/loss_and_gradient.cl", "lossAndGradient", groups);
  }

  /** {@code meanLoss} or {@code meanLossOfChunks}, one work item. */
  public Launch meanLoss(String entry) {
    return items("opencl/mean_loss.cl", entry, 1);
  }

  /** {@code lossChunks}: Σ of each chunk of 2,048 row losses. */
  public Launch lossChunks(int chunks) {
    return items("opencl/mean_loss.cl", "lossChunks", chunks);
  }

  /** A rule over all of θ: {@code sgdUpdate}, {@code momentumUpdate}, … */
  public Launch update(String entry, int count) {
    return elements("opencl/updates.cl", entry, count);
  }

  /** Whether weights and their sums of a model of one layer stay in the memory of a work item. */
  public static boolean fitsSingleLayer(int inputs, int outputs) {
    return (long) Math.ceilDiv(inputs, LANES) * LANES * outputs <= MOST_WEIGHTS;
  }

  /** Into how many parts a step of a model of one layer cuts its rows: the same on every device. */
  public static int singleLayerParts(int capacity) {
    return Math.min(MOST_PARTS, Math.ceilDiv(capacity, LEAST_ROWS_PER_PART));
  }

  /**
   * {@code singleLayerParts}: the forward pass, loss and gradient of a model of one layer.
   *
   * @param activation kind as in {@code activations.cl}
   * @param loss kind as in {@code losses.cl}
   * @param gathered whether the rows of a batch are looked up in the order of the epoch
   */
  public Launch singleLayer(
      int capacity, int inputs, int outputs, int activation, int loss, boolean gathered) {
    return new Launch(
        "opencl/cpu/single_layer.cl",
        "singleLayerParts",
        singleLayerConstants(inputs, outputs, activation, loss, gathered),
        new long[] {singleLayerParts(capacity)},
        new long[] {1});
  }

  private static Map<String, Integer> singleLayerConstants(
      int inputs, int outputs, int activation, int loss, boolean gathered) {
    if (!fitsSingleLayer(inputs, outputs)) {
      throw new IllegalArgumentException(
          inputs + " × " + outputs + " weights are too many for a work item.");
    }
    return Map.of(
        "INPUTS", inputs,
        "OUTPUTS", outputs,
        "ACTIVATION_KIND", activation,
        "LOSS_KIND", loss,
        "GATHERED", gathered ? 1 : 0);
  }

  /**
   * {@code singleLayerSteps}: many whole steps of a model of one layer, in one work item.
   *
   * @param rule 0 sgd, 1 momentum, 2 adam, 3 rmsprop
   */
  public Launch singleLayerSteps(
      int inputs, int outputs, int activation, int loss, boolean gathered, int rule) {
    Map<String, Integer> constants =
        new HashMap<>(singleLayerConstants(inputs, outputs, activation, loss, gathered));
    constants.put("RULE", rule);
    return new Launch(
        "opencl/cpu/training_loop.cl", "singleLayerSteps", constants, new long[] {1}, new long[] {1});
  }

  /** The sum of the parts and a rule: {@code singleLayerGradient}, {@code singleLayerSgd}, … */
  public Launch singleLayerUpdate(String entry, int inputs, int outputs) {
    return elements("opencl/single_layer_updates.cl", entry, (inputs + 1) * outputs + 1);
  }

  private static Launch items(String file, String entry, long... global) {
    long[] local = new long[global.length];
    Arrays.fill(local, 1);
    return new Launch(file, entry, Map.of(), global, local);
  }

  private static Launch elements(String file, String entry, int count) {
    long local = 64;
    return new Launch(
        file, entry, Map.of(), new long[] {Math.ceilDiv(count, local) * local}, new long[] {local});
  }
}
