package io.github.thalweg.engine.prebuilt;

import java.util.Arrays;
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

  /** {@code linearForward}: z = x·Wᵀ + b, y = φ(z). */
  public Launch linear(int capacity, int outputs) {
    return product("cpu/linear.cl", "linearForward", capacity, outputs);
  }

  /** {@code inputGradient}: ∂C/∂x = ∂C/∂z·W ⊙ φ′. */
  public Launch inputGradient(int capacity, int inputs) {
    return product("cpu/input_gradient.cl", "inputGradient", capacity, inputs);
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
        "cpu/parameter_gradient.cl", "parameterGradient", Math.min(wanted, panels), tiles, parts);
  }

  /** {@code addParts}: g = Σ over the parts of {@code size} sums each. */
  public Launch addParts(int size) {
    return elements("add_parts.cl", "addParts", size);
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
