package io.github.thalweg.bench;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.program.Training;

/**
 * A training run to time. Data and initial parameters come from formulas, so a program in any
 * framework can train on the same numbers. Batches come in the order of the data; rows that do not
 * fill a batch are left out.
 *
 * @param key the name on the command line
 * @param data the training data
 * @param training model, loss and optimizer
 * @param checkedSteps number of first steps to compare with the reference: a few seconds of its
 *     work, and enough that a wrong update shows in the next step's loss
 * @see Workloads the ones with a name @see Shape the ones written as a shape
 */
public record Workload(String key, SyntheticData data, Training training, int checkedSteps) {
  /** The data, computed again: up to 256 MB in a fraction of a second. */
  public Dataset dataset() {
    return data.dataset(training.batches().rows());
  }

  /** θ at the start: weights from {@link SyntheticData#initialWeight}, biases 0. */
  public float[] initialParameters() {
    Model model = training.model();
    float[] theta = new float[model.parameterCount()];
    for (Parameter parameter : model.parameters()) {
      if (parameter.shape().size() == 2) {
        int out = parameter.shape().get(0);
        int in = parameter.shape().get(1);
        for (int k = 0; k < parameter.size(); k++) {
          theta[parameter.offset() + k] = data.initialWeight(out, in, k);
        }
      }
    }
    return theta;
  }

  /** Rows of a step. */
  public int batch() {
    return training.batches().size();
  }

  /**
   * Bytes of features that a step needs, 4 · batch · columns: X counted once, although the forward
   * pass and the gradient both read it, because one pass would be enough. Parameters, targets and
   * values that the step computes are not counted.
   */
  public double bytesPerStep() {
    return 4.0 * batch() * data.columns();
  }

  /**
   * Floating-point operations that a step needs: for every parameter and row a multiplication and
   * an addition in the forward pass, in the gradient of the parameters and, except for the first
   * layer, in the gradient of the layer's input. That is 6 · parameters · batch, and 4 for the
   * first layer's. Loss and update are not counted.
   */
  public double neededFlopPerStep() {
    Model model = training.model();
    double first =
        model.parameters().stream()
            .filter(parameter -> parameter.name().startsWith("0."))
            .mapToInt(Parameter::size)
            .sum();
    return (6.0 * model.parameterCount() - 2 * first) * batch();
  }

  /**
   * The same training with the rows of a step multiplied, and no fewer rows in total: bytes and
   * operations of a step grow with them. A workload of single rows stays as it is.
   *
   * @param factor above 0; the batch is rounded, and is at least 1
   * @throws io.github.thalweg.InvalidInputException when no array holds that many values
   */
  public Workload scaled(double factor) {
    int batch = (int) Math.max(1, Math.round(batch() * factor));
    if (batch() == 1 || batch == batch()) {
      return this;
    }
    boolean wholeData = batch() == training.batches().rows();
    int rows = wholeData ? batch : Math.max(training.batches().rows(), batch);
    if ((long) rows * data.columns() > Integer.MAX_VALUE - 8) {
      throw new InvalidInputException(
          key
              + " at "
              + factor
              + " times its size has more values than one array holds; take a smaller --size.");
    }
    Training larger =
        new Training(
            training.model(),
            training.loss(),
            training.optimizer(),
            training.schedule(),
            training.clipNorm(),
            Workloads.wholeBatches(rows, batch),
            training.epochs());
    // The reference should need no longer than for the workload itself, if two steps allow it.
    int steps = factor > 1 ? (int) Math.max(2, checkedSteps / factor) : checkedSteps;
    return new Workload(key, data, larger, steps);
  }
}
