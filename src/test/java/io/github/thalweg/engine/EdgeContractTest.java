package io.github.thalweg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.check.EdgeCheck;
import io.github.thalweg.check.Finding;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Where float32 ends, every engine gives what can be said on paper, or shows that it cannot. */
public abstract class EdgeContractTest {
  /** The device under test. */
  protected abstract Device device();

  @Test
  void formulasKeepTheirDigitsWhereFloat32Ends() {
    List<Finding> findings = EdgeCheck.run(device());
    assertThat(findings).hasSizeGreaterThan(8).allMatch(Finding::within);
  }

  /** The norm is 4.2e38: clipped by it or NaN, but neither 0 nor as it was. */
  @Test
  void normBeyondFloat32IsNotPassedOver() {
    float[] after =
        step(
            new Dataset(
                1, 2, new float[] {3e38f, 3e38f}, 1, new float[] {-2}, new Task.Regression()),
            1,
            new Loss.Huber(1),
            OptionalDouble.of(1),
            new float[2]);
    assertThat(after)
        .satisfiesAnyOf(
            w -> assertThat(w[0]).isNaN(), w -> assertThat(w[0]).isBetween(-0.7072f, -0.7070f));
  }

  /** Also a logit that is not the first, of the row's own class and of another. */
  @Test
  void aLogitThatIsNaNMakesTheLossNaN() {
    for (int wrong = 0; wrong < 3; wrong++) {
      float[] theta = {1, 2, 3};
      theta[wrong] = Float.NaN;
      Dataset data =
          new Dataset(1, 1, new float[] {1}, 1, new float[] {2}, new Task.Classification(3));
      TrainingProgram program = program(data, 3, new Loss.CrossEntropy(), OptionalDouble.empty());
      try (Session session = device().open(program)) {
        session.load(data, Optional.empty());
        session.parameters(theta);
        assertThat(session.evaluate(Session.Part.TRAIN).loss()).as("logit %d", wrong).isNaN();
        assertThat(session.train(1)[0]).as("logit %d", wrong).isNaN();
      }
    }
  }

  private float[] step(
      Dataset data, int outputs, Loss loss, OptionalDouble clipNorm, float[] theta) {
    try (Session session = device().open(program(data, outputs, loss, clipNorm))) {
      session.load(data, Optional.empty());
      session.parameters(theta);
      session.train(1);
      return session.parameters();
    }
  }

  private static TrainingProgram program(
      Dataset data, int outputs, Loss loss, OptionalDouble clipNorm) {
    return TrainingProgram.of(
        new Training(
            new Model(data.columns(), List.of(new Dense(outputs, false))),
            loss,
            new Optimizer.Sgd(1, 0, false, 0),
            new Schedule.Constant(0),
            clipNorm,
            new Batches(data.rows(), 1, false, 0),
            1));
  }
}
