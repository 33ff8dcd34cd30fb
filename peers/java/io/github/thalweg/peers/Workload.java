package io.github.thalweg.peers;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A training run of {@code thalweg bench}, described again for other frameworks: dense layers with
 * relu between them, batches in the order of the data, without a smaller last batch. The data come
 * from {@link Data}.
 *
 * @param name as on Thalweg's command line
 * @param data which formula
 * @param rows rows of the data set for training, a multiple of {@code batch}
 * @param widths values in a row of the input and of each layer's output
 * @param optimizer the update rule
 * @param batch rows in a step
 */
record Workload(
    String name, Data data, int rows, List<Integer> widths, Optimizer optimizer, int batch) {

  sealed interface Optimizer {
    record Sgd(float learningRate, float momentum) implements Optimizer {}

    /** β₁ = 0.9, β₂ = 0.999, ε = 1e-8: the defaults of every framework here. */
    record Adam(float learningRate) implements Optimizer {}
  }

  static final Workload LINEAR_TINY =
      new Workload(
          "linear-tiny", Data.ONE_EXAMPLE, 1, List.of(4, 2), new Optimizer.Sgd(0.1f, 0), 1);
  static final Workload LINEAR_FULL =
      new Workload(
          "linear-full",
          Data.HYPERPLANE,
          1_000_000,
          List.of(64, 1),
          new Optimizer.Sgd(0.5f, 0),
          1_000_000);
  static final Workload LINEAR_MINIBATCH =
      new Workload(
          "linear-minibatch",
          Data.HYPERPLANE,
          976 * 1024,
          List.of(64, 1),
          new Optimizer.Sgd(0.1f, 0),
          1024);
  static final Workload SOFTMAX =
      new Workload(
          "softmax", Data.IMAGES, 468 * 128, List.of(784, 10), new Optimizer.Sgd(0.05f, 0), 128);
  static final Workload MLP_SMALL =
      new Workload(
          "mlp-small",
          Data.IMAGES,
          468 * 128,
          List.of(784, 128, 10),
          new Optimizer.Sgd(0.05f, 0.9f),
          128);
  static final Workload MLP_WIDE =
      new Workload(
          "mlp-wide",
          Data.IMAGES,
          234 * 256,
          List.of(784, 1024, 1024, 10),
          new Optimizer.Adam(1e-3f),
          256);

  static final List<Workload> NAMED =
      List.of(LINEAR_TINY, LINEAR_FULL, LINEAR_MINIBATCH, SOFTMAX, MLP_SMALL, MLP_WIDE);

  /** Rows of a shape's data set; a larger batch is the whole data set. */
  private static final int SHAPE_ROWS = 10_000;

  /** The workload of this name, or of a shape such as {@code 784-100-10@128}. */
  static Workload of(String name) {
    return NAMED.stream()
        .filter(workload -> workload.name.equals(name))
        .findFirst()
        .orElseGet(() -> ofShape(name));
  }

  /** Plain gradient descent with the rate 1/(the largest width). */
  private static Workload ofShape(String shape) {
    String[] parts = shape.split("@");
    List<Integer> widths = Arrays.stream(parts[0].split("-")).map(Integer::valueOf).toList();
    int batch = Integer.parseInt(parts[1]);
    int rows = Math.max(SHAPE_ROWS, batch) / batch * batch;
    float learningRate = (float) (1.0 / Collections.max(widths));
    return new Workload(
        shape, Data.IMAGES, rows, widths, new Optimizer.Sgd(learningRate, 0), batch);
  }

  int inputs() {
    return widths.getFirst();
  }

  int outputs() {
    return widths.getLast();
  }

  int layers() {
    return widths.size() - 1;
  }

  int stepsPerEpoch() {
    return rows / batch;
  }

  /** Whether the loss is the mean squared error; otherwise it is the cross-entropy of classes. */
  boolean regression() {
    return data != Data.IMAGES || outputs() == 1;
  }

  /**
   * Multiply-adds that a step needs. For each row, there is one for each weight in the forward
   * pass, one in the gradient of the weights, and one in the gradient of a layer's input, which the
   * first layer does not need; and one for each weight in the update.
   */
  double multiplyAdds() {
    double weights = 0;
    for (int layer = 0; layer < layers(); layer++) {
      weights += weightsOf(layer);
    }
    return batch * (3 * weights - weightsOf(0)) + weights;
  }

  private double weightsOf(int layer) {
    return (double) widths.get(layer) * widths.get(layer + 1);
  }
}
