package io.github.thalweg.check;

import static io.github.thalweg.check.Tolerance.FUNCTION;
import static io.github.thalweg.check.Tolerance.ROUNDING;
import static io.github.thalweg.check.Tolerance.SMALLEST;
import static io.github.thalweg.check.Tolerance.STEEPEST;

import io.github.thalweg.engine.reference.OpInterpreter;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.StepOp;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tolerances of losses. Losses and their gradients are relatively exact, also near 0, except
 * where terms must cancel: a target between 0 and 1 and its probability.
 */
final class LossTolerance {
  /** Exponents below minus this give numbers without all digits in float32. */
  private static final double LOWEST_EXPONENT = 88;

  private final double[] y;
  private final double[] t;
  private final int columns;
  private final double loss;
  private final double[] gradient;

  private LossTolerance(StepOp.LossAndGradient op, OpInterpreter values, OpInterpreter exact) {
    y = values.read(op.output());
    t = values.read(op.target());
    columns = op.output().columns();
    exact.write(op.output(), y);
    exact.write(op.target(), t);
    exact.run(
        new StepOp.LossAndGradient(
            op.function(), op.output(), op.target(), op.loss(), op.gradient()),
        null);
    loss = exact.read(op.loss())[0];
    gradient = exact.read(op.gradient());
  }

  /**
   * The tolerance of the loss and of each element of its gradient.
   *
   * @param values the device's inputs
   * @param exact memory of the same program; overwritten
   */
  static Map<Tensor, double[]> of(
      StepOp.LossAndGradient op, OpInterpreter values, OpInterpreter exact) {
    LossTolerance tolerance = new LossTolerance(op, values, exact);
    double[] ofGradient = new double[tolerance.y.length];
    Arrays.setAll(
        ofGradient,
        i ->
            switch (op.function()) {
              case Loss.Mse _, Loss.Huber _ -> FUNCTION * Math.abs(tolerance.gradient[i]);
              case Loss.BceWithLogits _ -> tolerance.ofBceGradient(i);
              case Loss.CrossEntropy _ -> tolerance.ofCrossEntropyGradient(i);
            });
    double ofLoss =
        switch (op.function()) {
          // Squares of differences, each exact up to one rounding: no term is negative.
          case Loss.Mse _, Loss.Huber _ -> tolerance.sum() * tolerance.loss;
          case Loss.BceWithLogits _ -> tolerance.ofBce();
          // max y − y[t] and a logarithm, neither below 0.
          case Loss.CrossEntropy _ ->
              (tolerance.sum() + tolerance.ofShare()) * tolerance.loss
                  + tolerance.columns * SMALLEST;
        };
    if (op.slope().isPresent()) {
      // The error passes through φ′, which has its own error.
      double[] derivative = tolerance.gradient;
      Arrays.setAll(ofGradient, i -> STEEPEST * ofGradient[i] + FUNCTION * Math.abs(derivative[i]));
    }
    Map<Tensor, double[]> allowed = new LinkedHashMap<>();
    allowed.put(op.loss(), new double[] {ofLoss});
    allowed.put(op.gradient(), ofGradient);
    return allowed;
  }

  /** Of the sum of all losses. */
  private double sum() {
    return Tolerance.sum(t.length);
  }

  /** The exponent of e^(y − m) has a rounding error of y − m, and the sum has its own. */
  private double ofShare() {
    double largest = Arrays.stream(y).map(Math::abs).max().orElseThrow();
    double exponent = Math.min(2 * largest, LOWEST_EXPONENT);
    return FUNCTION + Tolerance.sum(columns) + 2 * ROUNDING * exponent;
  }

  private double ofCrossEntropyGradient(int i) {
    return ofShare() * Math.abs(gradient[i]) + columns * SMALLEST / t.length;
  }

  /** (1 − t) − t·e over 1 + e, or for y below 0 (1 − t)·e − t, where e = exp(−|y|). */
  private double ofBceGradient(int i) {
    double tail = Math.exp(-Math.abs(y[i]));
    double terms = y[i] >= 0 ? (1 - t[i]) + t[i] * tail : (1 - t[i]) * tail + t[i];
    double ofTail = FUNCTION + 2 * ROUNDING * Math.min(Math.abs(y[i]), LOWEST_EXPONENT);
    return ofTail * terms / (1 + tail) / t.length;
  }

  /** max(y, 0) − y·t, which is exact for a target of 0 or 1, and a logarithm. */
  private double ofBce() {
    double between = 0;
    for (int i = 0; i < t.length; i++) {
      between += t[i] == 0 || t[i] == 1 ? 0 : Math.abs(y[i]);
    }
    double ofTail = FUNCTION + 2 * ROUNDING * LOWEST_EXPONENT;
    return (sum() + ofTail) * (loss + between / t.length);
  }
}
