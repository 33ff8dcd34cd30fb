package io.github.thalweg.nn;

import io.github.thalweg.CounterRandom;

/** Initial parameters. */
public final class Initialization {
  private Initialization() {}

  /**
   * PyTorch's default for {@code nn.Linear}: weights and biases uniform in ±1/√fan_in. Each
   * parameter draws from its own stream, so a layer's start does not depend on the layers before
   * it.
   *
   * @return θ, ({@link Model#parameterCount()})
   */
  public static float[] uniform(Model model, long seed) {
    float[] theta = new float[model.parameterCount()];
    int stream = 0;
    for (Parameter parameter : model.parameters()) {
      CounterRandom random = new CounterRandom(seed, stream++);
      double bound = 1 / Math.sqrt(parameter.fanIn());
      for (int k = 0; k < parameter.size(); k++) {
        theta[parameter.offset() + k] = (float) ((2 * random.uniform(k) - 1) * bound);
      }
    }
    return theta;
  }
}
