package io.github.thalweg.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.check.Subject;
import io.github.thalweg.engine.RandomTraining;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.cpu.threads.Blocks;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same numbers to the last bit, however many threads compute them. */
class DeterminismTest {
  private static final Optimizer ADAM = new Optimizer.Adam(1e-3, 0.9, 0.999, 1e-8, 0.01, true);

  @ParameterizedTest
  @ValueSource(strings = {"openblas", "vector"})
  void threadsDoNotShowWhereEveryOpIsCutIntoBlocks(String gemm) {
    int rows = 2003;
    int inputs = 1100;
    int hidden = 512;
    int outputs = 64;
    int parameters = (inputs + 1) * hidden + (hidden + 1) * outputs;
    assertThat(Blocks.of(rows, (long) rows * inputs).count()).isGreaterThan(1);
    assertThat(Blocks.of(rows, 32L * rows * outputs).count()).isGreaterThan(1);
    assertThat(Blocks.of(parameters, 4L * parameters).count()).isGreaterThan(1);
    sameForAnyNumberOfThreads(
        gemm,
        RandomTraining.of(rows + 7, inputs, new Dense(hidden), Activation.GELU, new Dense(outputs))
            .loss(new Loss.CrossEntropy())
            .optimizer(ADAM)
            .clipNorm(0.1)
            .batches(rows, true)
            .draw());
  }

  @Test
  void threadsDoNotShowWithPartialSums() {
    int rows = 9001;
    assertThat(Blocks.of(rows, 16L * rows * 33).count()).isGreaterThan(1);
    Subject subject =
        RandomTraining.of(rows, 20, new Dense(33), Activation.TANH, new Dense(5)).draw();
    for (String gemm : new String[] {"openblas", "vector", "loops"}) {
      sameForAnyNumberOfThreads(gemm, subject);
    }
  }

  @Test
  void threadsDoNotShowInOnePass() {
    Subject subject =
        RandomTraining.of(3001, 97, new Dense(7))
            .loss(new Loss.CrossEntropy())
            .batches(1777, true)
            .draw();
    for (String gemm : new String[] {"openblas", "vector", "loops"}) {
      sameForAnyNumberOfThreads(gemm, subject);
    }
  }

  @Test
  void threadsDoNotShowWithASingleOutput() {
    for (Loss loss : new Loss[] {new Loss.Mse(), new Loss.BceWithLogits()}) {
      Subject subject =
          RandomTraining.of(3001, 97, new Dense(1)).loss(loss).batches(1777, false).draw();
      for (String gemm : new String[] {"vector", "loops"}) {
        sameForAnyNumberOfThreads(gemm, subject);
      }
    }
  }

  private static void sameForAnyNumberOfThreads(String gemm, Subject subject) {
    Run one = run(gemm, 1, subject);
    for (int threads : new int[] {1, 2, 3}) {
      Run other = run(gemm, threads, subject);
      assertThat(other.losses()).as(gemm + ", " + threads + " threads").isEqualTo(one.losses());
      assertThat(Arrays.equals(other.parameters(), one.parameters())).isTrue();
    }
  }

  private record Run(double[] losses, float[] parameters) {}

  /** Three steps: a full batch, the small last one, and one of the next epoch. */
  private static Run run(String gemm, int threads, Subject subject) {
    try (Session session = CpuDevices.with(gemm, threads).open(subject.program())) {
      session.load(subject.data().train(), subject.data().test());
      session.parameters(subject.parameters());
      return new Run(session.train(3), session.parameters());
    }
  }
}
