package io.github.thalweg.engine.prebuilt;

import java.util.Map;
import java.util.Optional;

/**
 * The kernels for GPUs: work groups of 256 work items that share the group's memory.
 *
 * @param groupMemory bytes of that memory for the arrays of a kernel
 */
public record GpuLaunches(long groupMemory) implements Launches {
  /** Work items of a group. */
  public static final int ITEMS = 256;

  /** Bytes of the group's memory for every kernel. */
  public static final int TILE_BYTES = 8_704;

  /** Bytes of it for the kernels of a model of one layer: OpenCL devices have 32,768. */
  public static final int SINGLE_LAYER_BYTES = 31_744;

  private static final String STEP = "opencl/gpu/step.cl";

  /** Rows and columns of sums of a work group. */
  private static final int TILE = 64;

  /** Weights and biases that fit into the group's memory. */
  private static final int MOST_CELLS = 2048;

  private static final int MOST_PARTS = 1024;

  private static final int LEAST_ROWS_PER_PART = 64;

  /** Whether a device runs them. */
  public static boolean fit(int groupItems, long groupMemory) {
    return groupItems >= ITEMS && groupMemory >= TILE_BYTES;
  }

  @Override
  public Launch linear(int capacity, int outputs) {
    return tiles(Operation.LINEAR_FORWARD, groups(outputs), groups(capacity));
  }

  @Override
  public int inputGroups(int capacity, int inputs) {
    return groups(capacity);
  }

  @Override
  public Launch layerGradients(int parts, int inputs, int outputs, int inputGroups) {
    return tiles(
        Operation.LAYER_GRADIENTS, groups(inputs), (long) groups(outputs) * parts + inputGroups);
  }

  @Override
  public Launch lossAndGradient(int parts) {
    return elements(Operation.LOSS_AND_GRADIENT, parts);
  }

  @Override
  public Launch meanLoss() {
    return elements(Operation.MEAN_AND_NEXT_STEP, 1);
  }

  @Override
  public Launch update(Operation rule, int count) {
    return elements(rule, count);
  }

  private static Launch elements(Operation operation, int count) {
    long items = (long) Math.ceilDiv(count, ITEMS) * ITEMS;
    return new Launch(STEP, operation, Map.of(), new long[] {items}, new long[] {ITEMS});
  }

  @Override
  public boolean fitsSingleLayer(int inputs, int outputs) {
    return groupMemory >= SINGLE_LAYER_BYTES && (inputs + 1L) * outputs <= MOST_CELLS;
  }

  @Override
  public int singleLayerParts(int capacity) {
    return Math.min(MOST_PARTS, Math.ceilDiv(capacity, LEAST_ROWS_PER_PART));
  }

  @Override
  public Launch singleLayer(int capacity, SingleLayer layer) {
    requireFit(layer);
    return new Launch(
        "opencl/gpu/single_layer.cl",
        Operation.SINGLE_LAYER_PARTS,
        Map.of(),
        new long[] {(long) singleLayerParts(capacity) * ITEMS},
        new long[] {ITEMS});
  }

  @Override
  public Launch singleLayerSteps(SingleLayer layer, int rule) {
    requireFit(layer);
    long[] group = {ITEMS};
    return new Launch(
        "opencl/gpu/training_loop.cl",
        "singleLayerSteps",
        Optional.empty(),
        Map.of(),
        group,
        group);
  }

  private static Launch tiles(Operation operation, long columns, long rows) {
    return new Launch(
        STEP, operation, Map.of(), new long[] {columns * ITEMS, rows}, new long[] {ITEMS, 1});
  }

  private static int groups(int count) {
    return Math.ceilDiv(count, TILE);
  }
}
