package io.github.thalweg.bench;

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
