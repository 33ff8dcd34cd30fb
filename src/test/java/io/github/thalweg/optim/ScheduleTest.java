package io.github.thalweg.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.InvalidInputException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final double RATE = 0.2;

  @ParameterizedTest
  @CsvSource({"0,0.2", "29,0.2", "30,0.1", "59,0.1", "60,0.05", "99,0.025"})
  void stepDropsAfterEverySoManyEpochs(long step, double expected) {
    Schedule schedule = new Schedule.Step(10, 0.5, 0);
    assertThat(schedule.learningRate(RATE, step, 3, 40)).isCloseTo(expected, within(1e-15));
  }

  @Test
  void cosineFollowsItsClosedForm() {
    Schedule schedule = new Schedule.Cosine(0.01, 0);
    for (int step = 0; step < 70; step++) {
      double expected = 0.01 + (RATE - 0.01) * 0.5 * (1 + Math.cos(Math.PI * step / 70.0));
      assertThat(schedule.learningRate(RATE, step, 7, 10)).isCloseTo(expected, within(1e-15));
    }
    assertThat(schedule.learningRate(RATE, 35, 7, 10)).isCloseTo(0.105, within(1e-15));
  }

  @Test
  void cosineStaysAtItsMinimumBehindTheRun() {
    Schedule schedule = new Schedule.Cosine(0.01, 0);
    assertThat(schedule.learningRate(RATE, 700, 7, 10)).isCloseTo(0.01, within(1e-15));
  }

  @Test
  void warmupRisesLinearlyFromAThird() {
    Schedule schedule = new Schedule.Constant(2);
    for (int step = 0; step < 10; step++) {
      double expected = RATE * (1.0 / 3 + 2.0 / 3 * step / 10);
      assertThat(schedule.learningRate(RATE, step, 5, 8)).isCloseTo(expected, within(1e-15));
    }
    assertThat(schedule.learningRate(RATE, 10, 5, 8)).isEqualTo(RATE);
    assertThat(schedule.learningRate(RATE, 39, 5, 8)).isEqualTo(RATE);
  }

  @Test
  void warmupIsTakenFromTheEpochsOfTheScheduleBehindIt() {
    Schedule schedule = new Schedule.Cosine(0, 2);
    assertThat(schedule.learningRate(RATE, 10, 5, 6)).isEqualTo(RATE);
    assertThat(schedule.learningRate(RATE, 20, 5, 6)).isCloseTo(RATE / 2, within(1e-15));
    Schedule dropping = new Schedule.Step(1, 0.1, 2);
    assertThat(dropping.learningRate(RATE, 14, 5, 6)).isEqualTo(RATE);
    assertThat(dropping.learningRate(RATE, 15, 5, 6)).isCloseTo(0.02, within(1e-15));
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    refused(() -> new Schedule.Constant(-1), "warmup_epochs must be at least 0; it is -1.");
    refused(() -> new Schedule.Step(0, 0.1, 0), "schedule.step.epochs must be at least 1");
    refused(() -> new Schedule.Step(1, 0, 0), "schedule.step.gamma must be above 0");
    refused(() -> new Schedule.Cosine(-0.1, 0), "schedule.cosine.min_lr must be at least 0");
  }

  private static void refused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(sentence);
  }
}
