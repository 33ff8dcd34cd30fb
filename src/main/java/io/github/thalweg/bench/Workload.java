package io.github.thalweg.bench;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.program.Training;

/**
 * A training run to be timed. Data and initial parameters are formulas, so that a program in any
 * framework can train on the very same numbers. Batches come in the order of the data; rows that do
 * not fill a batch are left out.
 *
 * @param key the name on the command line
 * @param data what is trained on
 * @param training what is trained, and how
 * @param checkedSteps how many first steps are held against the reference; as many as that does in
 *     a few seconds, and enough for an update's mistake to show in the next step's loss
 * @see Workloads the ones that have a name
 * @see Shape the ones that are spelled out
 */
public record Workload(String key, SyntheticData data, Training training, int checkedSteps) {
  /** The data, computed anew: up to 256 MB in a fraction of a second. */
  public Dataset dataset() {
    return data.dataset(training.batches().rows());
  }

  /** θ at the start: weights as {@link SyntheticData#initialWeight} has them, biases 0. */
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
   * Floating-point operations that a step cannot do without: for every parameter and row a
   * multiplication and an addition in the forward pass, in the gradient of the parameters and, but
   * for the first layer, whose nobody needs, in the gradient of the layer's input. That is 6 ·
   * parameters · batch, and 4 for the first layer's. Loss and update are not counted.
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
   * The same training with so many times the rows in a step, and no fewer rows in all: bytes and
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
    // The reference is to need no longer than it does for the workload itself, if two steps allow.
    int steps = factor > 1 ? (int) Math.max(2, checkedSteps / factor) : checkedSteps;
    return new Workload(key, data, larger, steps);
  }
}
