package io.github.thalweg.check;

import io.github.thalweg.CounterRandom;
import io.github.thalweg.engine.reference.OpInterpreter;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.StepOp;
import io.github.thalweg.program.TrainingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Compares the gradient of the lowered program with central differences of its loss, (C(θ + h) −
 * C(θ − h)) / 2h, in float64 on the first batch.
 *
 * <p>A difference quotient has an error of about h²C‴/6 from the curvature and of about 10⁻¹⁶·C/h
 * from rounding, so no h suits all losses. It has no meaning if an activation bends between θ − h
 * and θ + h. So h = 10⁻⁵·max(1, |θ|) is tried first, then a tenth and a hundredth of it. A
 * parameter with a bend even then is counted and left out: there is no derivative.
 */
public final class GradientCheck {
  /** Tensors of up to this many elements are checked completely. */
  private static final int WHOLE = 256;

  /** Elements of a larger tensor that are checked, drawn at random. */
  private static final int SAMPLE = 64;

  /** Rows of the first batch to use: float64 loops are slow. */
  private static final int ROWS = 256;

  private static final double[] STEPS = {1e-5, 1e-6, 1e-7};
  private static final double RELATIVE = 1e-5;

  /** The rounding error of a difference quotient at the middle step, relative to the loss. */
  private static final double ABSOLUTE = 1e-9;

  private final OpInterpreter interpreter;
  private final TrainingProgram program;
  private final List<Op> forward;
  private final List<Tensor> bends;
  private final double[] theta;
  private final double[] gradient;
  private final double loss;

  private GradientCheck(Subject subject) {
    program = subject.program();
    interpreter = new OpInterpreter(program);
    forward = upToLoss(program.gradient().ops());
    bends = forward.stream().flatMap(op -> bent(op).stream()).toList();
    theta = new double[subject.parameters().length];
    Arrays.setAll(theta, i -> subject.parameters()[i]);

    int[] rows = subject.rows(0);
    interpreter.batch(subject.data().train(), Arrays.copyOf(rows, Math.min(rows.length, ROWS)));
    interpreter.write(program.parameterUpdate().theta(), theta);
    interpreter.run(program.gradient().ops(), null);
    gradient = interpreter.read(program.parameterUpdate().gradient());
    loss = interpreter.read(program.loss().loss())[0];
  }

  private static List<Op> upToLoss(List<Op> ops) {
    int loss =
        IntStream.range(0, ops.size())
            .filter(i -> ops.get(i) instanceof StepOp.LossAndGradient)
            .findFirst()
            .orElseThrow();
    return ops.subList(1, loss + 1);
  }

  /** The output of an operation, if its derivative jumps at 0. */
  private static Optional<Tensor> bent(Op op) {
    return switch (op) {
      case Op.Linear linear
          when linear.activation().filter(Activation::isPiecewiseLinear).isPresent() ->
          Optional.of(linear.output());
      case Op.Activate activate when activate.activation().isPiecewiseLinear() ->
          Optional.of(activate.output());
      default -> Optional.empty();
    };
  }

  /** The worst element of the gradient of every parameter, before any clipping. */
  public static List<Finding> run(Subject subject) {
    GradientCheck check = new GradientCheck(subject);
    return subject.program().training().model().parameters().stream().map(check::check).toList();
  }

  private Finding check(Parameter parameter) {
    double largest = 0;
    for (int k = 0; k < parameter.size(); k++) {
      largest = Math.max(largest, Math.abs(gradient[parameter.offset() + k]));
    }
    int[] elements = elements(parameter);
    double floor = ABSOLUTE * Math.max(Math.abs(loss), largest);
    Finding worst = finding(parameter, 0, floor, "");
    int atBends = 0;
    for (int element : elements) {
      int index = parameter.offset() + element;
      List<Finding> tried = new ArrayList<>();
      for (double step : STEPS) {
        quotient(index, step * Math.max(1, Math.abs(theta[index])))
            .ifPresent(slope -> {
              double size = Math.max(Math.abs(slope), Math.abs(gradient[index]));
              tried.add(
                  finding(
                      parameter,
                      Math.abs(slope - gradient[index]),
                      RELATIVE * size + floor,
                      "element " + element));
            });
        if (!tried.isEmpty() && tried.getLast().within()) {
          break;
        }
      }
      if (tried.isEmpty()) {
        atBends++;
      } else {
        worst =
            worst.orWorse(
                tried.stream().reduce((a, b) -> a.severity() <= b.severity() ? a : b).get());
      }
    }
    String note =
        elements.length
            + " of "
            + parameter.size()
            + " elements"
            + (atBends > 0 ? ", " + atBends + " at a bend of an activation left out" : "");
    return finding(
        parameter,
        worst.error(),
        worst.allowed(),
        worst.note().isEmpty() ? note : note + "; " + worst.note());
  }

  private static Finding finding(Parameter parameter, double error, double allowed, String note) {
    String shape = String.join("x", parameter.shape().stream().map(String::valueOf).toList());
    return new Finding(
        "float64", "CentralDifference", "d" + parameter.name(), shape, error, allowed, note);
  }

  private static int[] elements(Parameter parameter) {
    if (parameter.size() <= WHOLE) {
      return IntStream.range(0, parameter.size()).toArray();
    }
    CounterRandom random = new CounterRandom(parameter.offset(), 0);
    return IntStream.range(0, SAMPLE)
        .map(k -> (int) (random.uniform(k) * parameter.size()))
        .toArray();
  }

  /** The central difference, unless there is a bend between its ends. */
  private OptionalDouble quotient(int index, double h) {
    double at = theta[index];
    double above = lossAt(index, at + h);
    List<boolean[]> sidesAbove = sides();
    double below = lossAt(index, at - h);
    List<boolean[]> sidesBelow = sides();
    lossAt(index, at);
    for (int i = 0; i < sidesAbove.size(); i++) {
      if (!Arrays.equals(sidesAbove.get(i), sidesBelow.get(i))) {
        return OptionalDouble.empty();
      }
    }
    return OptionalDouble.of((above - below) / ((at + h) - (at - h)));
  }

  private double lossAt(int index, double value) {
    theta[index] = value;
    interpreter.write(program.parameterUpdate().theta(), theta);
    interpreter.run(forward, null);
    return interpreter.read(program.loss().loss())[0];
  }

  /** On which side of its bend every relu is. */
  private List<boolean[]> sides() {
    List<boolean[]> sides = new ArrayList<>();
    for (Tensor tensor : bends) {
      double[] y = interpreter.read(tensor);
      boolean[] positive = new boolean[y.length];
      for (int i = 0; i < y.length; i++) {
        positive[i] = y[i] > 0;
      }
      sides.add(positive);
    }
    return sides;
  }
}
