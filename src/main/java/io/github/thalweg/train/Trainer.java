package io.github.thalweg.train;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.text.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The host loop: asks the session for an epoch of steps at a time, evaluates, and tells the
 * listeners. It ends early, after the step at hand, when the session is stopped.
 */
public final class Trainer {
  private final PreparedRun run;
  private final Session session;
  private final Batches batches;
  private final OptionalInt logEvery;
  private final List<TrainingListener> listeners;
  private final EpochEnd epochEnd;
  private final long firstStep;
  private EpochProgress progress = EpochProgress.NONE;

  /** Since the last loss within an epoch was sent to the listeners. */
  private EpochProgress untold = EpochProgress.NONE;

  private double lastFiniteLoss = Double.NaN;

  /** The saved state of the run: where it was resumed, and then the end of its last epoch. */
  private long keptStep;

  /**
   * Trains {@code run} on a session of its program that is loaded and holds its parameters.
   *
   * @param logEvery steps after which listeners receive the loss, independent of the epochs, if
   *     they want it
   */
  public Trainer(
      PreparedRun run, Session session, OptionalInt logEvery, List<TrainingListener> listeners) {
    this.run = run;
    this.session = session;
    this.firstStep = session.step();
    this.keptStep = firstStep;
    this.batches = run.program().training().batches();
    this.logEvery = logEvery;
    this.listeners = List.copyOf(listeners);
    this.epochEnd = new EpochEnd(run, session);
  }

  /**
   * Trains from the beginning of an epoch; see {@link #run(EpochProgress)}.
   *
   * @throws IllegalStateException when the session has taken the steps of all epochs already, too
   */
  public boolean run() {
    session.train(0); // Refuses a session that could not take a step.
    if (batches.epochOf(session.step()) >= run.program().training().epochs()) {
      throw new IllegalStateException(
          "The session has trained all epochs of its run; their number is "
              + run.program().training().epochs()
              + "; open a new session to start again, or, to continue, give its state to a session of a run with more epochs.");
    }
    return run(EpochProgress.NONE);
  }

  /**
   * Trains from the session's current step to the last epoch, if there are steps left.
   *
   * @param begun the progress of the current epoch before, if the run is resumed within one
   * @return whether the run finished; false if it was stopped
   * @throws LostModelException when the loss of the saved weights is not finite
   * @throws RunFailedException when another loss or a parameter is not finite
   * @throws IllegalStateException when the session is closed or has no data
   */
  public boolean run(EpochProgress begun) {
    session.train(0); // Refuses a session that could not take a step.
    try {
      return train(begun);
    } finally {
      listeners.forEach(TrainingListener::ended);
    }
  }

  private boolean train(EpochProgress begun) {
    listeners.forEach(listener -> listener.started(run, session));
    int epochs = run.program().training().epochs();
    progress = begun;
    for (long epoch = batches.epochOf(session.step()); epoch < epochs; epoch++) {
      if (!trainEpoch((int) epoch + 1)) {
        State state = session.state();
        requireFinite(state, (int) epoch + 1);
        listeners.forEach(listener -> listener.stopped(state, progress));
        return false;
      }
      progress = EpochProgress.NONE;
    }
    return true;
  }

  /** Trains to the end of an epoch; false when stopped before. */
  private boolean trainEpoch(int epoch) {
    epochEnd.begin();
    Optional<float[]> weights =
        run.program().parameterCount() == 2 ? Optional.of(session.parameters()) : Optional.empty();
    long end = (long) epoch * batches.stepsPerEpoch();
    while (session.step() < end) {
      long first = session.step();
      int steps = Math.toIntExact(Math.min(end - first, stepsUntilTold(first)));
      EpochProgress more = train(epoch, steps);
      progress = progress.plus(more);
      untold = untold.plus(more);
      if (session.step() - first < steps) {
        return false;
      }
      if (logEvery.isPresent() && session.step() % logEvery.getAsInt() == 0) {
        double loss = untold.meanLoss();
        listeners.forEach(listener -> listener.stepsTaken(epoch, session.step(), loss));
        untold = EpochProgress.NONE;
      }
    }
    EpochEnd.Stock stock = epochEnd.take(epoch, progress, weights);
    requireFinite(stock.state(), epoch);
    Optional<Evaluation> test = stock.metrics().test();
    if (test.isPresent() && !Double.isFinite(test.get().loss())) {
      throw diverged(epoch, batches.stepsPerEpoch(), "The test loss became " + test.get().loss());
    }
    listeners.forEach(listener -> listener.epochEnded(stock.metrics(), stock.state()));
    keptStep = session.step();
    return true;
  }

  private long stepsUntilTold(long step) {
    return logEvery.isPresent()
        ? logEvery.getAsInt() - step % logEvery.getAsInt()
        : Integer.MAX_VALUE;
  }

  private EpochProgress train(int epoch, int steps) {
    long first = session.step();
    long start = System.nanoTime();
    double[] losses = session.train(steps);
    double seconds = (System.nanoTime() - start) / 1e9;
    double sum = 0;
    long rows = 0;
    for (int i = 0; i < losses.length; i++) {
      if (!Double.isFinite(losses[i])) {
        int step = (int) ((first + i) % batches.stepsPerEpoch()) + 1;
        String what = "The loss became " + losses[i];
        throw first + i == keptStep && keptStep > 0
            ? lost(epoch, step, what)
            : diverged(epoch, step, what);
      }
      lastFiniteLoss = losses[i];
      if (first + i == 0) {
        listeners.forEach(listener -> listener.begun(lastFiniteLoss));
      }
      sum += losses[i] * batches.rowsOf(first + i);
      rows += batches.rowsOf(first + i);
    }
    return new EpochProgress(sum, rows, seconds);
  }

  private void requireFinite(State state, int epoch) {
    for (int i = 0; i < state.parameters().size(); i++) {
      double value = state.parameters().get(i);
      if (!Double.isFinite(value)) {
        int step = (int) ((state.step() - 1) % batches.stepsPerEpoch()) + 1;
        throw diverged(epoch, step, "A parameter became " + value);
      }
    }
  }

  private RunFailedException diverged(int epoch, int step, String what) {
    return new RunFailedException(
        place(epoch, step, what)
            + (isTheFirstStep() ? Divergence.remedyAtTheStart(run) : Divergence.remedy(run))
            + (epoch > 1
                ? " The files of epoch " + (epoch - 1) + " are kept."
                : " No epoch was completed, so there is no model yet."));
  }

  private LostModelException lost(int epoch, int step, String what) {
    return new LostModelException(
        place(epoch, step, what)
            + "That is the loss of the saved weights, so they are of no use and the run cannot"
            + " continue; start it again. "
            + Divergence.remedy(run));
  }

  /** Whether there was no update yet, in this process or before. */
  private boolean isTheFirstStep() {
    return Double.isNaN(lastFiniteLoss) && firstStep == 0;
  }

  private String place(int epoch, int step, String what) {
    String before =
        isTheFirstStep()
            ? "it was the first step, before any update"
            : Double.isNaN(lastFiniteLoss)
                ? "it was the first step since the run was resumed"
                : "the loss before was " + Numbers.significant(lastFiniteLoss, 6);
    return what
        + " in epoch "
        + epoch
        + ", step "
        + step
        + " of "
        + batches.stepsPerEpoch()
        + "; "
        + before
        + ". ";
  }
}
