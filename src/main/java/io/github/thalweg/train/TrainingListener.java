package io.github.thalweg.train;

import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;

/** Receives the events of a run, on the training thread. */
public interface TrainingListener {
  /** The session is loaded and the first epoch will begin. */
  default void started(PreparedRun run, Session session) {}

  /**
   * The first step of the run is over; not called again when the run is resumed.
   *
   * @param loss of the step, before its update
   */
  default void begun(double loss) {}

  /**
   * Called after every N steps, if the trainer was asked for it.
   *
   * @param epoch from 1
   * @param step steps taken since the start of the run
   * @param meanLoss over the rows of the steps since the last call, which may have been epochs ago
   */
  default void stepsTaken(int epoch, long step, double meanLoss) {}

  /**
   * An epoch is over and its loss, its evaluation and its parameters are finite.
   *
   * @param state after the epoch
   */
  default void epochEnded(EpochMetrics metrics, State state) {}

  /**
   * The run was stopped within an epoch.
   *
   * @param state after the last step
   * @param progress the progress of the epoch until then
   */
  default void stopped(State state, EpochProgress progress) {}

  /** Training is over: it finished, was stopped or failed. */
  default void ended() {}
}
