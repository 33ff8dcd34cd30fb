package io.github.thalweg.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.engine.Session;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import io.github.thalweg.program.Training;
import io.github.thalweg.program.TrainingProgram;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Gradients of columns that are the same in every row, where all roundings of a sum go in one
 * direction: no float32 sum may be of more than some hundred rows.
 */
class LongSumsTest {
  /**
   * 344 roundings of 2⁻²⁵ and less would be 1.0e-5 at the worst; that is one value of thousands.
   */
  private static final double LOST = 6e-6;

  @ParameterizedTest
  @CsvSource({
    "vector, 400003, 1, 1, mse",
    "vector, 400003, 1, 3, huber",
    "vector, 100003, 5, 2, mse",
    "vector, 400003, 17, 1, mse",
    "vector, 200003, 40, 1, huber",
    "vector, 100003, 64, 1, mse",
    "vector, 100003, 70, 1, mse",
    "loops, 400003, 1, 1, huber",
    "loops, 100003, 17, 2, mse",
    "openblas, 400003, 1, 1, mse",
    "openblas, 100003, 17, 2, huber",
  })
  void gradientsOfOneLayerKeepTheirDigits(
      String gemm, int rows, int inputs, int outputs, String loss) {
    gradientKeepsItsDigits(
        gemm,
        rows,
        inputs,
        outputs,
        loss.equals("mse") ? new Loss.Mse() : new Loss.Huber(1),
        List.of(new Dense(outputs)));
  }

  /**
   * Behind the first layer there is one whose weights are 1, and whose output is that of the first.
   */
  @ParameterizedTest
  @CsvSource({"vector, 4096", "vector, 20000", "loops, 4096", "loops, 20000", "openblas, 20000"})
  void gradientsOfTwoLayersKeepTheirDigits(String gemm, int rows) {
    gradientKeepsItsDigits(
        gemm, rows, 3, 1, new Loss.Huber(1), List.of(new Dense(1), new Dense(1, false)));
  }

  /** Weights 0 but for those of a second layer; the outputs are 0 and the targets −1.1. */
  private static void gradientKeepsItsDigits(
      String gemm, int rows, int inputs, int outputs, Loss loss, List<Layer> layers) {
    float[] features = new float[rows * inputs];
    for (int i = 0; i < features.length; i++) {
      features[i] = value(i % inputs);
    }
    float[] targets = new float[rows * outputs];
    Arrays.fill(targets, -1.1f);
    Model model = new Model(inputs, layers);
    TrainingProgram program =
        TrainingProgram.of(
            new Training(
                model,
                loss,
                new Optimizer.Sgd(0, 0, false, 0),
                new Schedule.Constant(0),
                OptionalDouble.empty(),
                new Batches(rows, rows, false, 0),
                1));
    float[] theta = new float[model.parameterCount()];
    Arrays.fill(theta, (inputs + 1) * outputs, theta.length, 1);
    try (Session session = CpuDevices.with(gemm, 2).open(program)) {
      session.load(
          new Dataset(rows, inputs, features, outputs, targets, new Task.Regression()),
          Optional.empty());
      session.parameters(theta);
      session.train(1);
      double slope = (loss instanceof Loss.Mse ? 2 * 1.1f : 1) / (double) outputs;
      float[] gradient = session.gradient();
      for (int k = 0; k < (inputs + 1) * outputs; k++) {
        double expected = slope * (k < inputs * outputs ? value(k % inputs) : 1);
        assertThat((double) gradient[k])
            .as("element %d", k)
            .isCloseTo(expected, within(LOST * expected));
      }
    }
  }

  private static float value(int column) {
    return column % 2 == 0 ? 1000.1f : 0.3f + column;
  }
}
