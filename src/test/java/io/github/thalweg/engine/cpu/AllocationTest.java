package io.github.thalweg.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.thalweg.check.Subject;
import io.github.thalweg.engine.RandomTraining;
import io.github.thalweg.engine.Session;
import io.github.thalweg.nn.Dense;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A step that takes 100 ns must not feed the garbage collector. */
class AllocationTest {
  private static final int STEPS = 100_000;

  /** The losses that are returned, and a byte a step for all else. */
  private static final long ALLOWED = (Double.BYTES + 1L) * STEPS;

  private static final int ROUNDS = 50;

  @Test
  void aCompiledStepOfASmallModelAllocatesNothing() {
    Subject subject = RandomTraining.of(1, 4, new Dense(2)).draw();
    try (Session session = CpuDevices.with("loops", 1).open(subject.program())) {
      session.load(subject.data().train(), subject.data().test());
      session.parameters(subject.parameters());
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long least = Long.MAX_VALUE;
      // Until the compiler has come to it, the coefficients of a step are an object.
      for (int round = 0; round < ROUNDS && least > ALLOWED; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        session.train(STEPS);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).isLessThanOrEqualTo(ALLOWED);
    }
  }
}
