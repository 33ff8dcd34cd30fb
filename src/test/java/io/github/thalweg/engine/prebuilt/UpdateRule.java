package io.github.thalweg.engine.prebuilt;

import java.util.List;

/** An optimizer's rule in float64, weight by weight, and what its kernel takes for it. */
interface UpdateRule {
  /** The operation that is its update. */
  Operation operation();

  /** Its number in the kernel that takes many steps. */
  int number();

  /** How many numbers it keeps for each weight. */
  int slots();

  /** The scalars of its kernel that are its own, for a θ of so many weights. */
  List<Object> scalars(int count);

  /** λ and Adam's corrections at a step, from 1 on. */
  default float[] rates(float rate, int step) {
    return new float[] {rate, 1, 1};
  }

  /** The weight after a step. */
  double update(int i, double w, double g, double rate, int step);

  record Sgd(float decay) implements UpdateRule {
    @Override
    public Operation operation() {
      return Operation.SGD_UPDATE;
    }

    @Override
    public int number() {
      return 0;
    }

    @Override
    public int slots() {
      return 0;
    }

    @Override
    public List<Object> scalars(int count) {
      return List.of(decay);
    }

    @Override
    public double update(int i, double w, double g, double rate, int step) {
      return w - rate * (g + decay * w);
    }
  }

  record Momentum(float decay, float momentum, boolean nesterov, double[] b) implements UpdateRule {
    @Override
    public Operation operation() {
      return Operation.MOMENTUM_UPDATE;
    }

    @Override
    public int number() {
      return 1;
    }

    @Override
    public int slots() {
      return 1;
    }

    @Override
    public List<Object> scalars(int count) {
      return List.of(decay, momentum, nesterov ? 1 : 0);
    }

    @Override
    public double update(int i, double w, double g, double rate, int step) {
      double d = g + decay * w;
      b[i] = momentum * b[i] + d;
      return w - rate * (nesterov ? d + momentum * b[i] : b[i]);
    }
  }

  record Adam(float beta1, float beta2, float decay, boolean decoupled, double[] m, double[] v)
      implements UpdateRule {
    private static final float EPSILON = 1e-8f;

    @Override
    public Operation operation() {
      return Operation.ADAM_UPDATE;
    }

    @Override
    public int number() {
      return 2;
    }

    @Override
    public int slots() {
      return 2;
    }

    @Override
    public List<Object> scalars(int count) {
      return List.of(beta1, 1 - beta1, beta2, 1 - beta2, EPSILON, decay, decoupled ? 1 : 0);
    }

    @Override
    public float[] rates(float rate, int step) {
      return new float[] {
        rate, (float) (1 - Math.pow(beta1, step)), (float) Math.sqrt(1 - Math.pow(beta2, step))
      };
    }

    @Override
    public double update(int i, double w, double g, double rate, int step) {
      double d = decoupled ? g : g + decay * w;
      double start = decoupled ? w - rate * decay * w : w;
      m[i] = beta1 * m[i] + (1 - (double) beta1) * d;
      v[i] = beta2 * v[i] + (1 - (double) beta2) * d * d;
      double root = Math.sqrt(v[i]) / Math.sqrt(1 - Math.pow(beta2, step));
      return start - rate / (1 - Math.pow(beta1, step)) * m[i] / (root + EPSILON);
    }
  }

  record RmsProp(
      float alpha,
      float decay,
      float momentum,
      boolean centered,
      double[] square,
      double[] velocity,
      double[] average)
      implements UpdateRule {
    private static final float EPSILON = 1e-6f;

    @Override
    public Operation operation() {
      return Operation.RMS_PROP_UPDATE;
    }

    @Override
    public int number() {
      return 3;
    }

    @Override
    public int slots() {
      return 3;
    }

    @Override
    public List<Object> scalars(int count) {
      int averageOffset = momentum > 0 ? 2 * count : count;
      return List.of(alpha, 1 - alpha, EPSILON, decay, momentum, centered ? 1 : 0, averageOffset);
    }

    @Override
    public double update(int i, double w, double g, double rate, int step) {
      double d = g + decay * w;
      square[i] = alpha * square[i] + (1 - (double) alpha) * d * d;
      average[i] = alpha * average[i] + (1 - (double) alpha) * d;
      double s = centered ? Math.max(0, square[i] - average[i] * average[i]) : square[i];
      double change = d / (Math.sqrt(s) + EPSILON);
      velocity[i] = momentum * velocity[i] + change;
      return w - rate * (momentum > 0 ? velocity[i] : change);
    }
  }

  /** Every rule with every switch, for so many weights. */
  static List<UpdateRule> all(int count) {
    return List.of(
        new Sgd(0.01f),
        new Momentum(0.01f, 0.9f, false, new double[count]),
        new Momentum(0, 0.8f, true, new double[count]),
        new Adam(0.9f, 0.999f, 0.1f, false, new double[count], new double[count]),
        new Adam(0.8f, 0.99f, 0.1f, true, new double[count], new double[count]),
        rmsProp(count, 0, false),
        rmsProp(count, 0.9f, false),
        rmsProp(count, 0, true),
        rmsProp(count, 0.9f, true));
  }

  /** Rules whose memory is long, for so many weights. */
  static List<UpdateRule> withMemory(int count) {
    return List.of(
        new Momentum(0, 0.9f, true, new double[count]),
        new Adam(0.9f, 0.999f, 0, false, new double[count], new double[count]),
        rmsProp(count, 0, 0, true),
        rmsProp(count, 0, 0.9f, true));
  }

  private static UpdateRule rmsProp(int count, float momentum, boolean centered) {
    return rmsProp(count, 0.01f, momentum, centered);
  }

  private static UpdateRule rmsProp(int count, float decay, float momentum, boolean centered) {
    return new RmsProp(
        0.99f, decay, momentum, centered, new double[count], new double[count], new double[count]);
  }
}
