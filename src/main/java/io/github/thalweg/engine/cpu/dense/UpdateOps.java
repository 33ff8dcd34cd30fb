package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.engine.cpu.threads.Blocks;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Workers;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.optim.Optimizer;

/** Clipping and update rules over the flat vectors, in float32. */
public final class UpdateOps {
  /** The cost of an element in operations of a matrix product: it comes from memory. */
  private static final long OPERATIONS = 128;

  /**
   * A float of this size is exact to 2⁻¹⁰⁰: its product with any learning rate has all its digits.
   */
  private static final float LEAST_AVERAGE = 0x1p-77f;

  /** A float of this size is exact to 2⁻¹²³, eight times the least number with all its digits. */
  private static final float LEAST_SQUARE = 0x1p-100f;

  private final Workers workers;

  public UpdateOps(Workers workers) {
    this.workers = workers;
  }

  public CpuOp clip(float[] g, double maximum, Matrix norm) {
    Blocks blocks = Blocks.of(g.length, 4L * g.length);
    return (_, _) -> {
      double[] sums = new double[blocks.count()];
      workers.run(
          blocks.count(),
          block -> {
            double sum = 0;
            for (int i = blocks.from(block); i < blocks.to(block); i++) {
              sum += (double) g[i] * g[i];
            }
            sums[block] = sum;
          });
      double squares = 0;
      for (double sum : sums) {
        squares += sum;
      }
      double length = Math.sqrt(squares);
      norm.data[norm.offset] = (float) length;
      double scale = Math.min(1, maximum / (length + 1e-6));
      workers.run(
          blocks.count(),
          block -> {
            for (int i = blocks.from(block); i < blocks.to(block); i++) {
              g[i] = (float) (g[i] * scale);
            }
          });
    };
  }

  public CpuOp update(Optimizer optimizer, float[] theta, float[] gradient, float[][] slots) {
    Blocks blocks = Blocks.of(theta.length, OPERATIONS * theta.length);
    int count = blocks.count();
    return (_, c) -> {
      if (count == 1) {
        update(optimizer, c, theta, gradient, slots, 0, theta.length);
      } else {
        workers.run(
            count,
            block ->
                update(optimizer, c, theta, gradient, slots, blocks.from(block), blocks.to(block)));
      }
    };
  }

  private static void update(
      Optimizer optimizer,
      Coefficients c,
      float[] theta,
      float[] gradient,
      float[][] slots,
      int from,
      int to) {
    switch (optimizer) {
      case Optimizer.Sgd sgd -> sgd(sgd, c, theta, gradient, slots, from, to);
      case Optimizer.Adam adam -> adam(adam, c, theta, gradient, slots, from, to);
      case Optimizer.RmsProp rmsProp -> rmsProp(rmsProp, c, theta, gradient, slots, from, to);
    }
  }

  private static void sgd(
      Optimizer.Sgd rule,
      Coefficients c,
      float[] theta,
      float[] gradient,
      float[][] slots,
      int from,
      int to) {
    float rate = (float) c.learningRate();
    float decay = (float) rule.weightDecay();
    float momentum = (float) rule.momentum();
    if (rule.slots() == 0) {
      for (int i = from; i < to; i++) {
        theta[i] -= rate * (gradient[i] + decay * theta[i]);
      }
      return;
    }
    float[] buffer = slots[0];
    float ahead = rule.nesterov() ? momentum : 1;
    float direct = rule.nesterov() ? 1 : 0;
    for (int i = from; i < to; i++) {
      float g = gradient[i] + decay * theta[i];
      float b = faded(momentum * buffer[i] + g, LEAST_AVERAGE);
      buffer[i] = b;
      theta[i] -= rate * (direct * g + ahead * b);
    }
  }

  private static void adam(
      Optimizer.Adam rule,
      Coefficients c,
      float[] theta,
      float[] gradient,
      float[][] slots,
      int from,
      int to) {
    float[] first = slots[0];
    float[] second = slots[1];
    float coupled = rule.decoupledDecay() ? 0 : (float) rule.weightDecay();
    float kept = rule.decoupledDecay() ? (float) (1 - c.learningRate() * rule.weightDecay()) : 1;
    float beta1 = (float) rule.beta1();
    float beta2 = (float) rule.beta2();
    float fresh1 = (float) (1 - rule.beta1());
    float fresh2 = (float) (1 - rule.beta2());
    float rate = (float) (c.learningRate() / c.correction1());
    float correction2 = (float) c.correction2();
    float epsilon = (float) rule.epsilon();
    for (int i = from; i < to; i++) {
      float g = gradient[i] + coupled * theta[i];
      float m = faded(beta1 * first[i] + fresh1 * g, LEAST_AVERAGE);
      float v = faded(beta2 * second[i] + fresh2 * g * g, LEAST_SQUARE);
      first[i] = m;
      second[i] = v;
      theta[i] = kept * theta[i] - rate * m / ((float) Math.sqrt(v) / correction2 + epsilon);
    }
  }

  private static void rmsProp(
      Optimizer.RmsProp rule,
      Coefficients c,
      float[] theta,
      float[] gradient,
      float[][] slots,
      int from,
      int to) {
    float[] squares = slots[0];
    float[] steps = rule.momentum() > 0 ? slots[1] : null;
    float[] means = rule.centered() ? slots[rule.slots() - 1] : null;
    float rate = (float) c.learningRate();
    float decay = (float) rule.weightDecay();
    float alpha = (float) rule.alpha();
    float fresh = (float) (1 - rule.alpha());
    float epsilon = (float) rule.epsilon();
    float momentum = (float) rule.momentum();
    for (int i = from; i < to; i++) {
      float g = gradient[i] + decay * theta[i];
      float square = faded(alpha * squares[i] + fresh * g * g, LEAST_SQUARE);
      squares[i] = square;
      if (means != null) {
        float mean = faded(alpha * means[i] + fresh * g, LEAST_AVERAGE);
        means[i] = mean;
        square = Math.max(0, square - mean * mean);
      }
      float step = g / ((float) Math.sqrt(square) + epsilon);
      if (steps != null) {
        step = faded(step + momentum * steps[i], LEAST_AVERAGE);
        steps[i] = step;
      }
      theta[i] -= rate * step;
    }
  }

  /**
   * A running average to as many binary places as {@code least} has. The averages of a weight
   * without gradient shrink from step to step, and a processor takes a hundred times as long for
   * numbers and products below 2⁻¹²⁶ (subnormal).
   */
  private static float faded(float average, float least) {
    return average + least - least;
  }
}
