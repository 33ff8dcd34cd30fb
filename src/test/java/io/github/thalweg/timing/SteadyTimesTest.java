package io.github.thalweg.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The work of these tests only says how long it took. */
class SteadyTimesTest {
  private int taken;
  private double seconds;

  @Test
  void workIsRepeatedUntilItsTimesHaveComeToRest() {
    double[] times = quiet(1000, false).take(10, work(i -> 1 + 100 * Math.pow(0.5, i)));

    assertThat(times).hasSize(10);
    assertThat(times[0]).isLessThan(1.25);
    assertThat(times[9]).isEqualTo(1 + 100 * Math.pow(0.5, taken - 1));
  }

  @Test
  void steadyWorkIsDoneNoMoreThanIsJudged() {
    assertThat(quiet(0, false).take(9, work(_ -> 1))).hasSize(9);
    assertThat(taken).isEqualTo(9);
    assertThat(quiet(0, false).take(3, work(_ -> 1))).hasSize(Unrest.FEWEST);
  }

  @Test
  void oneTimeOutOfLineCostsNothing() {
    quiet(100, false).take(9, work(i -> i == 4 ? 50 : 1));

    assertThat(taken).isEqualTo(9);
  }

  @Test
  void stepIsWaitedFor() {
    assertThat(quiet(1000, false).take(6, work(i -> i < 4 ? 10 : 1))).containsOnly(1);
    assertThat(taken).isEqualTo(10);
  }

  @Test
  void whatNeverComesToRestHasNoFigure() {
    assertThatExceptionOfType(UnsteadyException.class)
        .isThrownBy(() -> quiet(30, false).take(6, work(i -> 10 * Math.pow(0.9, i))))
        .withMessage("There is no figure: it still became faster after 47 s.")
        .extracting(UnsteadyException::reason)
        .isEqualTo("it still became faster after 47 s");
    assertThatExceptionOfType(UnsteadyException.class)
        .isThrownBy(() -> quiet(30, false).take(6, work(i -> 1 + i)))
        .withMessageContaining("it became slower and slower");
  }

  @Test
  void whereOnlyTheLeastCountsWorkMaySlowDown() {
    assertThat(quiet(30, true).take(6, work(i -> 1 + i))).startsWith(1);
  }

  @Test
  void plateauWhileTheJvmCompilesIsNoRest() {
    // For a second and a half a compiler has a core; the code that it makes is ten times as fast.
    DoubleSupplier compiler = () -> Math.min(taken, 15) * 0.09;
    double[] times =
        new SteadyTimes(30, false, compiler, () -> seconds).take(6, work(i -> i < 15 ? 0.1 : 0.01));

    assertThat(times).containsOnly(0.01);
    assertThatExceptionOfType(UnsteadyException.class)
        .isThrownBy(
            () -> new SteadyTimes(3, false, () -> 0.2 * taken, () -> seconds).take(6, work(_ -> 1)))
        .withMessageContaining("the JVM was still compiling after 6");
  }

  @Test
  void compilersOfThisJvmAreCounted() {
    assertThat(new CompilerThreads().seconds()).isGreaterThanOrEqualTo(0);
  }

  private SteadyTimes quiet(double patience, boolean maySlowDown) {
    return new SteadyTimes(patience, maySlowDown, () -> 0, () -> seconds);
  }

  private DoubleSupplier work(IntToDoubleFunction times) {
    taken = 0;
    return () -> {
      double time = times.applyAsDouble(taken++);
      seconds += time;
      return time;
    };
  }
}
