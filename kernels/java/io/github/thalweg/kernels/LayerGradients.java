package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The backward pass of a layer, in one kernel: {@link ParameterGradient}, and for all layers except
 * the first {@link InputGradient}. Both need ∂C/∂z, and do not need each other's result.
 *
 * <p>Versions: the first work items take the blocks of ∂C/∂W, the others those of ∂C/∂x. Checked
 * against the float64 reference over odd shapes.
 */
public final class LayerGradients {
  private LayerGradients() {}

  /**
   * By the parameters; with {@code fromData} 1 the rows of x are those of the batch in the data.
   */
  public static void ofParameters(
      KernelContext context,
      FloatArray outputGradient,
      FloatArray x,
      IntArray order,
      IntArray window,
      FloatArray sums,
      int fromData,
      int shuffled,
      int parts,
      int inputs,
      int outputs,
      int weightOffset,
      int biasOffset,
      int parameters) {
    parameters(
        context.globalIdx,
        outputGradient,
        x,
        order,
        window,
        sums,
        shuffled,
        fromData * window.get(Window.OFFSET),
        parts,
        inputs,
        outputs,
        weightOffset,
        biasOffset,
        parameters);
  }

  /** By the input. */
  public static void ofInput(
      KernelContext context,
      FloatArray outputGradient,
      IntArray window,
      FloatArray theta,
      FloatArray saved,
      FloatArray inputGradient,
      int inputs,
      int outputs,
      int weightOffset,
      int activation) {
    input(
        context.globalIdx,
        outputGradient,
        window,
        theta,
        saved,
        inputGradient,
        inputs,
        outputs,
        weightOffset,
        activation);
  }

  /** By both, of a layer whose input is another layer's output. */
  public static void ofBoth(
      KernelContext context,
      FloatArray outputGradient,
      FloatArray x,
      IntArray window,
      FloatArray sums,
      FloatArray theta,
      FloatArray saved,
      FloatArray inputGradient,
      int parts,
      int inputs,
      int outputs,
      int weightOffset,
      int biasOffset,
      int parameters,
      int activation) {
    int block = context.globalIdx;
    int blocks = parts * Block.count(outputs) * Block.count(inputs);
    if (block < blocks) {
      parameters(
          block,
          outputGradient,
          x,
          window,
          window,
          sums,
          0,
          0,
          parts,
          inputs,
          outputs,
          weightOffset,
          biasOffset,
          parameters);
    } else {
      input(
          block - blocks,
          outputGradient,
          window,
          theta,
          saved,
          inputGradient,
          inputs,
          outputs,
          weightOffset,
          activation);
    }
  }

  /** A block of a part of ∂C/∂W, with its share of ∂C/∂b. */
  private static void parameters(
      int block,
      FloatArray outputGradient,
      FloatArray x,
      IntArray order,
      IntArray window,
      FloatArray sums,
      int shuffled,
      int first,
      int parts,
      int inputs,
      int outputs,
      int weightOffset,
      int biasOffset,
      int parameters) {
    int part = block / (Block.count(outputs) * Block.count(inputs));
    if (part < parts) {
      int row = part * ParameterGradient.ROWS_PER_PART;
      int last = Math.min(row + ParameterGradient.ROWS_PER_PART, window.get(Window.ROWS));
      int o = 4 * (block / Block.count(inputs) % Block.count(outputs));
      int i = 4 * (block % Block.count(inputs));
      ParameterGradient.block(
          outputGradient,
          0,
          x,
          0,
          order,
          shuffled,
          first,
          row,
          last,
          sums,
          part * parameters,
          o,
          i,
          inputs,
          outputs,
          weightOffset,
          biasOffset);
    }
  }

  /** A block of ∂C/∂x. */
  private static void input(
      int block,
      FloatArray outputGradient,
      IntArray window,
      FloatArray theta,
      FloatArray saved,
      FloatArray inputGradient,
      int inputs,
      int outputs,
      int weightOffset,
      int activation) {
    int rows = window.get(Window.ROWS);
    int row = 4 * (block / Block.count(inputs));
    if (row < rows) {
      InputGradient.block(
          outputGradient,
          0,
          theta,
          saved,
          0,
          inputGradient,
          0,
          rows,
          row,
          4 * (block % Block.count(inputs)),
          inputs,
          outputs,
          weightOffset,
          activation);
    }
  }
}
