package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.MemoryData;
import io.github.thalweg.data.Split;
import io.github.thalweg.data.Task;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.Session;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import io.github.thalweg.recipe.DataSettings;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.Source;
import io.github.thalweg.recipe.Start;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Rows in, a trained model out:
 *
 * <pre>{@code
 * Predictor model = new ModelBuilder()
 *     .dense(8, Activation.TANH)
 *     .dense(1)
 *     .epochs(300)
 *     .progress()
 *     .train(features, targets);
 * float[] outputs = model.predict(new float[] {1, 0});
 * }</pre>
 *
 * <p>Defaults are those of a run file: batches of 32 rows in a random order, 10 epochs, seed 0; all
 * rows train. The optimizer is Adam with PyTorch's defaults. A builder may train several times.
 */
public final class ModelBuilder {
  private final List<Layer> layers = new ArrayList<>();
  private final List<TrainingListener> listeners = new ArrayList<>();
  private Optional<Loss> loss = Optional.empty();
  private Optimizer optimizer = new Optimizer.Adam(1e-3);
  private Schedule schedule = new Schedule.Constant(0);
  private OptionalDouble clipNorm = OptionalDouble.empty();
  private OptionalInt batch = OptionalInt.of(Recipe.DEFAULT_BATCH);
  private int epochs = Recipe.DEFAULT_EPOCHS;
  private long seed;
  private boolean standardize;
  private OptionalDouble testFraction = OptionalDouble.empty();
  private List<String> features = List.of();
  private List<String> targets = List.of();
  private List<String> classes = List.of();
  private Kernels kernels = Kernels.AUTO;
  private Precision precision = Precision.FP32;
  private String device = "auto";
  private Optional<Path> folder = Optional.empty();
  private boolean progress;

  /** Adds a fully connected layer. */
  public ModelBuilder dense(int units) {
    return layer(new Dense(units));
  }

  /** Adds a fully connected layer, and an activation after it. */
  public ModelBuilder dense(int units, Activation activation) {
    return dense(units).layer(activation);
  }

  /** Adds a layer. */
  public ModelBuilder layer(Layer layer) {
    layers.add(layer);
    return this;
  }

  /** Without this it is cross-entropy for class indices, and the mean squared error for numbers. */
  public ModelBuilder loss(Loss other) {
    loss = Optional.of(other);
    return this;
  }

  /** The rule that updates the weights, such as {@code new Optimizer.Adam(0.01)}. */
  public ModelBuilder optimizer(Optimizer other) {
    optimizer = other;
    return this;
  }

  /** How the learning rate changes from epoch to epoch. */
  public ModelBuilder schedule(Schedule other) {
    schedule = other;
    return this;
  }

  /** Gradients with a larger norm are scaled down to this one. */
  public ModelBuilder clipNorm(double norm) {
    clipNorm = OptionalDouble.of(norm);
    return this;
  }

  /** Rows a step, at least 1. */
  public ModelBuilder batch(int rows) {
    batch = OptionalInt.of(rows);
    return this;
  }

  /** All rows in every step. */
  public ModelBuilder fullBatch() {
    batch = OptionalInt.empty();
    return this;
  }

  /** Number of epochs, at least 1. */
  public ModelBuilder epochs(int count) {
    epochs = count;
    return this;
  }

  /** Seed of the random start, the batches' order and the test part. */
  public ModelBuilder seed(long other) {
    seed = other;
    return this;
  }

  /**
   * Brings every feature to mean 0 and deviation 1 first; the model scales new rows in the same
   * way.
   */
  public ModelBuilder standardize() {
    standardize = true;
    return this;
  }

  /**
   * Sets rows aside for a test part: they do not train, and the model is measured on them after
   * every epoch.
   */
  public ModelBuilder testFraction(double fraction) {
    testFraction = OptionalDouble.of(fraction);
    return this;
  }

  /** Names of the features, in the order of a row; without them x1, x2, … */
  public ModelBuilder features(String... names) {
    features = List.of(names);
    return this;
  }

  /** Names of the targets, in the order of a row; without them y, or y1, y2, … */
  public ModelBuilder targets(String... names) {
    targets = List.of(names);
    return this;
  }

  /** Names of the classes, in the order of their indices; without them 0, 1, … */
  public ModelBuilder classes(String... names) {
    classes = List.of(names);
    return this;
  }

  /** The kernels of a device that has several families. */
  public ModelBuilder kernels(Kernels family) {
    kernels = family;
    return this;
  }

  /** The precision of matrix products on a device that has several. */
  public ModelBuilder precision(Precision other) {
    precision = other;
    return this;
  }

  /**
   * The device: {@code auto} (a GPU if TornadoVM has one, else the CPU), {@code cpu}, {@code
   * opencl:0}, or part of a device's name.
   */
  public ModelBuilder device(String id) {
    device = id;
    return this;
  }

  /**
   * Leaves a run folder, which {@code thalweg predict}, {@code runs} and {@link
   * Predictor#Predictor(RunFolder)} read. The rows are not in it.
   */
  public ModelBuilder folder(Path path) {
    folder = Optional.of(path);
    return this;
  }

  /** Prints about ten lines of the training, and the quality of the model at the end. */
  public ModelBuilder progress() {
    progress = true;
    return this;
  }

  /** Adds a listener. */
  public ModelBuilder listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Trains on numbers to predict, or, with {@code new Loss.BceWithLogits()}, on probabilities from
   * 0 to 1.
   *
   * @param rows N rows of D features
   * @param numbers N rows of K targets, as many as the last layer has units
   * @throws io.github.thalweg.InvalidInputException when rows, layers, settings or the device do
   *     not fit
   * @throws io.github.thalweg.RunFailedException when a loss or a weight is no longer finite, or
   *     memory or a device fails
   */
  public Predictor train(float[][] rows, float[][] numbers) {
    return train(MemoryData.regression(rows, numbers, features));
  }

  /**
   * Trains on classes.
   *
   * @param rows N rows of D features
   * @param indices N classes, from 0; the last layer needs a unit for each class
   * @throws io.github.thalweg.InvalidInputException as {@link #train(float[][], float[][])}
   * @throws io.github.thalweg.RunFailedException as the other one
   */
  public Predictor train(float[][] rows, int[] indices) {
    return train(MemoryData.classification(rows, indices, features, classes));
  }

  /** Trains on rows that are a data set already. */
  public Predictor train(Dataset rows) {
    PreparedRun run = PreparedRun.of(recipe(rows));
    try (Session session = run.open(device)) {
      List<TrainingListener> told = new ArrayList<>(listeners);
      folder.map(RunRecorder::create).ifPresent(told::add);
      if (progress) {
        told.add(new PrintedProgress(System.out));
      }
      run.train(session, told.toArray(TrainingListener[]::new));
      return Predictor.of(run, session);
    }
  }

  /** All settings as a recipe, for {@link PreparedRun#of(Recipe)}. */
  public Recipe recipe(Dataset rows) {
    if (!targets.isEmpty() && targets.size() != rows.targetColumns()) {
      throw new InvalidInputException(
          "The rows have "
              + rows.targetColumns()
              + " targets, and "
              + targets.size()
              + " names are given: "
              + String.join(", ", targets)
              + ".");
    }
    return new Recipe(
        "model",
        new DataSettings(
            new Source.Memory(Optional.of(rows), targets),
            standardize,
            true,
            testFraction.isPresent()
                ? Optional.of(new Split(testFraction.getAsDouble(), seed, true))
                : Optional.empty()),
        layers,
        loss.orElseGet(() ->
            rows.task() instanceof Task.Classification ? new Loss.CrossEntropy() : new Loss.Mse()),
        optimizer,
        schedule,
        clipNorm,
        batch,
        epochs,
        kernels,
        precision,
        seed,
        new Start.Random());
  }
}
