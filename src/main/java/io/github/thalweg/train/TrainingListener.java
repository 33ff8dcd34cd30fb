package io.github.thalweg.train;

import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;

/** Told what happens in a run, on the training thread. */
public interface TrainingListener {
  /** The session is loaded and the first epoch is about to begin. */
  default void started(PreparedRun run, Session session) {}

  /**
   * An epoch is over and its loss, its evaluation and its parameters are finite.
   *
   * @param state after the epoch
   */
  default void epochEnded(EpochMetrics metrics, State state) {}

  /**
   * The run was interrupted within an epoch.
   *
   * @param state after the last step
   */
  default void interrupted(State state) {}
}
