package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Copies between θ and g, which hold all layers one after the other, and the arrays of a single
 * layer for a library, which accepts no offset: W = θ[weights …], and g[weights …] = ∂C/∂W,
 * g[biases …] = Σ of the parts of ∂C/∂b.
 *
 * <p>Shapes: W and ∂C/∂W (outputs, inputs), the parts of ∂C/∂b (parts, outputs), θ and g (P); a
 * bias offset below 0 means no b.
 *
 * <p>Versions: an element a work item. Checked against the float64 reference over odd shapes.
 */
public final class LayerArrays {
  private LayerArrays() {}

  /** Copies the weights of a layer. */
  public static void weights(
      KernelContext context, FloatArray theta, FloatArray weights, int offset, int count) {
    if (context.globalIdx < count) {
      weights.set(context.globalIdx, theta.get(offset + context.globalIdx));
    }
  }

  /** Copies the gradient of a layer to its place. */
  public static void gradient(
      KernelContext context,
      FloatArray ofWeights,
      FloatArray ofBiases,
      FloatArray g,
      int parts,
      int inputs,
      int outputs,
      int weightOffset,
      int biasOffset) {
    int weights = inputs * outputs;
    if (context.globalIdx < weights) {
      g.set(weightOffset + context.globalIdx, ofWeights.get(context.globalIdx));
    } else if (biasOffset >= 0) {
      int output = context.globalIdx - weights;
      if (output < outputs) {
        float sum = 0f;
        for (int part = 0; part < parts; part++) {
          sum += ofBiases.get(part * outputs + output);
        }
        g.set(biasOffset + output, sum);
      }
    }
  }
}
