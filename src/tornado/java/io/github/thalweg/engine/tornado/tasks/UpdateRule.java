package io.github.thalweg.engine.tornado.tasks;

import io.github.thalweg.engine.prebuilt.Operation;
import io.github.thalweg.kernels.TrainingLoop;
import io.github.thalweg.optim.Optimizer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An optimizer as kernels know it, those in Java and those written by hand.
 *
 * @param name of the class in Java
 * @param kind in the kernel in Java that takes many steps
 * @param constants of the rule, in the order in which every kernel takes them; what is on or off as
 *     1 or 0
 * @param switches which of these are on or off, by their places
 */
public record UpdateRule(String name, int kind, List<Double> constants, List<Integer> switches) {
  /** Constants of a rule at most. */
  public static final int MOST_CONSTANTS = 7;

  public static UpdateRule of(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd sgd ->
          new UpdateRule(
              "Sgd",
              TrainingLoop.SGD,
              List.of(sgd.weightDecay(), sgd.momentum(), number(sgd.nesterov())),
              List.of(2));
      case Optimizer.Adam adam ->
          new UpdateRule(
              "Adam",
              TrainingLoop.ADAM,
              List.of(
                  adam.beta1(),
                  1 - adam.beta1(),
                  adam.beta2(),
                  1 - adam.beta2(),
                  adam.epsilon(),
                  adam.weightDecay(),
                  number(adam.decoupledDecay())),
              List.of(6));
      case Optimizer.RmsProp rms ->
          new UpdateRule(
              "RmsProp",
              TrainingLoop.RMS_PROP,
              List.of(
                  rms.alpha(),
                  1 - rms.alpha(),
                  rms.epsilon(),
                  rms.weightDecay(),
                  rms.momentum(),
                  number(rms.centered())),
              List.of(5));
    };
  }

  private static double number(boolean on) {
    return on ? 1 : 0;
  }

  public float constant(int index) {
    return constants.get(index).floatValue();
  }

  public int isOn(int index) {
    return constants.get(index).intValue();
  }

  /** The hand-written kernel of the rule. */
  public Operation operation() {
    if (kind == TrainingLoop.SGD) {
      return hasMomentum() ? Operation.MOMENTUM_UPDATE : Operation.SGD_UPDATE;
    }
    return kind == TrainingLoop.ADAM ? Operation.ADAM_UPDATE : Operation.RMS_PROP_UPDATE;
  }

  private boolean hasMomentum() {
    return constants.get(kind == TrainingLoop.SGD ? 1 : 4) > 0;
  }

  /** Whether that kernel takes a state. */
  public boolean hasState() {
    return operation() != Operation.SGD_UPDATE;
  }

  /** Its number in the hand-written kernel that takes many steps. */
  public int number() {
    return operation().number() - Operation.SGD_UPDATE.number();
  }

  /**
   * What hand-written kernels take of it: floats as their bits, and behind those of RMSprop where
   * the averages of a centred one begin.
   *
   * @param count elements of θ
   */
  public int[] scalars(int count) {
    IntStream bits =
        IntStream.range(0, operation() == Operation.SGD_UPDATE ? 1 : constants.size())
            .map(i -> switches.contains(i) ? isOn(i) : Float.floatToRawIntBits(constant(i)));
    IntStream behind =
        kind == TrainingLoop.RMS_PROP
            ? IntStream.of(hasMomentum() ? 2 * count : count)
            : IntStream.empty();
    return IntStream.concat(bits, behind).toArray();
  }
}
