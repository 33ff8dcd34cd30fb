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
   * Moves the data to the device, once. Before that it checks every shape, label and value.
   *
   * @throws io.github.thalweg.InvalidInputException when the data does not fit the program
   * @throws io.github.thalweg.RunFailedException when the device has too little memory for it
   */
  void load(Dataset train, Optional<Dataset> test);

  /**
   * Takes that many training steps from the current step on, across epochs if needed; fewer when
   * {@link #stop} is called meanwhile.
   *
   * @return for each step the mean loss of its batch, before the update
   */
  double[] train(int steps);

  /**
   * The first half of the next step: forward pass, loss and gradient of its batch. Between the two
   * halves g may be read and replaced, for example by the mean of several devices.
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
   * The second half: clips, if the program does, and updates.
   *
   * @return the mean loss of the batch, before the update
   * @throws IllegalStateException when there was no first half
   */
  double applyGradient();

  /** Ends training after the current step, finally; may be called from any thread. */
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
   * Seconds of compiling the program's kernels when data was loaded, up to the first run of each. 0
   * if there is nothing to compile.
   */
  default double compileSeconds() {
    return 0;
  }

  /**
   * Takes training steps like {@link #train} with a clock on every kernel, which makes them slower:
   * this shows a step's parts, and does not time the step. A kernel's time contains no other
   * kernel, but it finds the caches as the one before left them. Kernels that are too short for the
   * clock are left out. Empty if a session cannot time single kernels.
   *
   * @param steps at most; at least 1
   */
  default List<KernelTime> kernelTimes(int steps) {
    return List.of();
  }

  /**
   * Seconds of {@link #train} so far for drawing the epochs' orders of rows and copying them to the
   * device. 0 if rows are not shuffled, or if a session does not measure it.
   */
  default double orderSeconds() {
    return 0;
  }

  /** θ, ({@link io.github.thalweg.program.TrainingProgram#parameterCount()}). */
  float[] parameters();

  /** Replaces θ. */
  void parameters(float[] theta);

  /** g of the last step, clipped if the program clips; after a first half, not clipped yet. */
  float[] gradient();

  /** Everything that a later session needs to continue bit for bit. */
  State state();

  /** Continues from the state of another session of the same program. */
  void state(State state);

  /**
   * A tensor after the last step, row-major; of a batched tensor the rows of that step. Only for
   * checks.
   */
  double[] read(Tensor tensor);

  @Override
  void close();
}
