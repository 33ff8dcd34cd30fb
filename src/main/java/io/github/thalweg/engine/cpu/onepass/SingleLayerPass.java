package io.github.thalweg.engine.cpu.onepass;

import io.github.thalweg.engine.cpu.dense.CpuMemory;
import io.github.thalweg.engine.cpu.dense.CpuOp;
import io.github.thalweg.engine.cpu.dense.RowLoss;
import io.github.thalweg.engine.cpu.elements.ActivationFunctions;
import io.github.thalweg.engine.cpu.elements.DoubleSum;
import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.gemm.Gemm.Form;
import io.github.thalweg.engine.cpu.gemm.Transposition;
import io.github.thalweg.engine.cpu.gemm.VectorGemm;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Rows;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import io.github.thalweg.engine.cpu.threads.Workers;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.program.SingleLayer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Forward pass, loss and gradient of a model with one layer, in one pass over the batch: a strip of
 * rows that stays in a core's cache goes through all of them before the next is read. Blocks of
 * strips have their own sums, which are added up in order, in float64.
 *
 * <p>The values in between (outputs and their derivatives) are not kept. A request computes them
 * again from the parameters before the step.
 */
public final class SingleLayerPass implements CpuOp {
  /** More parameters are better divided among the threads than summed in every block. */
  private static final int MOST_PARAMETERS = 1 << 15;

  /** Floats of features in a strip: 128 kB, a part of a core's own cache. */
  private static final int STRIP = 1 << 15;

  /**
   * The same if rows are used as they come from memory: a strip may be larger than a cache. Its
   * sums consist of shorter ones.
   */
  private static final int STREAMED_STRIP = 1 << 17;

  /** Least multiplications that are worth another thread. */
  private static final long MULTIPLICATIONS = 1 << 14;

  /** A block needs a set of sums, so it should have some rows to add. */
  private static final int FEWEST_ROWS = 32;

  private static final int MOST_BLOCKS = 64;

  /** From this many features on, vectors pay in a layer with a single output. */
  private static final int WIDE = 16;

  private final Gemm gemm;
  private final ActivationFunctions activations;
  private final Workers workers;
  private final CpuMemory memory;
  private final SingleLayer layer;
  private final Loss function;
  private final Activation activation;
  private final Matrix mean;
  private final int inputs;
  private final int outputs;
  private final int targets;
  private final int parameters;
  private final int stripRows;

  /** Rows that are read together: a strip from each of four streams, or one strip. */
  private final int streamedRows;

  /** Whether the rows go through {@link SingleOutput} or {@link NarrowLeastSquares}. */
  private final boolean single;

  /** θ before the step. */
  private final float[] before;

  private final Strip[] strips;
  private final double[] total;
  private final IntConsumer block = this::block;

  /** The rows of the last step's data set; an evaluation has others. */
  private Rows features;

  private Rows labels;
  private int offset;
  private int rows;
  private int blockRows;

  private SingleLayerPass(
      Gemm gemm, Workers workers, CpuMemory memory, SingleLayer layer, Matrix mean, int capacity) {
    this.gemm = gemm;
    activations = gemm.activations();
    this.workers = workers;
    this.memory = memory;
    this.layer = layer;
    this.mean = mean;
    function = layer.loss().function();
    activation = layer.linear().activation().orElse(null);
    inputs = layer.linear().input().columns();
    outputs = layer.linear().output().columns();
    targets = layer.load().target().columns();
    parameters = layer.parameterCount();

    single =
        outputs == 1
            && activation == null
            && function instanceof Loss.OfElements
            && inputs >= WIDE
            && gemm instanceof VectorGemm;
    boolean streamed = single && !layer.load().gathered();
    int most = blockRows(capacity);
    stripRows =
        single
            ? Math.clamp((streamed ? STREAMED_STRIP : STRIP) / inputs, 1, most)
            : Math.clamp(STRIP / inputs, 1, Math.min(most, SingleOutput.ROWS_OF_A_SUM));
    streamedRows =
        single
            ? SingleOutput.streamedRows(streamed ? blockRows(capacity) : stripRows, inputs)
            : stripRows;
    before = new float[parameters];
    total = new double[parameters];
    strips = new Strip[Math.ceilDiv(capacity, blockRows(capacity))];
    Arrays.setAll(strips, _ -> new Strip());
  }

  /**
   * The pass for a layer, unless the layer is too large for it.
   *
   * @param mean receives the loss
   * @param capacity the most rows of a batch
   */
  public static Optional<SingleLayerPass> of(
      Gemm gemm, Workers workers, CpuMemory memory, SingleLayer layer, Matrix mean, int capacity) {
    return layer.parameterCount() <= MOST_PARAMETERS
        ? Optional.of(new SingleLayerPass(gemm, workers, memory, layer, mean, capacity))
        : Optional.empty();
  }

  private int blockRows(int rows) {
    long multiplications = 2L * rows * inputs * outputs;
    int most = Math.clamp(rows / FEWEST_ROWS, 1, MOST_BLOCKS);
    int count = Math.clamp(multiplications / MULTIPLICATIONS, 1, most);
    return Math.ceilDiv(rows, count);
  }

  @Override
  public void run(int rows, Coefficients coefficients) {
    this.rows = rows;
    features = memory.features;
    labels = memory.targets;
    offset = memory.dataOffset;
    blockRows = blockRows(rows);
    int blocks = Math.ceilDiv(rows, blockRows);
    System.arraycopy(memory.theta, 0, before, 0, parameters);
    workers.run(blocks, block);
    double loss = 0;
    for (int b = 0; b < blocks; b++) {
      loss += strips[b].loss;
    }
    mean.data[mean.offset] = (float) (loss / ((double) rows * targets));
    addUp(blocks);
  }

  private void addUp(int blocks) {
    System.arraycopy(strips[0].gradient, 0, total, 0, parameters);
    for (int b = 1; b < blocks; b++) {
      double[] part = strips[b].gradient;
      for (int k = 0; k < parameters; k++) {
        total[k] += part[k];
      }
    }
    float[] gradient = memory.gradient;
    for (int k = 0; k < parameters; k++) {
      gradient[k] = (float) total[k];
    }
  }

  private void block(int index) {
    Strip strip = strips[index];
    int end = Math.min(rows, (index + 1) * blockRows);
    strip.loss = 0;
    Arrays.fill(strip.gradient, 0);
    for (int from = index * blockRows; from < end; from += streamedRows) {
      int count = Math.min(streamedRows, end - from);
      if (single) {
        strip.pass(memory.theta, from, count);
      } else {
        strip.forward(memory.theta, from, count);
        strip.backward();
      }
    }
  }

  /**
   * A tensor of the last step that is not kept: row-major, all rows of the batch.
   *
   * @param tensor features, targets, outputs or derivatives of the batch
   */
  public double[] recompute(Tensor tensor) {
    double[] values = new double[rows * tensor.columns()];
    Strip strip = strips[0];
    for (int from = 0; from < rows; from += stripRows) {
      int count = Math.min(stripRows, rows - from);
      strip.forward(before, from, count);
      double[] some = strip.rows(tensor).doubles(count * tensor.columns());
      System.arraycopy(some, 0, values, from * tensor.columns(), some.length);
    }
    return values;
  }

  /** The values of a few rows in the layer, and the sums of a block. */
  private final class Strip {
    private final boolean gathered = layer.load().gathered();
    private final Matrix x = new Matrix(floats(gathered, inputs), 0, inputs);
    private final Rows t =
        Rows.zeros(function.targetKind(), gathered ? rowsAtOnce() * targets : 0, targets);
    private final RowLoss rowLoss = RowLoss.of(function, gemm.crossEntropy(), t);
    private final Matrix someX = new Matrix(x.data, 0, inputs);
    private final Matrix someT = new Matrix(new float[0], 0, targets);
    private final Matrix y = new Matrix(floats(true, outputs), 0, outputs);
    private final Matrix dy = new Matrix(floats(true, outputs), 0, outputs);
    private final Matrix transposed =
        new Matrix(
            new float[outputs * Transposition.width(stripRows)], 0, Transposition.width(stripRows));

    /** The tensor that gives φ′: y, or z if there is a tensor for it. */
    private final Matrix saved =
        layer.linear().preActivation().isPresent()
            ? new Matrix(floats(true, outputs), 0, outputs)
            : y;

    private final double[] gradient = new double[parameters];
    private final Matrix ofStrip = new Matrix(new float[outputs * inputs + 1], 0, inputs);
    private final Matrix weight = new Matrix(before, 0, inputs);
    private final Matrix biases = new Matrix(before, 0, outputs);
    private final int weightOffset = layer.linear().weight().offset();
    private final int bias = layer.linear().bias().map(Tensor::offset).orElse(-1);
    private final Tile gradientTile = Tile.whole(outputs, inputs);
    private Tile tile = Tile.whole(stripRows, outputs);
    private int count;
    private double loss;

    private float[] floats(boolean wanted, int columns) {
      return new float[wanted ? rowsAtOnce() * columns : 0];
    }

    private int rowsAtOnce() {
      return Math.max(stripRows, SingleOutput.STREAMS);
    }

    Rows rows(Tensor tensor) {
      if (tensor.equals(layer.load().input())) {
        return x;
      } else if (tensor.equals(layer.load().target())) {
        return t;
      } else if (tensor.equals(layer.loss().gradient())) {
        return dy;
      }
      return tensor.equals(layer.linear().output()) ? y : saved;
    }

    /** Rows {@code from} … of the batch: outputs, loss, and the derivative of the loss. */
    void forward(float[] theta, int from, int count) {
      if (tile.rows() != count) {
        tile = Tile.whole(count, outputs);
      }
      this.count = count;
      load(from);
      weight.moveTo(theta, weightOffset);
      multiply(theta);
      if (bias >= 0) {
        biases.moveTo(theta, bias);
        activations.addBias(biases, y, tile);
      }
      if (activation != null) {
        if (saved != y) {
          System.arraycopy(y.data, 0, saved.data, 0, count * outputs);
        }
        activations.apply(activation, y, tile);
      }
      double scale = 1 / ((double) rows * targets);
      loss += rowLoss.lossAndGradient(0, count, y, dy, scale);
      if (activation != null) {
        activations.multiplyByDerivative(activation, saved, dy, tile);
      }
    }

    /** y = x·Wᵀ. */
    private void multiply(float[] theta) {
      if (single) {
        for (int i = 0; i < count; i++) {
          y.data[i] = SingleOutput.dot(inputs, x.data, x.at(i, 0), theta, weightOffset);
        }
      } else {
        gemm.multiply(Form.A_BT, inputs, x, weight, y, tile);
      }
    }

    /** Forward and backward, a few rows of each of four streams at a time. */
    void pass(float[] theta, int from, int count) {
      this.count = count;
      load(from);
      int apart = count / SingleOutput.STREAMS;
      int most = Math.max(1, stripRows / SingleOutput.STREAMS);
      for (int i = 0; i < apart; i += most) {
        pass(theta, i, SingleOutput.STREAMS * Math.min(most, apart - i), apart);
      }
      int whole = SingleOutput.STREAMS * apart;
      if (whole < count) {
        pass(theta, whole, count - whole, 0);
      }
    }

    private void pass(float[] theta, int first, int rowsOfStrip, int apart) {
      someX.moveTo(x, first);
      someT.moveTo(t, first);
      float b = bias >= 0 ? theta[bias] : 0;
      double scale = 1 / (double) rows;
      float[] sums = ofStrip.data;
      loss +=
          NarrowLeastSquares.fits(function, inputs)
              ? NarrowLeastSquares.pass(
                  rowsOfStrip,
                  apart,
                  inputs,
                  someX,
                  someT,
                  theta,
                  weightOffset,
                  b,
                  scale,
                  y.data,
                  sums)
              : SingleOutput.pass(
                  (Loss.OfElements) function,
                  rowsOfStrip,
                  apart,
                  inputs,
                  someX,
                  someT,
                  theta,
                  weightOffset,
                  b,
                  scale,
                  y.data,
                  dy.data,
                  sums);
      addUp();
      if (bias >= 0) {
        gradient[bias] += ofStrip.data[inputs];
      }
    }

    private void load(int from) {
      int first = offset + from;
      if (!gathered) {
        x.moveTo(features, first);
        t.moveTo(labels, first);
        return;
      }
      for (int i = 0; i < count; i++) {
        int row = memory.order[first + i];
        x.copyRow(features, row, i);
        t.copyRow(labels, row, i);
      }
    }

    /** Adds the gradient of the strip's rows. */
    void backward() {
      Transposition.copy(dy, 0, count, 0, outputs, transposed.data, 0, transposed.columns);
      gemm.multiply(Form.A_B, count, transposed, x, ofStrip, gradientTile);
      addUp();
      if (bias >= 0) {
        for (int j = 0; j < outputs; j++) {
          gradient[bias + j] += DoubleSum.of(transposed.data, transposed.at(j, 0), count);
        }
      }
    }

    /** Adds the weights' sums of the strip to the block's. */
    private void addUp() {
      int weights = outputs * inputs;
      for (int k = 0; k < weights; k++) {
        gradient[weightOffset + k] += ofStrip.data[k];
      }
    }
  }
}
