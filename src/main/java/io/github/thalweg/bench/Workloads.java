package io.github.thalweg.bench;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Task;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import io.github.thalweg.program.Training;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The workloads with a name, each with another bottleneck, and the look-up of any workload. */
public final class Workloads {
  /** The length of a run in which late optimizations of an engine pay off. */
  private static final int EPOCHS = 1000;

  private static final SyntheticData HYPERPLANE = new SyntheticData.Hyperplane();
  private static final SyntheticData IMAGES =
      new SyntheticData.Images(784, 10, new Task.Classification(10));

  /** The cost of a step with almost no computation: Linear 4 → 2 on one example. */
  public static final Workload LINEAR_TINY =
      workload(
          "linear-tiny",
          new SyntheticData.OneExample(),
          List.of(new Dense(2)),
          new Loss.Mse(),
          sgd(0.1, 0),
          new Batches(1, 1, false, 0),
          10);

  /** Memory bandwidth: linear regression by full-batch descent over 1,000,000 × 64. */
  public static final Workload LINEAR_FULL =
      workload(
          "linear-full",
          HYPERPLANE,
          List.of(new Dense(1)),
          new Loss.Mse(),
          sgd(0.5, 0),
          wholeBatches(1_000_000, 1_000_000),
          3);

  /** Small steps in quick succession: the same regression in batches of 1024. */
  public static final Workload LINEAR_MINIBATCH =
      workload(
          "linear-minibatch",
          HYPERPLANE,
          List.of(new Dense(1)),
          new Loss.Mse(),
          sgd(0.1, 0),
          wholeBatches(1_000_000, 1024),
          10);

  /** Softmax regression 784 → 10 in batches of 128. */
  public static final Workload SOFTMAX =
      workload(
          "softmax",
          IMAGES,
          List.of(new Dense(10)),
          new Loss.CrossEntropy(),
          sgd(0.05, 0),
          wholeBatches(60_000, 128),
          10);

  /** A network of a usual first size: 784-128-10, relu, momentum, batches of 128. */
  public static final Workload MLP_SMALL =
      workload(
          "mlp-small",
          IMAGES,
          List.of(new Dense(128), Activation.RELU, new Dense(10)),
          new Loss.CrossEntropy(),
          sgd(0.05, 0.9),
          wholeBatches(60_000, 128),
          10);

  /** Arithmetic: 784-1024-1024-10, relu, Adam, batches of 256. */
  public static final Workload MLP_WIDE =
      workload(
          "mlp-wide",
          IMAGES,
          List.of(
              new Dense(1024), Activation.RELU, new Dense(1024), Activation.RELU, new Dense(10)),
          new Loss.CrossEntropy(),
          new Optimizer.Adam(1e-3, 0.9, 0.999, 1e-8, 0, false),
          wholeBatches(60_000, 256),
          3);

  /** The workloads with a name, in the order of running. */
  public static final List<Workload> NAMED =
      List.of(LINEAR_TINY, LINEAR_FULL, LINEAR_MINIBATCH, SOFTMAX, MLP_SMALL, MLP_WIDE);

  private Workloads() {}

  /**
   * The workload of this name, or of this shape.
   *
   * @param key one of {@link #keys()}, or a {@link Shape} such as {@code 784-100-10@128}
   * @throws InvalidInputException when it is neither
   */
  public static Workload of(String key) {
    if (Shape.isMeantBy(key)) {
      return Shape.parse(key).workload();
    }
    List<String> all = Stream.concat(keys().stream(), Stream.of(TimeToQuality.KEY)).toList();
    return NAMED.stream()
        .filter(workload -> workload.key().equals(key))
        .findFirst()
        .orElseThrow(() -> InvalidInputException.unknown("a workload", key, all));
  }

  /** Every name, in the order of running. */
  public static List<String> keys() {
    return NAMED.stream().map(Workload::key).toList();
  }

  /** A training with a constant learning rate and without clipping. */
  static Workload workload(
      String key,
      SyntheticData data,
      List<Layer> layers,
      Loss loss,
      Optimizer optimizer,
      Batches batches,
      int checkedSteps) {
    Training training =
        new Training(
            new Model(data.columns(), layers),
            loss,
            optimizer,
            new Schedule.Constant(0),
            OptionalDouble.empty(),
            batches,
            EPOCHS);
    return new Workload(key, data, training, checkedSteps);
  }

  /** Batches in the order of the data, without the last one if it is a part. */
  static Batches wholeBatches(int rows, int batch) {
    return new Batches(rows / batch * batch, batch, false, 0);
  }

  static Optimizer sgd(double learningRate, double momentum) {
    return new Optimizer.Sgd(learningRate, momentum, false, 0);
  }
}
