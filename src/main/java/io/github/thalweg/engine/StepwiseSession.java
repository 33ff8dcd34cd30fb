package io.github.thalweg.engine;

import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The part of a session that is the same on every engine: it checks the thread and the order of
 * calls, divides the rows into steps, computes the values that change from step to step, and adds
 * up the metrics. An engine adds the copy of data to its device, one step and one evaluation.
 */
public abstract class StepwiseSession implements Session {
  protected final TrainingProgram program;
  private final Batches batches;
  private final Owner owner = new Owner();
  private Dataset train;
  private Optional<Dataset> test = Optional.empty();

  /** Written only by the owner, read by any thread that shows progress. */
  private final AtomicLong step = new AtomicLong();

  private final StepTable table;
  private long first;
  private long epochInPlace = -1;
  private long orderNanos;
  private volatile boolean stopped;

  /** Halves of the next step that are done. */
  private int halves;

  /** Of the half step. */
  private double loss;

  protected StepwiseSession(TrainingProgram program) {
    this.program = program;
    this.batches = program.training().batches();
    this.table = new StepTable(program.training());
  }

  /** Moves checked data to the device. */
  protected abstract void upload(Dataset train, Optional<Dataset> test);

  /** Copies the row order of an epoch to the device; only called when the program gathers. */
  protected abstract void order(int[] order);

  /**
   * Takes the steps of a table, one after the other or many at once, and calls {@link
   * #shouldContinue} in between.
   *
   * @param losses receives the loss of step i at {@code from} + i
   * @return steps taken, fewer than in the table only if {@code shouldContinue} returned false
   */
  protected abstract int runSteps(StepTable steps, double[] losses, int from);

  /**
   * Computes the gradient of the one step of a table.
   *
   * @return the mean loss of its batch
   */
  protected abstract double runGradient(StepTable step);

  /** Takes the one step of a table with the present gradient. */
  protected abstract void runUpdate(StepTable step);

  protected abstract void writeGradient(FlatVector g);

  /**
   * Runs the evaluation phase on consecutive rows of a part.
   *
   * @param wanted a tensor of that phase with a row for each of these rows
   * @return (rows, columns of the tensor)
   */
  protected abstract double[] runEvaluation(Part part, int offset, int rows, Tensor wanted);

  protected abstract void writeParameters(FlatVector theta);

  /** A copy of θ. */
  protected abstract FlatVector readParameters();

  protected abstract void writeSlots(FlatVector slots);

  /** A copy of the optimizer's state. */
  protected abstract FlatVector readSlots();

  /** Frees what the session holds on its device; called once. */
  protected abstract void release();

  @Override
  public final void load(Dataset train, Optional<Dataset> test) {
    requireOwner();
    DataChecks.requireFit(program, train, "training");
    test.ifPresent(part -> DataChecks.requireFit(program, part, "test"));
    upload(train, test);
    halves = 0;
    this.train = train;
    this.test = test;
  }

  @Override
  public final double[] train(int steps) {
    requireLoaded();
    requireHalves(0);
    double[] losses = new double[steps];
    int taken = 0;
    while (taken < steps && !stopped) {
      first = step.get();
      bringOrder(batches.epochOf(first));
      table.fill(first, steps - taken);
      int run = runSteps(table, losses, taken);
      step.set(first + run);
      taken += run;
    }
    return taken < steps ? Arrays.copyOf(losses, taken) : losses;
  }

  @Override
  public final void computeGradient() {
    requireLoaded();
    requireHalves(0);
    first = step.get();
    bringOrder(batches.epochOf(first));
    table.fill(first, 1);
    loss = runGradient(table);
    halves = 1;
  }

  @Override
  public final void gradient(float[] g) {
    requireOwner();
    requireHalves(1);
    requireLength("elements of the gradient", g.length, program.parameterCount());
    writeGradient(FlatVector.of(g));
  }

  @Override
  public final double applyGradient() {
    requireOwner();
    requireHalves(1);
    runUpdate(table);
    halves = 0;
    step.set(first + 1);
    return loss;
  }

  private void requireHalves(int taken) {
    if (halves != taken) {
      throw new IllegalStateException(
          taken == 0
              ? "The gradient of the next step was computed already; applyGradient takes that step."
              : "There is no gradient of the next step; computeGradient comes first.");
    }
  }

  /**
   * Records an engine's progress in a table, and returns whether to continue.
   *
   * @param taken steps of the table that are done
   */
  protected final boolean shouldContinue(int taken) {
    step.setRelease(first + taken);
    return !stopped;
  }

  @Override
  public final void stop() {
    stopped = true;
  }

  private void bringOrder(long epoch) {
    if (batches.shuffled() && epoch != epochInPlace) {
      long start = System.nanoTime();
      order(batches.order(epoch));
      epochInPlace = epoch;
      orderNanos += System.nanoTime() - start;
    }
  }

  /** For an engine that no longer holds the order of the current epoch. */
  protected final void bringOrderAgain() {
    epochInPlace = -1;
    bringOrder(batches.epochOf(step.get()));
  }

  @Override
  public final double orderSeconds() {
    return orderNanos / 1e9;
  }

  @Override
  public final long step() {
    return step.get();
  }

  @Override
  public final Evaluation evaluate(Part part) {
    requireLoaded();
    return evaluate(part, data(part).rows());
  }

  @Override
  public final Evaluation evaluate(Part part, int rows) {
    requireLoaded();
    if (rows < 1 || rows > data(part).rows()) {
      throw new IllegalArgumentException(
          "The part has " + data(part).rows() + " rows; " + rows + " were asked for.");
    }
    int outputs = program.training().model().outputs();
    Loss loss = program.training().loss();
    double lossSum = 0;
    double scoreSum = 0;
    double[] metrics = evaluate(part, rows, program.metrics().rowMetrics());
    for (int i = 0; i < rows; i++) {
      lossSum += metrics[2 * i];
      scoreSum += metrics[2 * i + 1];
    }
    double values = (double) rows * loss.targetColumns(outputs);
    double score = scoreSum / values;
    if (!loss.classifies() && !Double.isFinite(score)) {
      score = squaredResiduals(part, rows) / values;
    }
    return new Evaluation(
        rows,
        lossSum / values,
        loss.classifies() ? OptionalDouble.of(score) : OptionalDouble.empty(),
        loss.classifies() ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(score)));
  }

  /** In float64 from the outputs: squares leave float32 long before residuals do. */
  private double squaredResiduals(Part part, int rows) {
    double[] outputs = evaluate(part, rows, program.metrics().output());
    FloatBuffer targets = data(part).targets();
    double sum = 0;
    for (int i = 0; i < outputs.length; i++) {
      double residual = outputs[i] - targets.get(i);
      sum += residual * residual;
    }
    return sum;
  }

  @Override
  public final float[] outputs(Part part) {
    requireLoaded();
    double[] outputs = evaluate(part, data(part).rows(), program.metrics().output());
    return FlatVector.of(outputs).floats();
  }

  /** A tensor of the evaluation phase for a part's first rows, taken in slices of its capacity. */
  private double[] evaluate(Part part, int rows, Tensor wanted) {
    int capacity = program.evaluation().capacity();
    double[] all = new double[Math.multiplyExact(rows, wanted.columns())];
    for (int offset = 0; offset < rows; offset += capacity) {
      double[] slice = runEvaluation(part, offset, Math.min(capacity, rows - offset), wanted);
      System.arraycopy(slice, 0, all, offset * wanted.columns(), slice.length);
    }
    return all;
  }

  private Dataset data(Part part) {
    return part == Part.TRAIN
        ? train
        : test.orElseThrow(() -> new IllegalStateException("No test data was loaded."));
  }

  @Override
  public final float[] parameters() {
    requireOwner();
    return readParameters().floats();
  }

  @Override
  public final void parameters(float[] theta) {
    requireOwner();
    requireLength("parameters", theta.length, program.parameterCount());
    writeParameters(FlatVector.of(theta));
  }

  @Override
  public final float[] gradient() {
    return FlatVector.of(read(program.parameterUpdate().gradient())).floats();
  }

  @Override
  public final State state() {
    requireOwner();
    return new State(step.get(), readParameters(), readSlots());
  }

  @Override
  public final void state(State state) {
    requireOwner();
    requireLength("parameters", state.parameters().size(), program.parameterCount());
    requireLength("optimizer state values", state.slots().size(), program.stateCount());
    writeParameters(state.parameters());
    writeSlots(state.slots());
    step.set(state.step());
    halves = 0;
  }

  @Override
  public final void close() {
    if (owner.closes()) {
      release();
    }
  }

  /** Throws unless the caller may use the session now. */
  protected final void requireOwner() {
    owner.require();
  }

  /**
   * Rows of the last step's batch, for a tensor with values for each.
   *
   * @throws IllegalStateException when there was no step yet
   */
  protected final int rowsOf(Tensor tensor) {
    return tensor.shape().batched() ? lastRows() : 0;
  }

  /** Rows of the last step's batch. */
  protected final int lastRows() {
    if (halves == 1) {
      return batches.rowsOf(first);
    }
    if (step.get() == 0) {
      throw new IllegalStateException("No step has been taken yet, so there is nothing to read.");
    }
    return batches.rowsOf(step.get() - 1);
  }

  /** Throws unless the caller may use the session now and data was loaded. */
  protected final void requireLoaded() {
    requireOwner();
    if (train == null) {
      throw new IllegalStateException("No data was loaded; call load before train and evaluate.");
    }
  }

  private static void requireLength(String what, long given, long expected) {
    if (given != expected) {
      throw new IllegalArgumentException(
          "The program has " + expected + " " + what + "; " + given + " were given.");
    }
  }
}
