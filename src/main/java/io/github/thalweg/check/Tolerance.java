package io.github.thalweg.check;

import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.reference.OpInterpreter;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.program.StepOp;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The table of tolerances: the allowed error of float32 for each op and each element of its result,
 * for the device's own inputs.
 *
 * <p>A sum's error grows with the sum of its terms' magnitudes, not with the sum, which may have
 * cancelled. So a tolerance is a rate times that magnitude, which the op itself computes on
 * absolute values.
 */
final class Tolerance {
  /** 2⁻²⁴, the largest relative change by rounding to float32. */
  static final double ROUNDING = 0x1p-24;

  /**
   * Sixteen roundings: a few operations, or exp, tanh and erf within the promises of device
   * libraries.
   */
  static final double FUNCTION = 16 * ROUNDING;

  /**
   * The error of a term with the ten bits of TF32: each of its two factors may be cut by 2⁻¹⁰, and
   * cuts in one direction do not average out.
   */
  static final double TF32 = 0x1p-9;

  /** Devices may flush numbers below 2⁻¹²⁶ to zero. */
  static final double SMALLEST = 4 * (double) Float.MIN_NORMAL;

  /** The largest derivative of an activation: gelu's, near √2. */
  static final double STEEPEST = 1.13;

  private final OpInterpreter values;
  private final OpInterpreter magnitudes;
  private final double ofTerm;

  /**
   * @param values the device's inputs
   * @param magnitudes memory of the same program for absolute values; overwritten
   * @param precision of the matrix products
   */
  Tolerance(OpInterpreter values, OpInterpreter magnitudes, Precision precision) {
    ofTerm =
        switch (precision) {
          case FP32 -> 0;
          case TF32 -> TF32;
        };
    this.values = values;
    this.magnitudes = magnitudes;
  }

  /**
   * A sum of n terms in any order: rounding goes up as often as down, so the errors add up like √n;
   * twice that, and four for the operations on a term and on the sum.
   */
  static double sum(long n) {
    return (4 + 2 * Math.sqrt((double) n)) * ROUNDING;
  }

  /** The same for a matrix product, whose terms already have an error. */
  private double product(long n) {
    return ofTerm + sum(n);
  }

  /**
   * The tolerance of each element of the op's result; call it before the op runs, because some
   * overwrite their inputs.
   *
   * @param inherited the present errors of tensors that the op changes in place
   */
  Map<Tensor, double[]> of(Op op, Coefficients coefficients, Map<Tensor, double[]> inherited) {
    Map<Tensor, double[]> allowed = new LinkedHashMap<>();
    switch (op) {
      // Copied: all bits must be equal.
      case StepOp.LoadBatch load -> {
        allowed.put(load.input(), new double[values.read(load.input()).length]);
        allowed.put(load.target(), new double[values.read(load.target()).length]);
      }
      // z is a sum of in + 1 terms; the activation passes its error on and adds its own.
      case Op.Linear linear -> {
        double[] terms = magnitudesOf(linear);
        double rate = product(linear.input().columns() + 1);
        linear.preActivation().ifPresent(z -> allowed.put(z, map(terms, m -> rate * m)));
        boolean curved = linear.activation().filter(a -> !a.isPiecewiseLinear()).isPresent();
        allowed.put(
            linear.output(),
            map(terms, m -> curved ? STEEPEST * rate * m + FUNCTION * (1 + m) : rate * m));
      }
      case StepOp.LossAndGradient loss ->
          allowed.putAll(LossTolerance.of(loss, values, magnitudes));
      // z has no error here: it is an input.
      case Op.Activate activate ->
          allowed.put(
              activate.output(),
              map(values.read(activate.input()), z -> FUNCTION * (1 + Math.abs(z))));
      case Op.ActivationGradient activation ->
          allowed.put(
              activation.inputGradient(),
              map(values.read(activation.outputGradient()), dy -> FUNCTION * Math.abs(dy)));
      case Op.Add add -> {
        double[] a = values.read(add.a());
        double[] b = values.read(add.b());
        double[] sum = new double[a.length];
        Arrays.setAll(sum, i -> ROUNDING * (Math.abs(a[i]) + Math.abs(b[i])));
        allowed.put(add.sum(), sum);
      }
      // A sum over the rows of the batch.
      case Op.ParameterGradient parameter -> {
        copyMagnitudes(parameter.outputGradient());
        copyMagnitudes(parameter.input());
        magnitudes.run(parameter, coefficients);
        int rows =
            values.read(parameter.outputGradient()).length / parameter.outputGradient().columns();
        allowed.put(
            parameter.weightGradient(),
            map(magnitudes.read(parameter.weightGradient()), m -> product(rows) * m));
        parameter
            .biasGradient()
            .ifPresent(b -> allowed.put(b, map(magnitudes.read(b), m -> sum(rows) * m)));
      }
      // A sum over the outputs of the layer, times φ′ with its own error.
      case Op.InputGradient input -> {
        copyMagnitudes(input.outputGradient());
        copyMagnitudes(input.weight());
        magnitudes.run(
            new Op.InputGradient(
                input.outputGradient(), input.weight(), Optional.empty(), input.inputGradient()),
            coefficients);
        double rate = STEEPEST * product(input.outputGradient().columns()) + FUNCTION;
        allowed.put(
            input.inputGradient(), map(magnitudes.read(input.inputGradient()), m -> rate * m));
      }
      case StepOp.ClipGradient clip -> clip(clip, inherited, allowed);
      case StepOp.Update update -> allowed.putAll(UpdateTolerance.of(update, values, coefficients));
      // Only evaluations have metrics; those are compared elsewhere.
      case StepOp.RowMetrics _ -> {}
      default -> throw new IllegalArgumentException("no tolerance for " + op);
    }
    allowed.replaceAll(
        (_, errors) -> op instanceof StepOp.LoadBatch ? errors : map(errors, e -> e + SMALLEST));
    return allowed;
  }

  /**
   * The norm's error is at most the norm of the errors; the gradient is scaled down by the norm.
   */
  private void clip(
      StepOp.ClipGradient op, Map<Tensor, double[]> inherited, Map<Tensor, double[]> allowed) {
    double[] g = values.read(op.gradient());
    double norm = norm(g);
    double scale = Math.min(1, op.maximum() / (norm + 1e-6));
    double error =
        norm(inherited.values().stream().flatMapToDouble(Arrays::stream).toArray())
            + sum(g.length) * norm;
    allowed.put(op.norm(), new double[] {error});
    inherited.forEach((tensor, known) -> {
      double[] before = values.read(tensor);
      double[] sum = new double[known.length];
      double relative = (norm > 0 ? error / norm : 0) + FUNCTION;
      Arrays.setAll(sum, i -> scale * (known[i] + relative * Math.abs(before[i])));
      allowed.put(tensor, sum);
    });
  }

  private double[] magnitudesOf(Op.Linear linear) {
    copyMagnitudes(linear.input());
    copyMagnitudes(linear.weight());
    linear.bias().ifPresent(this::copyMagnitudes);
    magnitudes.run(
        new Op.Linear(linear.input(), linear.weight(), linear.bias(), linear.output()), null);
    return magnitudes.read(linear.output());
  }

  private void copyMagnitudes(Tensor tensor) {
    magnitudes.write(tensor, map(values.read(tensor), Math::abs));
  }

  private static double norm(double[] vector) {
    return Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
  }

  private static double[] map(double[] elements, DoubleUnaryOperator function) {
    return Arrays.stream(elements).map(function).toArray();
  }
}
