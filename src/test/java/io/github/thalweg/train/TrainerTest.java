package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.recipe.RunFile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private final List<String> events = new ArrayList<>();
  private final List<EpochMetrics> epochs = new ArrayList<>();
  private final List<Double> stepLosses = new ArrayList<>();

  @Test
  void listenersAreToldInOrder() {
    assertThat(train(run("epochs=2", "batch=50"), OptionalInt.of(2), Integer.MAX_VALUE)).isTrue();

    // 120 rows are batches of 50, 50 and 20.
    assertThat(events)
        .containsExactly(
            "started",
            "steps to 2",
            "epoch 1 at 3",
            "steps to 4",
            "steps to 6",
            "epoch 2 at 6",
            "ended");
  }

  @Test
  void epochLossIsTheMeanOverItsRows() {
    train(run("epochs=1", "batch=50"), OptionalInt.of(1), Integer.MAX_VALUE);

    double mean = (50 * stepLosses.get(0) + 50 * stepLosses.get(1) + 20 * stepLosses.get(2)) / 120;
    assertThat(epochs.getFirst().trainLoss()).isCloseTo(mean, within(1e-12));
  }

  @Test
  void lossOfSomeStepsIsTheMeanOverTheirRowsAlsoFromOneEpochToTheNext() {
    PreparedRun run = run("epochs=2", "batch=50");
    train(run, OptionalInt.of(1), Integer.MAX_VALUE);
    List<Double> each = List.copyOf(stepLosses);
    stepLosses.clear();

    train(run, OptionalInt.of(2), Integer.MAX_VALUE);

    // Batches of 50, 50 and 20, twice.
    assertThat(stepLosses).hasSize(3);
    assertThat(stepLosses.get(0)).isCloseTo((each.get(0) + each.get(1)) / 2, within(1e-12));
    assertThat(stepLosses.get(1))
        .isCloseTo((20 * each.get(2) + 50 * each.get(3)) / 70, within(1e-12));
    assertThat(stepLosses.get(2))
        .isCloseTo((50 * each.get(4) + 20 * each.get(5)) / 70, within(1e-12));
  }

  @Test
  void stoppedRunIsKeptAtItsStep() {
    assertThat(train(run("epochs=5", "batch=50"), OptionalInt.of(1), 4)).isFalse();

    assertThat(events)
        .containsExactly(
            "started",
            "steps to 1",
            "steps to 2",
            "steps to 3",
            "epoch 1 at 3",
            "steps to 4",
            "stopped at 4",
            "ended");
  }

  @Test
  void runThatFailsEnds() {
    PreparedRun run =
        PreparedRun.of(RunFile.read("line", List.of("epochs=9", "optimizer.sgd.lr=1e200")));

    assertThatThrownBy(() -> train(run, OptionalInt.empty(), Integer.MAX_VALUE))
        .isInstanceOf(RunFailedException.class);
    assertThat(events).startsWith("started").endsWith("ended").doesNotContain("epoch 9 at 9");
  }

  @Test
  void onlyAModelOfTwoWeightsShowsThem() {
    train(run("epochs=1"), OptionalInt.empty(), Integer.MAX_VALUE);
    assertThat(epochs.getFirst().weights()).isEmpty();

    train(
        PreparedRun.of(RunFile.read("line", List.of("epochs=1", "init.0.bias=[0.5]"))),
        OptionalInt.empty(),
        Integer.MAX_VALUE);
    assertThat(epochs.getLast().weights().orElseThrow()).containsExactly(0, 0.5f);
  }

  @Test
  void slopeOfTwoWeightsIsTheDerivativeOfTheLossWhereTheyWere() {
    PreparedRun run = PreparedRun.of(RunFile.read("line", List.of("epochs=3")));
    train(run, OptionalInt.empty(), Integer.MAX_VALUE);

    Dataset points = run.data().train();
    for (EpochMetrics epoch : epochs) {
      float[] w = epoch.weights().orElseThrow();
      double[] slope = new double[2];
      for (int i = 0; i < points.rows(); i++) {
        double x = points.features().get(i);
        double residual = w[0] * x + w[1] - points.targets().get(i);
        slope[0] += 2 * residual * x / points.rows();
        slope[1] += 2 * residual / points.rows();
      }
      assertThat((double) epoch.slope().orElseThrow()[0]).isCloseTo(slope[0], within(1e-5));
      assertThat((double) epoch.slope().orElseThrow()[1]).isCloseTo(slope[1], within(1e-5));
      assertThat(epoch.gradientNorm()).isCloseTo(Math.hypot(slope[0], slope[1]), within(1e-5));
    }
  }

  @Test
  void gradientNormIsTheOneBeforeClipping() {
    train(run("epochs=1", "batch=full"), OptionalInt.empty(), Integer.MAX_VALUE);
    double norm = epochs.getLast().gradientNorm();
    train(
        run("epochs=1", "batch=full", "clip_norm=" + norm / 7),
        OptionalInt.empty(),
        Integer.MAX_VALUE);

    assertThat(epochs.getLast().gradientNorm()).isCloseTo(norm, within(1e-6 * norm));
  }

  @Test
  void learningRateIsThatOfTheLastStep() {
    PreparedRun run = run("epochs=4", "batch=50", "schedule={cosine: {}}");
    train(run, OptionalInt.empty(), Integer.MAX_VALUE);

    assertThat(epochs)
        .extracting(EpochMetrics::learningRate)
        .containsExactlyElementsOf(
            IntStream.of(2, 5, 8, 11)
                .mapToObj(step -> run.program().training().learningRate(step))
                .toList());
  }

  @Test
  void trainAccuracyIsOnAllRowsWhereThatIsQuickAndElseOnAsManyAsTestRows() {
    train(run("epochs=1"), OptionalInt.empty(), Integer.MAX_VALUE);
    assertThat(epochs.getLast().train().orElseThrow().rows()).isEqualTo(120);

    PreparedRun wide =
        PreparedRun.of(
            RunFile.read(
                "digits",
                List.of("epochs=1", "batch=full", "model=[{dense: 512}, relu, {dense: 10}]")));
    train(wide, OptionalInt.empty(), Integer.MAX_VALUE);
    assertThat(epochs.getLast().train().orElseThrow().rows()).isEqualTo(359);
  }

  private static PreparedRun run(String... assignments) {
    return PreparedRun.of(RunFile.read("iris", List.of(assignments)));
  }

  /** Trains on the reference engine and stops once that many steps are taken. */
  private boolean train(PreparedRun run, OptionalInt logEvery, int stopAfter) {
    try (Session session = Devices.find("reference").open(run.program())) {
      session.load(run.data().train(), run.data().test());
      session.parameters(run.parameters());
      return new Trainer(run, session, logEvery, List.of(new Recorder(session, stopAfter))).run();
    }
  }

  private final class Recorder implements TrainingListener {
    private final Session session;
    private final int stopAfter;

    Recorder(Session session, int stopAfter) {
      this.session = session;
      this.stopAfter = stopAfter;
    }

    @Override
    public void started(PreparedRun run, Session started) {
      events.add("started");
    }

    @Override
    public void stepsTaken(int epoch, long step, double meanLoss) {
      events.add("steps to " + step);
      stepLosses.add(meanLoss);
      if (step >= stopAfter) {
        session.stop();
      }
    }

    @Override
    public void epochEnded(EpochMetrics metrics, State state) {
      events.add("epoch " + metrics.epoch() + " at " + state.step());
      epochs.add(metrics);
    }

    @Override
    public void stopped(State state, EpochProgress progress) {
      events.add("stopped at " + state.step());
    }

    @Override
    public void ended() {
      events.add("ended");
    }
  }
}
