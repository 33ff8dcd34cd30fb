package io.github.thalweg.engine.prebuilt;

/**
 * The hand-written kernel for an operation on a device, and its launch. Kernels of one name have
 * the same arguments on every device (kernels/README.md lists them), and the division of the work
 * never changes a result.
 */
public sealed interface Launches permits CpuLaunches, GpuLaunches {
  /** {@code linearForward}: z = x·Wᵀ + b, y = φ(z). */
  Launch linear(int capacity, int outputs);

  /** Number of groups of rows for ∂C/∂x in {@code layerGradients}. */
  int inputGroups(int capacity, int inputs);

  /**
   * {@code layerGradients}: (∂C/∂z)ᵀ·x and Σ ∂C/∂z of each part of the rows, and ∂C/∂x = ∂C/∂z·W ⊙
   * φ′.
   *
   * @param inputGroups {@link #inputGroups}, or 0 if ∂C/∂x is not wanted
   */
  Launch layerGradients(int parts, int inputs, int outputs, int inputGroups);

  /** {@code lossAndGradient}: the losses of the rows, in parts, and ∂C/∂z. */
  Launch lossAndGradient(int parts);

  /** Whether the kernels for a model of one layer support this size. */
  boolean fitsSingleLayer(int inputs, int outputs);

  /** Number of parts of a batch in {@link #singleLayer}: never by compute units. */
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
   * A model of one layer.
   *
   * @param activation kind as in {@code activations.cl}
   * @param loss kind as in {@code losses.cl}
   * @param gathered whether the rows of a batch come from the order of the epoch
   */
  record SingleLayer(int inputs, int outputs, int activation, int loss, boolean gathered) {}

  /** {@code meanAndNextStep}: the mean loss of a step, and on to the next; one work item. */
  Launch meanLoss();

  /** A rule over all of θ: {@code sgdUpdate}, {@code momentumUpdate}, … */
  Launch update(Operation rule, int count);

  /** Throws unless the layer fits. */
  default void requireFit(SingleLayer layer) {
    if (!fitsSingleLayer(layer.inputs(), layer.outputs())) {
      throw new IllegalArgumentException(
          layer.inputs() + " × " + layer.outputs() + " weights are too many for a work group.");
    }
  }
}
