package io.github.thalweg.engine.prebuilt;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The kernels for OpenCL devices that are CPUs. Work groups of the larger kernels are one work item
 * each, which has a core to itself and writes its vectors out.
 *
 * @param computeUnits how many work groups run at the same time
 */
public record CpuLaunches(int computeUnits) implements Launches {
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

  @Override
  public Launch linear(int capacity, int outputs) {
    return product("opencl/cpu/linear.cl", "linearForward", capacity, outputs);
  }

  @Override
  public Launch inputGradient(int capacity, int inputs) {
    return product("opencl/cpu/input_gradient.cl", "inputGradient", capacity, inputs);
  }

  private Launch product(String file, String entry, int capacity, int columns) {
    int panels = Math.ceilDiv(columns, PANEL);
    int wanted = Math.ceilDiv(ITEMS_PER_UNIT * computeUnits, panels);
    int most = Math.ceilDiv(Math.ceilDiv(capacity, BLOCK_ROWS), LEAST_BLOCKS);
    int least = Math.ceilDiv(capacity, MOST_ROWS);
    return items(file, entry, Map.of(), panels, Math.max(least, Math.min(wanted, most)));
  }

  @Override
  public Launch parameterGradient(int parts, int inputs, int outputs) {
    int tiles = Math.ceilDiv(outputs, TILE);
    int panels = Math.ceilDiv(inputs, PANEL);
    int wanted = Math.ceilDiv(ITEMS_PER_UNIT * computeUnits, tiles * parts);
    return items(
        "opencl/cpu/parameter_gradient.cl",
        "parameterGradient",
        Map.of(),
        Math.min(wanted, panels),
        tiles,
        parts);
  }

  @Override
  public Launch lossAndGradient(int capacity) {
    int groups = Math.min(ITEMS_PER_UNIT * computeUnits, Math.ceilDiv(capacity, ROWS_PER_LOSS));
    return items("opencl/cpu/loss_and_gradient.cl", "lossAndGradient", Map.of(), groups);
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
    return items(
        "opencl/cpu/single_layer.cl",
        "singleLayerParts",
        constants(layer),
        singleLayerParts(capacity));
  }

  @Override
  public Launch singleLayerSteps(SingleLayer layer, int rule) {
    Map<String, Integer> constants = new HashMap<>(constants(layer));
    constants.put("RULE", rule);
    return items("opencl/cpu/training_loop.cl", "singleLayerSteps", constants, 1);
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

  private static Launch items(
      String file, String entry, Map<String, Integer> constants, long... global) {
    long[] local = new long[global.length];
    Arrays.fill(local, 1);
    return new Launch(file, entry, constants, global, local);
  }
}
