package io.github.thalweg.engine.prebuilt;

import java.util.Map;

/**
 * Which hand-written kernel serves an operation on a device, and how it is started. Kernels of one
 * name take the same arguments on every device (kernels/README.md lists them), and how the work is
 * cut never changes a result.
 */
public sealed interface Launches permits CpuLaunches, GpuLaunches {
  /** {@code linearForward}: z = x·Wᵀ + b, y = φ(z). */
  Launch linear(int capacity, int outputs);

  /** {@code inputGradient}: ∂C/∂x = ∂C/∂z·W ⊙ φ′. */
  Launch inputGradient(int capacity, int inputs);

  /** {@code parameterGradient}: (∂C/∂z)ᵀ·x and Σ ∂C/∂z of each part of the rows. */
  Launch parameterGradient(int parts, int inputs, int outputs);

  /** {@code lossAndGradient}: row losses and ∂C/∂y. */
  Launch lossAndGradient(int capacity);

  /** Whether the kernels for a model of one layer take a layer of this size. */
  boolean fitsSingleLayer(int inputs, int outputs);

  /** Into how many parts {@link #singleLayer} cuts the rows of a batch: never by compute units. */
  int singleLayerParts(int capacity);

  /**
   * {@code singleLayerParts}: the forward pass, loss and gradient of a model of one layer.
   *
   * @throws IllegalArgumentException when the layer does not fit
   */
  Launch singleLayer(int capacity, SingleLayer layer);

  /**
   * {@code singleLayerSteps}: many whole steps of a model of one layer.
   *
   * @param rule 0 sgd, 1 momentum, 2 adam, 3 rmsprop
   * @throws IllegalArgumentException when the layer does not fit
   */
  Launch singleLayerSteps(SingleLayer layer, int rule);

  /**
   * What a model of one layer computes.
   *
   * @param activation kind as in {@code activations.cl}
   * @param loss kind as in {@code losses.cl}
   * @param gathered whether the rows of a batch are looked up in the order of the epoch
   */
  record SingleLayer(int inputs, int outputs, int activation, int loss, boolean gathered) {}

  /** The sum of the parts and a rule: {@code singleLayerGradient}, {@code singleLayerSgd}, … */
  default Launch singleLayerUpdate(String entry, int inputs, int outputs) {
    return elements("opencl/single_layer_updates.cl", entry, (inputs + 1) * outputs + 1);
  }

  /** {@code addParts}: g = Σ over the parts of {@code size} sums each. */
  default Launch addParts(int size) {
    return elements("opencl/add_parts.cl", "addParts", size);
  }

  /** {@code meanLoss} or {@code meanLossOfChunks}, one work item. */
  default Launch meanLoss(String entry) {
    return new Launch("opencl/mean_loss.cl", entry, Map.of(), new long[] {1}, new long[] {1});
  }

  /** {@code lossChunks}: Σ of each chunk of 2,048 row losses. */
  default Launch lossChunks(int chunks) {
    return elements("opencl/mean_loss.cl", "lossChunks", chunks);
  }

  /** A rule over all of θ: {@code sgdUpdate}, {@code momentumUpdate}, … */
  default Launch update(String entry, int count) {
    return elements("opencl/updates.cl", entry, count);
  }

  /** Throws unless the layer fits. */
  default void requireFit(SingleLayer layer) {
    if (!fitsSingleLayer(layer.inputs(), layer.outputs())) {
      throw new IllegalArgumentException(
          layer.inputs() + " × " + layer.outputs() + " weights are too many for a work group.");
    }
  }

  /** A work item an element, in groups of 64. */
  static Launch elements(String file, String entry, int count) {
    long local = 64;
    return new Launch(
        file, entry, Map.of(), new long[] {Math.ceilDiv(count, local) * local}, new long[] {local});
  }
}
