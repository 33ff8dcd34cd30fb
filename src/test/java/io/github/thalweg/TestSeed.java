package io.github.thalweg;

import java.util.Random;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Where everything random in the tests comes from: another seed in every run, printed with each
 * test that fails, and given back with {@code -Dthalweg.test.seed}. JUnit finds this class through
 * META-INF/services.
 */
public final class TestSeed implements TestWatcher {
  public static final long SEED = Long.getLong("thalweg.test.seed", System.nanoTime());

  /** Random numbers, the same for every caller, so that a test may be repeated alone. */
  public static Random random() {
    return new Random(SEED);
  }

  @Override
  public void testFailed(ExtensionContext test, Throwable failure) {
    System.err.printf(
        "%s %s failed with the random numbers of -Dthalweg.test.seed=%d.%n",
        test.getRequiredTestClass().getSimpleName(), test.getDisplayName(), SEED);
  }
}
