package io.github.thalweg.engine.prebuilt;

import java.util.ArrayList;
import java.util.List;

/**
 * The operations of the kernel {@code stepOperation}, by the numbers of {@code operations.cl}. It
 * is one kernel because TornadoVM runs the first prebuilt kernel of a task graph in place of every
 * prebuilt kernel of that graph.
 */
public enum Operation {
  LINEAR_FORWARD(0, "linearForward"),
  LAYER_GRADIENTS(1, "layerGradients"),
  LOSS_AND_GRADIENT(2, "lossAndGradient"),
  SINGLE_LAYER_PARTS(3, "singleLayerParts"),
  MEAN_AND_NEXT_STEP(4, "meanAndNextStep"),
  SGD_UPDATE(5, "sgdUpdate"),
  MOMENTUM_UPDATE(6, "momentumUpdate"),
  ADAM_UPDATE(7, "adamUpdate"),
  RMS_PROP_UPDATE(8, "rmsPropUpdate");

  static final String ENTRY = "stepOperation";

  private static final int ARRAYS = 10;
  private static final int SCALARS = 10;

  private final int number;
  private final String function;

  Operation(int number, String function) {
    this.number = number;
    this.function = function;
  }

  /** Its number in {@code operations.cl}. */
  public int number() {
    return number;
  }

  /** Its function, which has its own file. */
  public String function() {
    return function;
  }

  /** All arguments of the kernel: a filler for each unused array, and zeros. */
  List<Object> arguments(List<?> arrays, Object filler, List<?> scalars) {
    if (arrays.size() > ARRAYS || scalars.size() > SCALARS) {
      throw new IllegalArgumentException(
          this + " has " + arrays.size() + " arrays and " + scalars.size() + " scalars.");
    }
    List<Object> all = new ArrayList<>(arrays);
    while (all.size() < ARRAYS) {
      all.add(filler);
    }
    all.add(number);
    all.addAll(scalars);
    while (all.size() < ARRAYS + 1 + SCALARS) {
      all.add(0);
    }
    return all;
  }
}
