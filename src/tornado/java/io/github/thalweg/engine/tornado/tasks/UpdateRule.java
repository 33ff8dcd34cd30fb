package io.github.thalweg.engine.tornado.tasks;

import io.github.thalweg.engine.prebuilt.Operation;
import io.github.thalweg.kernels.TrainingLoop;
import io.github.thalweg.optim.Optimizer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An optimizer for the kernels, those in Java and the hand-written ones.
 *
 * @param name name of the class in Java
 * @param kind its number in the kernel in Java that takes many steps
 * @param constants constants of the rule, in the order of every kernel's arguments; a switch is 1
 *     (on) or 0 (off)
 * @param switches the indices of the constants that are switches
 */
public record UpdateRule(String name, int kind, List<Double> constants, List<Integer> switches) {
  /** The most constants of a rule. */
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

  /** Whether that kernel has a state. */
  public boolean hasState() {
    return operation() != Operation.SGD_UPDATE;
  }

  /** Its number in the hand-written kernel that takes many steps. */
  public int number() {
    return operation().number() - Operation.SGD_UPDATE.number();
  }

  /**
   * The arguments of the hand-written kernels: floats as their bits, and for RMSprop also the
   * offset of the averages of a centred rule.
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
