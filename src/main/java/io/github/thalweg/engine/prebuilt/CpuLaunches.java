package io.github.thalweg.engine.prebuilt;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The kernels for OpenCL devices that are CPUs. Work groups of the larger kernels are one work item
 * each, which has its own core and explicit vectors.
 *
 * @param computeUnits number of work groups that run at the same time
 */
public record CpuLaunches(int computeUnits) implements Launches {
  /** Columns of the panel that a work item packs, at most. */
  private static final int PANEL = 48;

  private static final int BLOCK_ROWS = 8;

  /** Outputs in a tile of the parameter gradient, at most; or inputs, if they are fewer. */
  private static final int TILE = 64;

  /** Least blocks of rows for which packing a panel pays. */
  private static final int LEAST_BLOCKS = 4;

  /** Rows that stay in a second-level cache, 192 values of each, while a panel goes over them. */
  private static final int MOST_ROWS = 256;

  /**
   * Groups of rows for each core, if one panel has all columns: PoCL gives the first thread half of
   * the groups and each next one half of the rest, and with this number the shares were most even
   * when the second thread was late.
   */
  private static final int ROW_GROUPS_PER_UNIT = 6;

  private static final int ITEMS_PER_UNIT = 8;

  private static final int PARTS_PER_GROUP = 16;

  private static final int ELEMENTS_PER_GROUP = 1024;

  private static final int LANES = 16;

  /** Most weights of a model of one layer; a work item holds them twice: 128 KiB. */
  private static final int MOST_WEIGHTS = 16_384;

  private static final int MOST_PARTS = 256;

  private static final int LEAST_ROWS_PER_PART = 32;

  @Override
  public Launch linear(int capacity, int outputs) {
    return step(Operation.LINEAR_FORWARD, panels(outputs), rowGroups(capacity, outputs));
  }

  private static int panels(int columns) {
    return Math.ceilDiv(columns, PANEL);
  }

  /** Groups of rows of a product, by its columns. */
  private int rowGroups(int capacity, int columns) {
    int wanted = Math.ceilDiv(ROW_GROUPS_PER_UNIT * computeUnits, panels(columns));
    int most = Math.ceilDiv(Math.ceilDiv(capacity, BLOCK_ROWS), LEAST_BLOCKS);
    int least = Math.ceilDiv(capacity, MOST_ROWS);
    return Math.max(least, Math.min(wanted, most));
  }

  @Override
  public int inputGroups(int capacity, int inputs) {
    return rowGroups(capacity, inputs);
  }

  @Override
  public Launch layerGradients(int parts, int inputs, int outputs, int inputGroups) {
    // The larger side is in the vectors if the smaller one is a single tile, as in
    // wide_gradient.cl.
    boolean wide = inputs <= TILE && inputs < outputs;
    int tiles = wide ? 1 : Math.ceilDiv(outputs, TILE);
    int wanted = Math.ceilDiv(ITEMS_PER_UNIT * computeUnits, tiles * parts);
    int groups = Math.min(wanted, panels(wide ? outputs : inputs));
    return step(
        Operation.LAYER_GRADIENTS,
        (long) groups * tiles * parts + (long) panels(inputs) * inputGroups);
  }

  @Override
  public Launch lossAndGradient(int parts) {
    int groups = Math.min(ITEMS_PER_UNIT * computeUnits, Math.ceilDiv(parts, PARTS_PER_GROUP));
    return step(Operation.LOSS_AND_GRADIENT, groups);
  }

  @Override
  public Launch meanLoss() {
    return step(Operation.MEAN_AND_NEXT_STEP, 1);
  }

  @Override
  public Launch update(Operation rule, int count) {
    int groups = Math.min(ITEMS_PER_UNIT * computeUnits, Math.ceilDiv(count, ELEMENTS_PER_GROUP));
    return step(rule, groups);
  }

  @Override
  public boolean fitsSingleLayer(int inputs, int outputs) {
    return (long) Math.ceilDiv(inputs, LANES) * LANES * outputs <= MOST_WEIGHTS;
  }

  @Override
  public int singleLayerParts(int capacity) {
    return Math.min(MOST_PARTS, Math.ceilDiv(capacity, LEAST_ROWS_PER_PART));
  }

  @Override
  public Launch singleLayer(int capacity, SingleLayer layer) {
    return new Launch(
        "opencl/cpu/single_layer.cl",
        Operation.SINGLE_LAYER_PARTS,
        constants(layer),
        new long[] {singleLayerParts(capacity)},
        new long[] {1});
  }

  @Override
  public Launch singleLayerSteps(SingleLayer layer, int rule) {
    Map<String, Integer> constants = new HashMap<>(constants(layer));
    constants.put("RULE", rule);
    long[] one = {1};
    return new Launch(
        "opencl/cpu/training_loop.cl", "singleLayerSteps", Optional.empty(), constants, one, one);
  }

  /** Shapes and kinds as constants let the compiler keep a small layer in registers. */
  private Map<String, Integer> constants(SingleLayer layer) {
    requireFit(layer);
    return Map.of(
        "INPUTS", layer.inputs(),
        "OUTPUTS", layer.outputs(),
        "ACTIVATION_KIND", layer.activation(),
        "LOSS_KIND", layer.loss(),
        "GATHERED", layer.gathered() ? 1 : 0);
  }

  private static Launch step(Operation operation, long... global) {
    long[] local = new long[global.length];
    Arrays.fill(local, 1);
    return new Launch("opencl/cpu/step.cl", operation, Map.of(), global, local);
  }
}
