package io.github.thalweg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Floats;
import io.github.thalweg.data.Task;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
  @Test
  void severalOutputsLearnAClassWithReluBetweenTheLayers() {
    Workload workload = Workloads.of("37-100-300-7@11");

    assertThat(workload.key()).isEqualTo("37-100-300-7@11");
    assertThat(workload.training().model())
        .isEqualTo(
            new Model(
                37,
                List.of(
                    new Dense(100),
                    Activation.RELU,
                    new Dense(300),
                    Activation.RELU,
                    new Dense(7))));
    assertThat(workload.training().loss()).isEqualTo(new Loss.CrossEntropy());
    assertThat(workload.training().optimizer())
        .isEqualTo(new Optimizer.Sgd(1.0 / 300, 0, false, 0));
    assertThat(workload.batch()).isEqualTo(11);
    assertThat(workload.training().batches().rows()).isEqualTo(10_000 / 11 * 11);
    assertThat(workload.dataset().task()).isEqualTo(new Task.Classification(7));
  }

  @Test
  void oneOutputLearnsTheTenthsOfItsClass() {
    Workload workload = Workloads.of("5-1@3");
    Dataset data = workload.dataset();

    assertThat(workload.training().loss()).isEqualTo(new Loss.Mse());
    assertThat(data.task()).isEqualTo(new Task.Regression());
    assertThat(data.targets().get(37)).isEqualTo(0.7f);
    assertThat(data.features().get(5 * 37 + 2))
        .isEqualTo(
            0.5f * SyntheticData.u(5 * 37 + 2) + 0.5f * SyntheticData.u((1L << 48) + 5 * 7 + 2));
  }

  @Test
  void rowsAreOneBatchWhereThatIsMore() {
    assertThat(Workloads.of("3-2@12345").training().batches().rows()).isEqualTo(12_345);
  }

  @Test
  void largeShapesAreCheckedOnFewerSteps() {
    assertThat(Workloads.of("784-100-10@128").checkedSteps()).isEqualTo(10);
    assertThat(Workloads.of("784-300-10@300").checkedSteps()).isEqualTo(3);
    assertThat(Workloads.of("784-1024-1024-1000@1000").checkedSteps()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"784-10@1", "7-1000-3@1", "300-1@2", "9-40-40-40-40-40-1@1", "2-2@513"})
  void learningRateKeepsTheLossFiniteAndBringsItDown(String key) {
    Workload workload = Workloads.of(key);
    try (Session session = Devices.find("cpu").open(TrainingProgram.of(workload.training()))) {
      session.load(workload.dataset(), Optional.empty());
      session.parameters(workload.initialParameters());

      int epoch = workload.training().batches().stepsPerEpoch();
      double before = mean(session.train(epoch));
      for (int i = 0; i < 3; i++) {
        session.train(epoch);
      }
      assertThat(mean(session.train(epoch))).isLessThan(before);
    }
  }

  private static double mean(double[] losses) {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum / losses.length;
  }

  @Test
  void imagesOfTheNamedWorkloadsAreAShapesOwn() {
    float[] shape = Floats.of(Workloads.of("784-100-10@128").dataset().features());
    float[] named = Floats.of(Workloads.SOFTMAX.dataset().features());

    assertThat(shape[784 * 4321 + 56]).isEqualTo(named[784 * 4321 + 56], within(0f));
    assertThat(Workloads.of("784-128-10@5").initialParameters())
        .isEqualTo(Workloads.MLP_SMALL.initialParameters());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"784@128", "784-10", "784-10@", "784-x@1", "-10@1", "784--1@1", "7-1@2@3", "@"})
  void textThatIsNoShapeIsAnsweredWithAnExample(String text) {
    assertThatThrownBy(() -> Workloads.of(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "'"
                + text
                + "' is not a shape; write the inputs, the units of each dense layer and the batch as in 784-100-10@128.");
  }

  @ParameterizedTest
  @CsvSource({
    "0-10@128, The shape '0-10@128' has a 0",
    "784-0-10@128, The shape '784-0-10@128' has a 0",
    "784-10@0, The shape '784-10@0' has a 0",
    "300000-10@1, needs 3000000000 values in one array",
    "1-999999-1@999999, needs 999998000001 values in one array",
    "90000-60000@1, parameters; one array holds at most",
    "4-70000@1, A classification has 1 to 65536 classes"
  })
  void shapeThatCannotBeIsRefusedInASentence(String text, String sentence) {
    assertThatThrownBy(() -> Workloads.of(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(sentence);
  }
}
