package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.recipe.RunFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a program with Thalweg in it calls first. */
class LibraryUseTest {
  @Test
  void preparedRunIsOpenedAndTrainedInTwoCalls() {
    PreparedRun run = PreparedRun.of(RunFile.read("seed", "epochs=7", "optimizer.sgd.lr=0.1"));
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epochEnded(EpochMetrics metrics, State state) {
            losses.add(metrics.trainLoss());
          }
        };

    try (Session session = run.open("cpu")) {
      assertThat(session.parameters()).containsExactly(run.parameters());
      assertThat(run.train(session, listener)).isTrue();
      assertThat(session.step()).isEqualTo(7);
    }

    assertThat(losses).hasSize(7).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(losses.getFirst()).isCloseTo(0.47048, within(1e-6));
  }

  @Test
  void sessionThatHasNothingLeftToTrainIsRefusedBeforeAnyoneIsTold() {
    PreparedRun run = PreparedRun.of(RunFile.read("seed", "epochs=3"));
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(PreparedRun begun, Session session) {
            throw new AssertionError("It was begun.");
          }
        };
    Session session = run.open("cpu");
    try (session) {
      run.train(session);
      assertThatThrownBy(() -> run.train(session, listener))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "The session has trained all epochs of its run; their number is 3; open a new session");
      assertThat(session.step()).isEqualTo(3);

      PreparedRun longer = PreparedRun.of(RunFile.read("seed", "epochs=5"));
      try (Session next = longer.open("cpu")) {
        next.state(session.state());
        assertThat(longer.train(next)).isTrue();
        assertThat(next.step()).isEqualTo(5);
      }
    }
    assertThatThrownBy(() -> run.train(session, listener))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The session is closed; open a new one on the device.");
  }

  @Test
  void unknownDeviceIsNamed() {
    PreparedRun run = PreparedRun.of(RunFile.read("seed"));

    assertThatThrownBy(() -> run.open("cpuu"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Did you mean 'cpu'?");
  }
}
