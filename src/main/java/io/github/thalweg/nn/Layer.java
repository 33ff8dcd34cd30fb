package io.github.thalweg.nn;

import java.util.List;

/**
 * One element of a {@link Model}'s chain. It defines its output shape, its parameters, and its
 * operations, forward and backward; a new layer needs nothing else.
 */
public interface Layer {
  /**
   * The shape of its output.
   *
   * @throws io.github.thalweg.InvalidInputException when it does not accept such an input
   */
  Shape output(Shape input);

  /** Its parameters, in the order of θ. */
  default List<LayerParameter> parameters(Shape input) {
    return List.of();
  }

  /**
   * Records its operations.
   *
   * @param x its input
   * @return its output
   */
  Tensor lower(Tape tape, Tensor x);

  /** Its name in run files, such as {@code dense}. */
  String key();

  /** Its form in a run file: its name, or a map from its name to its settings. */
  default Object setting() {
    return key();
  }
}
