package io.github.thalweg;

import java.util.Random;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Where everything random in the tests comes from: another seed in every run, printed with each
 * test that fails, and with what fails around tests, such as {@code @BeforeAll}; and given back
 * with {@code -Dthalweg.test.seed}. JUnit finds this class through META-INF/services.
 */
public final class TestSeed implements TestExecutionListener {
  public static final long SEED = Long.getLong("thalweg.test.seed", System.nanoTime());

  /** Random numbers, the same for every caller, so that a test may be repeated alone. */
  public static Random random() {
    return new Random(SEED);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
      System.err.printf(
          "%s failed with the random numbers of -Dthalweg.test.seed=%d.%n", name(test), SEED);
    }
  }

  /** Its class and its name, such as {@code GemmTest.oddShapes(int)}. */
  private static String name(TestIdentifier test) {
    String names = test.getLegacyReportingName();
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(source -> ((MethodSource) source).getJavaClass().getSimpleName() + "." + names)
        .orElse(names);
  }
}
