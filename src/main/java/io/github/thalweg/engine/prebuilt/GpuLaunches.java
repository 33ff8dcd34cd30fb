package io.github.thalweg.engine.prebuilt;

import java.util.Map;

/** The kernels for GPUs: work groups of 256 work items that share the group's memory. */
public record GpuLaunches() implements Launches {
  /** Rows and columns of sums of a work group. */
  private static final int TILE = 64;

  private static final int ITEMS = 256;

  /** Weights and biases that the group's memory has room for. */
  private static final int MOST_CELLS = 2048;

  private static final int MOST_PARTS = 1024;

  private static final int LEAST_ROWS_PER_PART = 64;

  @Override
  public Launch linear(int capacity, int outputs) {
    return tiles("opencl/gpu/linear.cl", "linearForward", outputs, capacity);
  }

  @Override
  public Launch inputGradient(int capacity, int inputs) {
    return tiles("opencl/gpu/input_gradient.cl", "inputGradient", inputs, capacity);
  }

  @Override
  public Launch parameterGradient(int parts, int inputs, int outputs) {
    return new Launch(
        "opencl/gpu/parameter_gradient.cl",
        "parameterGradient",
        Map.of(),
        new long[] {groups(inputs) * ITEMS, groups(outputs), parts},
        new long[] {ITEMS, 1, 1});
  }

  @Override
  public Launch lossAndGradient(int capacity) {
    return Launches.elements("opencl/gpu/loss_and_gradient.cl", "lossAndGradient", capacity);
  }

  @Override
  public boolean fitsSingleLayer(int inputs, int outputs) {
    return (inputs + 1L) * outputs <= MOST_CELLS;
  }

  @Override
  public int singleLayerParts(int capacity) {
    return Math.min(MOST_PARTS, Math.ceilDiv(capacity, LEAST_ROWS_PER_PART));
  }

  @Override
  public Launch singleLayer(int capacity, SingleLayer layer) {
    requireFit(layer);
    return row("opencl/gpu/single_layer.cl", "singleLayerParts", singleLayerParts(capacity));
  }

  @Override
  public Launch singleLayerSteps(SingleLayer layer, int rule) {
    requireFit(layer);
    return row("opencl/gpu/training_loop.cl", "singleLayerSteps", 1);
  }

  private static Launch row(String file, String entry, long groups) {
    return new Launch(file, entry, Map.of(), new long[] {groups * ITEMS}, new long[] {ITEMS});
  }

  private static Launch tiles(String file, String entry, int columns, int rows) {
    return new Launch(
        file,
        entry,
        Map.of(),
        new long[] {groups(columns) * ITEMS, groups(rows)},
        new long[] {ITEMS, 1});
  }

  private static long groups(int count) {
    return Math.ceilDiv(count, TILE);
  }
}
