package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.prebuilt.Operation;
import io.github.thalweg.optim.Optimizer;
import java.util.List;

/**
 * How the hand-written kernels know an optimizer.
 *
 * @param operation its update
 * @param number in the kernel that takes many steps
 * @param hasState whether the update kernel takes the state
 * @param scalars of the rule alone, floats as their bits
 */
record PrebuiltRule(Operation operation, int number, boolean hasState, List<Integer> scalars) {
  /** Scalars of a rule at most. */
  static final int MOST_SCALARS = 7;

  /**
   * The rule of an optimizer.
   *
   * @param count elements of θ
   */
  static PrebuiltRule of(Optimizer optimizer, int count) {
    return switch (optimizer) {
      case Optimizer.Sgd sgd ->
          sgd.momentum() == 0
              ? new PrebuiltRule(Operation.SGD_UPDATE, 0, false, List.of(bits(sgd.weightDecay())))
              : new PrebuiltRule(
                  Operation.MOMENTUM_UPDATE,
                  1,
                  true,
                  List.of(bits(sgd.weightDecay()), bits(sgd.momentum()), bit(sgd.nesterov())));
      case Optimizer.Adam adam ->
          new PrebuiltRule(
              Operation.ADAM_UPDATE,
              2,
              true,
              List.of(
                  bits(adam.beta1()),
                  bits(1 - adam.beta1()),
                  bits(adam.beta2()),
                  bits(1 - adam.beta2()),
                  bits(adam.epsilon()),
                  bits(adam.weightDecay()),
                  bit(adam.decoupledDecay())));
      case Optimizer.RmsProp rms ->
          new PrebuiltRule(
              Operation.RMS_PROP_UPDATE,
              3,
              true,
              List.of(
                  bits(rms.alpha()),
                  bits(1 - rms.alpha()),
                  bits(rms.epsilon()),
                  bits(rms.weightDecay()),
                  bits(rms.momentum()),
                  bit(rms.centered()),
                  rms.momentum() > 0 ? 2 * count : count));
    };
  }

  private static int bits(double value) {
    return Float.floatToRawIntBits((float) value);
  }

  private static int bit(boolean value) {
    return value ? 1 : 0;
  }

  int[] array() {
    return scalars.stream().mapToInt(Integer::intValue).toArray();
  }
}
