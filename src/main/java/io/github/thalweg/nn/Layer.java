package io.github.thalweg.nn;

import java.util.List;

/**
 * One element of a {@link Model}'s chain. It says what it makes of a shape, which parameters it
 * has, and which operations carry it out, forward and backward; that is all that a new one brings.
 */
public interface Layer {
  /**
   * The shape of what it computes.
   *
   * @throws io.github.thalweg.InvalidInputException when it does not take such an input
   */
  Shape output(Shape input);

  /** Its parameters, in the order in which θ holds them. */
  default List<LayerParameter> parameters(Shape input) {
    return List.of();
  }

  /**
   * Writes its operations down.
   *
   * @param x what it reads
   * @return what it computes
   */
  Tensor lower(Tape tape, Tensor x);

  /** Its name in run files, such as {@code dense}. */
  String key();

  /** What a run file has for it: its name, or a map of its name to what it needs. */
  default Object setting() {
    return key();
  }
}
