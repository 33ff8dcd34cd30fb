package io.github.thalweg.program;

import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Tensor;

/**
 * A model applied to examples: features in, outputs out, no targets.
 *
 * @param phase forward pass of up to its capacity of rows
 * @param input the tensor of the features
 * @param output the tensor of the outputs
 */
public record Inference(Model model, Phase phase, Tensor input, Tensor output) {
  /** Rows that one execution sees at most. */
  static final int ROWS = 1024;

  /** Lowers a model. */
  public static Inference of(Model model) {
    Lowering tape = new Lowering(model, false);
    Tensor x = tape.input();
    Tensor y = tape.forward(x);
    return new Inference(model, new Phase(ROWS, Epilogues.fuse(tape.ops())), x, y);
  }
}
