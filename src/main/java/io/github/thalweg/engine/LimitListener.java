package io.github.thalweg.engine;

/** Receives the progress of measuring a device's limits. */
public interface LimitListener {
  /** For a caller that needs only the limits. */
  LimitListener NONE =
      new LimitListener() {
        @Override
        public void measuring(String what) {}

        @Override
        public void unsteady(String sentence) {}
      };

  /**
   * A measurement of some seconds begins.
   *
   * @param what part of a sentence, such as {@code reading memory}
   */
  void measuring(String what);

  /** A limit is left out, because its readings did not settle. */
  void unsteady(String sentence);
}
