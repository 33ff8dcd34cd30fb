package io.github.thalweg.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import io.github.thalweg.program.Training;
import io.github.thalweg.program.TrainingProgram;
import io.github.thalweg.recipe.RunFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Losses and optimizers on the inputs of public test suites; the two files say whose they are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class KnownValuesTest {
  private static final Optimizer NO_STEP = new Optimizer.Sgd(0, 0, false, 0);

  /** Float32 exponents up to 88, each handed on by e^. */
  private static final double OF_LOSS = 2e-5;

  private static final double OF_UPDATE = 2e-6;

  /** Devices may flush numbers below 2⁻¹²⁶ to zero. */
  private static final double SMALLEST = 2 * Float.MIN_NORMAL;

  /** A target between 0 and 1 may cancel a probability: what is left has no digits of its own. */
  private static final double CANCELLED = 1e-7;

  /** The device under test. */
  protected abstract Device device();

  /** Every which item is tried: all, unless each is seconds of compiling kernels. */
  protected int every() {
    return 1;
  }

  private Stream<Arguments> items(String file, String key) throws IOException {
    try (InputStream in = KnownValuesTest.class.getResourceAsStream(file)) {
      JsonNode all = JsonMapper.shared().readTree(in).get(key);
      return IntStream.range(0, all.size())
          .filter(i -> i % every() == 0)
          .mapToObj(all::get)
          .map(item -> Arguments.of(item.get("name").stringValue(), item));
    }
  }

  Stream<Arguments> losses() throws IOException {
    return items("known-losses.json", "losses");
  }

  Stream<Arguments> optimizers() throws IOException {
    return items("known-updates.json", "optimizers");
  }

  /** Rows with a 1 in a column of their own: its weights are the row's outputs. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void lossAndGradientAreTheKnownOnes(String name, JsonNode item) {
    Loss loss = RunFile.read("seed", List.of("loss=" + item.get("loss"))).loss();
    double[][] outputs = matrix(item.get("outputs"));
    double[][] targets = matrix(item.get("targets"));
    double[][] gradient = matrix(item.get("gradient"));
    int rows = outputs.length;
    int width = outputs[0].length;
    float[] features = new float[rows * rows];
    float[] weights = new float[rows * width];
    float[] t = new float[rows * targets[0].length];
    for (int i = 0; i < rows; i++) {
      features[i * rows + i] = 1;
      for (int k = 0; k < width; k++) {
        weights[k * rows + i] = (float) outputs[i][k];
      }
      for (int k = 0; k < targets[0].length; k++) {
        t[i * targets[0].length + k] = (float) targets[i][k];
      }
    }
    Task task = loss.classIndices() ? new Task.Classification(width) : new Task.Regression();
    Dataset data = new Dataset(rows, rows, features, targets[0].length, t, task);
    try (Session session = open(program(data, width, loss, NO_STEP, rows), data, weights)) {
      double expected = item.get("value").doubleValue();
      assertThat(session.train(1)[0])
          .as(name)
          .isCloseTo(expected, within(OF_LOSS * Math.abs(expected) + SMALLEST));
      float[] found = session.gradient();
      for (int i = 0; i < rows; i++) {
        for (int k = 0; k < width; k++) {
          boolean cancels = loss instanceof Loss.BceWithLogits && targets[i][k] % 1 != 0;
          assertThat((double) found[k * rows + i])
              .as("%s, output %d of row %d", name, k, i)
              .isCloseTo(
                  gradient[i][k],
                  within(OF_LOSS * Math.abs(gradient[i][k]) + (cancels ? CANCELLED : SMALLEST)));
        }
      }
    }
  }

  /** The derivative of a Huber loss far from its target is 1: the gradient of a step is its row. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  void stepsAreTheKnownOnes(String name, JsonNode item) {
    Optimizer optimizer =
        RunFile.read("seed", List.of("optimizer=" + item.get("optimizer"))).optimizer();
    double[] start = vector(item.get("start"));
    double[][] gradients = matrix(item.get("gradients"));
    double[][] expected = matrix(item.get("expected"));
    int steps = gradients.length;
    int count = start.length;
    float[] features = new float[steps * count];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) gradients[i / count][i % count];
    }
    float[] targets = new float[steps];
    Arrays.fill(targets, -1e30f);
    Dataset data = new Dataset(steps, count, features, 1, targets, new Task.Regression());
    float[] theta = new float[count];
    for (int i = 0; i < count; i++) {
      theta[i] = (float) start[i];
    }
    try (Session session = open(program(data, 1, new Loss.Huber(1), optimizer, 1), data, theta)) {
      int taken = 0;
      for (int k = 0; k < expected.length; k++) {
        int after = item.get("after").get(k).intValue();
        session.train(after - taken);
        taken = after;
        double[] found = session.state().parameters().doubles();
        for (int i = 0; i < count; i++) {
          assertThat(found[i])
              .as("%s, parameter %d after step %d", name, i, after)
              .isCloseTo(expected[k][i], within(OF_UPDATE * (1 + Math.abs(expected[k][i]))));
        }
      }
    }
  }

  private static TrainingProgram program(
      Dataset data, int outputs, Loss loss, Optimizer optimizer, int batch) {
    return TrainingProgram.of(
        new Training(
            new Model(data.columns(), List.of(new Dense(outputs, false))),
            loss,
            optimizer,
            new Schedule.Constant(0),
            OptionalDouble.empty(),
            new Batches(data.rows(), batch, false, 0),
            1));
  }

  private Session open(TrainingProgram program, Dataset data, float[] theta) {
    Session session = device().open(program);
    session.load(data, Optional.empty());
    session.parameters(theta);
    return session;
  }

  private static double[] vector(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }

  private static double[][] matrix(JsonNode rows) {
    return rows.valueStream().map(KnownValuesTest::vector).toArray(double[][]::new);
  }
}
