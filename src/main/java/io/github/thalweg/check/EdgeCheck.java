package io.github.thalweg.check;

import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.data.TrainAndTest;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.Session;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import io.github.thalweg.program.StepOp;
import io.github.thalweg.program.Training;
import io.github.thalweg.program.TrainingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Compares a device with known results at the edges of float32, where a formula that is right
 * elsewhere may lose all digits: equal large logits, rows of which a model is nearly certain, huge
 * or tiny gradients before clipping, and sums of millions of rows. These do not depend on the
 * recipe.
 *
 * <p>A row with a 1 in one column and zeros elsewhere has the weights of that column as its
 * outputs, and their gradient is the outputs' gradient.
 */
public final class EdgeCheck {
  /** Differences of logits up to where e^−d is 0 in float32, and beyond. */
  private static final float[] MARGINS = {0, 0.5f, 5, 17, 20, 34, 40, 60, 80, 87, 100, 150, 200};

  private static final float[] SIZES = {1, 1e4f, 1e8f, 1e12f, 1e16f, 1e20f, 1e30f, -1e16f, -1e30f};

  /**
   * A few roundings, and the rounding of an exponent, which e^ multiplies by the exponent: 87 times
   * 2⁻²⁴, and twice that for a device's own e^.
   */
  private static final double OF_SHARE = 2e-5;

  /** The tolerance of a mean over millions of rows, a thousand of them in one float32 sum. */
  private static final double OF_SUM = 2e-5;

  /** The tolerance of a norm and of a clipped gradient. */
  private static final double OF_NORM = 2e-6;

  private static final int CLIPPED = 2500;
  private static final int MANY_ROWS = 1 << 22;

  private final Device device;

  /** The additional error of matrix products. */
  private final double ofProduct;

  private final List<Finding> findings = new ArrayList<>();

  private EdgeCheck(Device device) {
    this.device = device;
    ofProduct = device.precision() == Precision.TF32 ? Tolerance.TF32 : 0;
  }

  /** The worst of each kind. */
  public static List<Finding> run(Device device) {
    EdgeCheck check = new EdgeCheck(device);
    check.equalLogits();
    check.nearlyCertainClasses();
    check.nearlyCertainOutputs();
    check.clippedNorms();
    check.longSums();
    return List.copyOf(check.findings);
  }

  /** Equal logits of any size: the loss is log K, the gradient 1/K and 1/K − 1. */
  private void equalLogits() {
    int classes = 3;
    int rows = SIZES.length;
    float[] weights = new float[classes * rows];
    double[] expected = new double[weights.length];
    float[] labels = new float[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i % classes;
      for (int k = 0; k < classes; k++) {
        weights[k * rows + i] = SIZES[i];
        expected[k * rows + i] = (1.0 / classes - (k == i % classes ? 1 : 0)) / rows;
      }
    }
    Dataset data = oneHot(labels, new Task.Classification(classes));
    rows("equal logits", new Loss.CrossEntropy(), data, weights, expected, Math.log(classes));
  }

  /**
   * One of three classes is a margin ahead or behind; rows with a right answer, then with a wrong
   * one.
   */
  private void nearlyCertainClasses() {
    int classes = 3;
    int rows = 2 * MARGINS.length;
    float[] weights = new float[classes * rows];
    double[] expected = new double[weights.length];
    double loss = 0;
    for (int i = 0; i < rows; i++) {
      boolean right = i < MARGINS.length;
      float margin = MARGINS[i % MARGINS.length];
      int ahead = right ? 0 : 2;
      weights[ahead * rows + i] = margin;
      double tail = Math.exp(-margin);
      double all = 1 + 2 * tail;
      expected[i] = (right ? -2 * tail : -(1 + tail)) / all / rows;
      expected[rows + i] = tail / all / rows;
      expected[2 * rows + i] = (right ? tail : 1) / all / rows;
      loss += ((right ? 0 : margin) + Math.log1p(2 * tail)) / rows;
    }
    Dataset data = oneHot(new float[rows], new Task.Classification(classes));
    rows("margins of classes", new Loss.CrossEntropy(), data, weights, expected, loss);
    evaluation("margins of classes", new Loss.CrossEntropy(), data, weights, classes);
  }

  /** One output a margin above or below 0, with the targets 1 and 0. */
  private void nearlyCertainOutputs() {
    int rows = 4 * MARGINS.length;
    float[] weights = new float[rows];
    float[] targets = new float[rows];
    double[] expected = new double[rows];
    double loss = 0;
    for (int i = 0; i < rows; i++) {
      float margin = MARGINS[i % MARGINS.length];
      boolean right = i < rows / 2;
      targets[i] = i / MARGINS.length % 2;
      weights[i] = right == (targets[i] == 1) ? margin : -margin;
      double tail = Math.exp(-margin);
      double size = (right ? tail : 1) / (1 + tail) / rows;
      expected[i] = targets[i] == 1 ? -size : size;
      loss += ((right ? 0 : margin) + Math.log1p(tail)) / rows;
    }
    Dataset data = oneHot(targets, new Task.Regression());
    rows("margins of outputs", new Loss.BceWithLogits(), data, weights, expected, loss);
    evaluation("margins of outputs", new Loss.BceWithLogits(), data, weights, 1);
  }

  /** Rows with known losses and gradients. */
  private void rows(
      String what, Loss loss, Dataset data, float[] weights, double[] gradient, double mean) {
    int outputs = weights.length / data.rows();
    TrainingProgram program = program(data, outputs, loss, OptionalDouble.empty(), data.rows());
    try (Session session = open(program, data, Optional.empty(), weights)) {
      double found = session.train(1)[0];
      compare(what, "loss", new double[] {found}, new double[] {mean}, OF_SHARE);
      double[] actual = session.read(program.parameterUpdate().gradient());
      compare(what, "gradient", actual, gradient, OF_SHARE);
    }
  }

  /** The loss of the right rows, then only of the nearly certain ones. */
  private void evaluation(String what, Loss loss, Dataset data, float[] weights, int outputs) {
    int rights = data.rows() / 2;
    int[] certain =
        IntStream.range(0, rights).filter(i -> MARGINS[i % MARGINS.length] >= 17).toArray();
    double mean = 0;
    for (int i : certain) {
      double tail = Math.exp(-MARGINS[i % MARGINS.length]);
      mean += Math.log1p(outputs == 1 ? tail : 2 * tail) / certain.length;
    }
    TrainingProgram program = program(data, outputs, loss, OptionalDouble.empty(), data.rows());
    try (Session session = open(program, data, Optional.of(data.select(certain)), weights)) {
      double found = session.evaluate(Session.Part.TEST).loss();
      compare(what, "evaluated loss", new double[] {found}, new double[] {mean}, OF_SHARE);
    }
  }

  /**
   * Gradients of every size in float32, clipped to 10⁻³. The derivative of a Huber loss far from
   * its target is 1, so the gradient is the row.
   */
  private void clippedNorms() {
    double maximum = 1e-3;
    int rows = 21;
    float[] features = new float[rows * CLIPPED];
    float[] targets = new float[rows];
    Arrays.fill(targets, -2);
    double[] norms = new double[rows];
    for (int i = 0; i < rows; i++) {
      double size = Math.pow(10, 3 * i - 30) / Math.sqrt(CLIPPED);
      for (int j = 0; j < CLIPPED; j++) {
        float element = (float) ((j % 3 - 1.1) * size);
        features[i * CLIPPED + j] = element;
        norms[i] += (double) element * element;
      }
      norms[i] = Math.sqrt(norms[i]);
    }
    Dataset data = new Dataset(rows, CLIPPED, features, 1, targets, new Task.Regression());
    TrainingProgram program = program(data, 1, new Loss.Huber(1), OptionalDouble.of(maximum), 1);
    StepOp.ClipGradient clip =
        program.step().ops().stream()
            .filter(StepOp.ClipGradient.class::isInstance)
            .map(StepOp.ClipGradient.class::cast)
            .findFirst()
            .orElseThrow();
    try (Session session = open(program, data, Optional.empty(), new float[CLIPPED])) {
      for (int i = 0; i < rows; i++) {
        session.train(1);
        double scale = Math.min(1, maximum / (norms[i] + 1e-6));
        double[] expected = new double[CLIPPED];
        for (int j = 0; j < CLIPPED; j++) {
          expected[j] = scale * features[i * CLIPPED + j];
        }
        double[] norm = {norms[i]};
        compare("clipped norms", "norm", session.read(clip.norm()), norm, OF_NORM);
        double[] gradient = session.read(program.parameterUpdate().gradient());
        compare("clipped norms", "gradient", gradient, expected, OF_NORM);
      }
    }
  }

  /** Millions of equal rows: all roundings go in one direction. */
  private void longSums() {
    float value = 1000.1f;
    float[] features = new float[MANY_ROWS];
    float[] targets = new float[MANY_ROWS];
    Arrays.fill(features, value);
    Arrays.fill(targets, -1.1f);
    Dataset data = new Dataset(MANY_ROWS, 1, features, 1, targets, new Task.Regression());
    TrainingProgram program = program(data, 1, new Loss.Mse(), OptionalDouble.empty(), MANY_ROWS);
    try (Session session = open(program, data, Optional.empty(), new float[1])) {
      double residual = 1.1f;
      double[] loss = {residual * residual};
      compare("sums of rows", "loss", session.train(1), loss, OF_SUM);
      double[] gradient = {2 * residual * value};
      double[] found = session.read(program.parameterUpdate().gradient());
      compare("sums of rows", "gradient", found, gradient, OF_SUM);
    }
  }

  /** As many columns as rows; each row has a 1 in its own column. */
  private static Dataset oneHot(float[] targets, Task task) {
    int rows = targets.length;
    float[] features = new float[rows * rows];
    for (int i = 0; i < rows; i++) {
      features[i * rows + i] = 1;
    }
    return new Dataset(rows, rows, features, 1, targets, task);
  }

  /** One layer without bias, with constant weights. */
  private static TrainingProgram program(
      Dataset data, int outputs, Loss loss, OptionalDouble clipNorm, int batch) {
    return TrainingProgram.of(
        new Training(
            new Model(data.columns(), List.of(new Dense(outputs, false))),
            loss,
            new Optimizer.Sgd(0, 0, false, 0),
            new Schedule.Constant(0),
            clipNorm,
            new Batches(data.rows(), batch, false, 0),
            1));
  }

  private Session open(
      TrainingProgram program, Dataset train, Optional<Dataset> test, float[] weights) {
    return device.open(program, new TrainAndTest(train, test), weights);
  }

  /** Relative, plus the values that a device may flush to 0. */
  private void compare(
      String what, String tensor, double[] actual, double[] expected, double relative) {
    double[] allowed =
        Arrays.stream(expected)
            .map(e -> (relative + ofProduct) * Math.abs(e) + Tolerance.SMALLEST)
            .toArray();
    String shape = expected.length + (expected.length == 1 ? " value" : " values");
    Finding finding =
        Finding.worst(device.info().id(), "Edges", tensor, shape, actual, expected, allowed, what);
    for (int i = 0; i < findings.size(); i++) {
      Finding other = findings.get(i);
      if (other.tensor().equals(tensor) && other.note().startsWith(what)) {
        findings.set(i, other.orWorse(finding));
        return;
      }
    }
    findings.add(finding);
  }
}
