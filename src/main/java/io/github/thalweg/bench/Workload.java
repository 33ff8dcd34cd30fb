package io.github.thalweg.bench;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import io.github.thalweg.program.Training;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A training run to be timed, each with another bottleneck. Data and initial parameters are
 * formulas, so that a program in any framework can train on the very same numbers. Batches come in
 * the order of the data; rows that do not fill a batch are left out.
 */
public enum Workload {
  /** What a step costs when there is next to nothing to compute: Linear 4 → 2 on one example. */
  LINEAR_TINY(
      "linear-tiny",
      SyntheticData.ONE_EXAMPLE,
      List.of(new Dense(2)),
      new Loss.Mse(),
      sgd(0.1, 0),
      1,
      10),

  /** Memory bandwidth: linear regression by full-batch descent over 1,000,000 × 64. */
  LINEAR_FULL(
      "linear-full",
      SyntheticData.HYPERPLANE,
      List.of(new Dense(1)),
      new Loss.Mse(),
      sgd(0.5, 0),
      1_000_000,
      3),

  /** Small steps in quick succession: the same regression in batches of 1024. */
  LINEAR_MINIBATCH(
      "linear-minibatch",
      SyntheticData.HYPERPLANE,
      List.of(new Dense(1)),
      new Loss.Mse(),
      sgd(0.1, 0),
      1024,
      10),

  /** Softmax regression 784 → 10 in batches of 128. */
  SOFTMAX(
      "softmax",
      SyntheticData.IMAGES,
      List.of(new Dense(10)),
      new Loss.CrossEntropy(),
      sgd(0.05, 0),
      128,
      10),

  /** A network of the usual first size: 784-128-10, relu, momentum, batches of 128. */
  MLP_SMALL(
      "mlp-small",
      SyntheticData.IMAGES,
      List.of(new Dense(128), Activation.RELU, new Dense(10)),
      new Loss.CrossEntropy(),
      sgd(0.05, 0.9),
      128,
      10),

  /** Arithmetic: 784-1024-1024-10, relu, Adam, batches of 256. */
  MLP_WIDE(
      "mlp-wide",
      SyntheticData.IMAGES,
      List.of(new Dense(1024), Activation.RELU, new Dense(1024), Activation.RELU, new Dense(10)),
      new Loss.CrossEntropy(),
      new Optimizer.Adam(1e-3, 0.9, 0.999, 1e-8, 0, false),
      256,
      3);

  private final String key;
  private final SyntheticData data;
  private final Training training;
  private final int checkedSteps;

  Workload(
      String key,
      SyntheticData data,
      List<Layer> layers,
      Loss loss,
      Optimizer optimizer,
      int batch,
      int checkedSteps) {
    this.key = key;
    this.data = data;
    this.training =
        new Training(
            new Model(data.columns(), layers),
            loss,
            optimizer,
            new Schedule.Constant(0),
            OptionalDouble.empty(),
            new Batches(data.rows() / batch * batch, batch, false, 0),
            1);
    this.checkedSteps = checkedSteps;
  }

  private static Optimizer sgd(double learningRate, double momentum) {
    return new Optimizer.Sgd(learningRate, momentum, false, 0);
  }

  /**
   * The workload of this name.
   *
   * @throws InvalidInputException when there is none
   */
  public static Workload named(String key) {
    return Arrays.stream(values())
        .filter(workload -> workload.key.equals(key))
        .findFirst()
        .orElseThrow(() -> InvalidInputException.unknown("a workload", key, keys()));
  }

  /** Every name, in the order in which they are run. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Workload::key).toList();
  }

  /** The name on the command line. */
  public String key() {
    return key;
  }

  /** What is trained, and how. */
  public Training training() {
    return training;
  }

  /** The data, computed anew: up to 256 MB in a fraction of a second. */
  public Dataset dataset() {
    return data.dataset(training.batches().rows());
  }

  /**
   * How many first steps are held against the reference; as many as that does in a few seconds, and
   * enough for an update's mistake to show in the next step's loss.
   */
  public int checkedSteps() {
    return checkedSteps;
  }

  /**
   * θ at the start. Biases are 0. Weights of {@code linear-tiny} are 0.01(k + 1) and of the other
   * linear models 0; a layer (out, in) of a classifier has (2u(2⁵⁰ + out·2³⁶ + in·2²² + k) −
   * 1)/√in, k counting row-major in each.
   */
  public float[] initialParameters() {
    Model model = training.model();
    float[] theta = new float[model.parameterCount()];
    for (Parameter parameter : model.parameters()) {
      if (parameter.shape().size() == 2) {
        for (int k = 0; k < parameter.size(); k++) {
          theta[parameter.offset() + k] = initialWeight(parameter, k);
        }
      }
    }
    return theta;
  }

  private float initialWeight(Parameter weight, int k) {
    return switch (data) {
      case ONE_EXAMPLE -> 0.01f * (k + 1);
      case HYPERPLANE -> 0;
      case IMAGES -> {
        int out = weight.shape().get(0);
        int in = weight.shape().get(1);
        long first = (1L << 50) + ((long) out << 36) + ((long) in << 22);
        yield (2 * SyntheticData.u(first + k) - 1) * (float) (1 / Math.sqrt(in));
      }
    };
  }

  /** Rows that a step trains on. */
  public int batch() {
    return training.batches().size();
  }

  /**
   * Bytes of features that a step needs, 4 · batch · columns: X counted once, although the forward
   * pass and the gradient both read it, because a step could do with one pass. Parameters, targets
   * and what the step itself computes are not counted.
   */
  public double bytesPerStep() {
    return 4.0 * batch() * data.columns();
  }

  /**
   * Floating-point operations of a step by the usual estimate, 6 · parameters · batch: for every
   * parameter and row a multiplication and an addition in the forward pass, in the gradient of the
   * parameters and in the gradient of the layer's input. The estimate is taken for all layers
   * alike, although nobody needs the gradient of the first layer's input; a model of one layer does
   * 4 of the 6.
   */
  public double flopPerStep() {
    return 6.0 * training.model().parameterCount() * batch();
  }
}
