package io.github.thalweg.train;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.program.Training;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The host loop: asks the session for an epoch of steps at a time, evaluates, and tells the
 * listeners. It ends early, after the step at hand, when the training thread is interrupted.
 */
public final class Trainer {
  private final PreparedRun run;
  private final Session session;
  private final List<TrainingListener> listeners;
  private double lastFiniteLoss = Double.NaN;

  /** Trains {@code run} on a session of its program that is loaded and holds its parameters. */
  public Trainer(PreparedRun run, Session session, List<TrainingListener> listeners) {
    this.run = run;
    this.session = session;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Loads data and parameters into a new session and trains it.
   *
   * @return whether the run came to its end, as against being interrupted
   * @throws RunFailedException when a loss is not finite
   */
  public static boolean train(PreparedRun run, Session session, TrainingListener... listeners) {
    session.load(run.data().train(), run.data().test());
    session.parameters(run.parameters());
    return new Trainer(run, session, List.of(listeners)).run();
  }

  /** Trains from where the session stands to the last epoch; see {@link #train}. */
  public boolean run() {
    listeners.forEach(listener -> listener.started(run, session));
    Batches batches = run.program().training().batches();
    int epochs = run.program().training().epochs();
    for (long epoch = batches.epochOf(session.step()); epoch < epochs; epoch++) {
      long end = (epoch + 1) * batches.stepsPerEpoch();
      if (!trainEpoch((int) epoch + 1, Math.toIntExact(end - session.step()))) {
        State state = session.state();
        listeners.forEach(listener -> listener.interrupted(state));
        return false;
      }
    }
    return true;
  }

  private boolean trainEpoch(int epoch, int steps) {
    Batches batches = run.program().training().batches();
    Optional<float[]> weights =
        run.program().parameterCount() == 2 ? Optional.of(session.parameters()) : Optional.empty();
    long first = session.step();
    long start = System.nanoTime();
    double[] losses = session.train(steps);
    double seconds = (System.nanoTime() - start) / 1e9;
    double sum = 0;
    long rows = 0;
    for (int i = 0; i < losses.length; i++) {
      if (!Double.isFinite(losses[i])) {
        throw diverged(
            epoch,
            (int) ((first + i) % batches.stepsPerEpoch()) + 1,
            "The loss became " + losses[i]);
      }
      lastFiniteLoss = losses[i];
      int batch = batches.rowsOf(first + i);
      sum += losses[i] * batch;
      rows += batch;
    }
    if (losses.length < steps) {
      return false;
    }
    State state = session.state();
    requireFinite(state, epoch);
    Optional<Evaluation> test = run.data().test().map(_ -> session.evaluate(Session.Part.TEST));
    EpochMetrics metrics =
        new EpochMetrics(epoch, session.step(), sum / rows, test, seconds, rows / seconds, weights);
    if (test.isPresent() && !Double.isFinite(test.get().loss())) {
      throw diverged(epoch, batches.stepsPerEpoch(), "The test loss became " + test.get().loss());
    }
    listeners.forEach(listener -> listener.epochEnded(metrics, state));
    return true;
  }

  private void requireFinite(State state, int epoch) {
    for (double value : state.parameters()) {
      if (!Double.isFinite(value)) {
        int last = run.program().training().batches().stepsPerEpoch();
        throw diverged(epoch, last, "A parameter became " + value);
      }
    }
  }

  private RunFailedException diverged(int epoch, int step, String what) {
    Training training = run.program().training();
    String before =
        Double.isNaN(lastFiniteLoss)
            ? "it was the first step"
            : "the loss before was " + String.format("%.6g", lastFiniteLoss);
    String clip = training.clipNorm().equals(OptionalDouble.empty()) ? ", clip_norm: 1" : "";
    String standardize = run.recipe().data().standardize() ? "" : ", data.standardize: true";
    return new RunFailedException(
        what
            + " in epoch "
            + epoch
            + ", step "
            + step
            + " of "
            + training.batches().stepsPerEpoch()
            + "; "
            + before
            + ". Try a learning rate below "
            + training.optimizer().learningRate()
            + clip
            + standardize
            + ". The files of the last good epoch are kept.");
  }
}
