package io.github.thalweg.engine;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.nn.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A training program on a device, with its data, parameters and optimizer state. A session belongs
 * to the thread that opened it. Parameters start at zero.
 */
public interface Session extends AutoCloseable {
  /** Which part of the data. */
  enum Part {
    TRAIN,
    TEST
  }

  /**
   * Moves the data to the device, once. Checks before that every shape, label and value fits.
   *
   * @throws io.github.thalweg.InvalidInputException when the data does not fit the program
   * @throws io.github.thalweg.RunFailedException when the device has too little memory for it
   */
  void load(Dataset train, Optional<Dataset> test);

  /**
   * Takes that many training steps, on from where the run stands, across epochs if need be; fewer
   * when {@link #stop} is called meanwhile.
   *
   * @return for each step taken the mean loss of its batch, as seen before the update
   */
  double[] train(int steps);

  /**
   * The first half of the next step: forward pass, loss and gradient of its batch. Between the two
   * halves g may be read, and replaced: where several devices train together, by the mean of all.
   *
   * @throws IllegalStateException when a first half was taken already
   */
  void computeGradient();

  /**
   * Replaces g between the two halves of a step.
   *
   * @param g (P)
   * @throws IllegalStateException when there was no first half
   */
  void gradient(float[] g);

  /**
   * The second half: clips, where the program does, and updates.
   *
   * @return the mean loss of the batch, as seen before the update
   * @throws IllegalStateException when there was no first half
   */
  double applyGradient();

  /** Ends training after the step at hand, for good; may be called from any thread. */
  void stop();

  /** Steps begun since the start of the run; may be read from any thread. */
  long step();

  /** The metrics of the current parameters over all rows of a part. */
  Evaluation evaluate(Part part);

  /**
   * The metrics of the current parameters over the first rows of a part.
   *
   * @param rows 1 … the part's rows
   */
  Evaluation evaluate(Part part, int rows);

  /** The model's outputs for every row of a part, (rows, outputs). */
  float[] outputs(Part part);

  /**
   * Seconds that compiling the program's kernels took when data was loaded, up to the first run of
   * each. 0 where there is nothing to compile.
   */
  default double compileSeconds() {
    return 0;
  }

  /**
   * Takes training steps like {@link #train} with a clock on every kernel, which makes them slower:
   * for looking at a step's parts, not for timing it. What a kernel takes contains no other one,
   * but finds in the caches what that left there. Kernels that take less than the clock can tell
   * are left out. Empty where a session does not tell its kernels apart.
   *
   * @param steps at most; at least 1
   */
  default List<KernelTime> kernelTimes(int steps) {
    return List.of();
  }

  /**
   * Seconds of {@link #train} that went, so far, into drawing the epochs' orders of rows and
   * bringing them to the device. 0 where rows are not shuffled, and where a session does not tell.
   */
  default double orderSeconds() {
    return 0;
  }

  /** θ, ({@link io.github.thalweg.program.TrainingProgram#parameterCount()}). */
  float[] parameters();

  /** Replaces θ. */
  void parameters(float[] theta);

  /** g of the last step, clipped if the program clips; after a first half as it is before that. */
  float[] gradient();

  /** All that a later session needs to go on bit for bit. */
  State state();

  /** Takes up where another session of the same program left off. */
  void state(State state);

  /**
   * Any tensor of the step as the last step left it, row-major; of a batched tensor the rows that
   * the step had. For checks, not for the road.
   */
  double[] read(Tensor tensor);

  @Override
  void close();
}
