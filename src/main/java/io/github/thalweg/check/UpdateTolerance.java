package io.github.thalweg.check;

import static io.github.thalweg.check.Tolerance.FUNCTION;
import static io.github.thalweg.check.Tolerance.ROUNDING;
import static io.github.thalweg.check.Tolerance.SMALLEST;

import io.github.thalweg.engine.reference.OpInterpreter;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.program.StepOp;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tolerances of update rules. θ may have two roundings of its own and the error of the step:
 * {@link Tolerance#FUNCTION} of the magnitudes of its terms. If the step is divided by √v, v's
 * error is propagated through the root and the quotient, which may be steep.
 */
final class UpdateTolerance {
  private final double[] theta;
  private final double[] gradient;
  private final double[] state;
  private final double rate;
  private final double[] ofTheta;
  private final double[] ofState;

  private UpdateTolerance(StepOp.Update op, OpInterpreter values, Coefficients coefficients) {
    theta = values.read(op.theta());
    gradient = values.read(op.gradient());
    state = values.read(op.state());
    rate = coefficients.learningRate();
    ofTheta = new double[theta.length];
    ofState = new double[state.length];
  }

  /** The tolerance of each element of θ and of the state after the update. */
  static Map<Tensor, double[]> of(
      StepOp.Update op, OpInterpreter values, Coefficients coefficients) {
    UpdateTolerance tolerance = new UpdateTolerance(op, values, coefficients);
    for (int i = 0; i < tolerance.theta.length; i++) {
      switch (op.optimizer()) {
        case Optimizer.Sgd sgd -> tolerance.sgd(sgd, i);
        case Optimizer.Adam adam -> tolerance.adam(adam, coefficients, i);
        case Optimizer.RmsProp rmsProp -> tolerance.rmsProp(rmsProp, i);
      }
    }
    Map<Tensor, double[]> allowed = new LinkedHashMap<>();
    allowed.put(op.theta(), tolerance.ofTheta);
    allowed.put(op.state(), tolerance.ofState);
    return allowed;
  }

  private void sgd(Optimizer.Sgd rule, int i) {
    double g = Math.abs(gradient[i]) + rule.weightDecay() * Math.abs(theta[i]);
    double step = g;
    if (rule.slots() > 0) {
      double b = rule.momentum() * Math.abs(state[i]) + g;
      ofState[i] = FUNCTION * b;
      step = rule.nesterov() ? g + rule.momentum() * b : b;
    }
    ofTheta[i] = roundings(i) + rate * FUNCTION * step;
  }

  private void adam(Optimizer.Adam rule, Coefficients c, int i) {
    int second = theta.length + i;
    double decay = rule.decoupledDecay() ? 0 : rule.weightDecay();
    double g = gradient[i] + decay * theta[i];
    double size = Math.abs(gradient[i]) + decay * Math.abs(theta[i]);
    double m = rule.beta1() * state[i] + (1 - rule.beta1()) * g;
    double v = rule.beta2() * state[second] + (1 - rule.beta2()) * g * g;
    ofState[i] = FUNCTION * (rule.beta1() * Math.abs(state[i]) + (1 - rule.beta1()) * size);
    ofState[second] = FUNCTION * (rule.beta2() * state[second] + (1 - rule.beta2()) * size * size);
    double factor = rate / c.correction1() * c.correction2();
    double epsilon = rule.epsilon() * c.correction2();
    ofTheta[i] = roundings(i) + factor * quotient(m, ofState[i], v, ofState[second], epsilon);
  }

  private void rmsProp(Optimizer.RmsProp rule, int i) {
    int count = theta.length;
    double g = gradient[i] + rule.weightDecay() * theta[i];
    double size = Math.abs(gradient[i]) + rule.weightDecay() * Math.abs(theta[i]);
    double square = rule.alpha() * state[i] + (1 - rule.alpha()) * g * g;
    ofState[i] = FUNCTION * (rule.alpha() * state[i] + (1 - rule.alpha()) * size * size);
    double ofSquare = ofState[i];
    if (rule.centered()) {
      int slot = (rule.momentum() > 0 ? 2 : 1) * count + i;
      double mean = rule.alpha() * state[slot] + (1 - rule.alpha()) * g;
      ofState[slot] = FUNCTION * (rule.alpha() * Math.abs(state[slot]) + (1 - rule.alpha()) * size);
      ofSquare += 2 * Math.abs(mean) * ofState[slot] + FUNCTION * mean * mean;
      square = Math.max(0, square - mean * mean);
    }
    double ofStep = quotient(g, FUNCTION * size, square, ofSquare, rule.epsilon());
    if (rule.momentum() > 0) {
      ofStep += FUNCTION * rule.momentum() * Math.abs(state[count + i]);
      ofState[count + i] = ofStep;
    }
    ofTheta[i] = roundings(i) + rate * ofStep;
  }

  private double roundings(int i) {
    return 4 * ROUNDING * Math.abs(theta[i]);
  }

  /** The error of a/(√v + ε) from the errors of a and v. */
  private static double quotient(double a, double ofA, double v, double ofV, double epsilon) {
    double error = ofV + SMALLEST;
    double least = Math.sqrt(Math.max(0, v - error)) + epsilon;
    double most = Math.sqrt(v + error) + epsilon;
    double middle = Math.sqrt(v) + epsilon;
    double spread = Math.max(1 / least - 1 / middle, 1 / middle - 1 / most);
    return ofA / least + Math.abs(a) * (spread + FUNCTION / middle);
  }
}
