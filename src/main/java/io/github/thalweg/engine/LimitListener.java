package io.github.thalweg.engine;

/** Is told how the measurement of a device's limits goes on. */
public interface LimitListener {
  /** For whoever waits for the limits alone. */
  LimitListener NONE =
      new LimitListener() {
        @Override
        public void measuring(String what) {}

        @Override
        public void unsteady(String sentence) {}
      };

  /**
   * Something is measured now, for some seconds.
   *
   * @param what part of a sentence, such as {@code reading memory}
   */
  void measuring(String what);

  /** A limit is left out, because what was read did not come to rest. */
  void unsteady(String sentence);
}
