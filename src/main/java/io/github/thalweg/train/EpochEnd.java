package io.github.thalweg.train;

import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.program.StepOp;
import io.github.thalweg.program.Training;
import java.util.Optional;

/** Collects the results of an epoch: the state, the metrics and the times. */
final class EpochEnd {
  /**
   * Rows times parameters up to which all training rows are evaluated after every epoch: a few
   * milliseconds.
   */
  private static final long QUICK = 50_000_000;

  private final PreparedRun run;
  private final Session session;
  private final Optional<StepOp.ClipGradient> clip;
  private double orderSeconds;
  private double lastEnd;
  private double betweenEpochs;

  EpochEnd(PreparedRun run, Session session) {
    this.run = run;
    this.session = session;
    this.clip = run.program().step().first(StepOp.ClipGradient.class);
    this.orderSeconds = session.orderSeconds();
    this.lastEnd = seconds();
  }

  /** An epoch begins: the time since the end of the last one belongs to it. */
  void begin() {
    betweenEpochs = seconds() - lastEnd;
  }

  /** The session's state and the metrics of the epoch that led to it. */
  record Stock(State state, EpochMetrics metrics) {}

  /**
   * @param epoch from 1
   * @param progress of the whole epoch
   * @param weights before the epoch, of a model with two weights
   */
  Stock take(int epoch, EpochProgress progress, Optional<float[]> weights) {
    double start = seconds();
    State state = session.state();
    float[] gradient = session.gradient();
    double norm = clip.map(op -> session.read(op.norm())[0]).orElseGet(() -> norm(gradient));
    double read = seconds();
    Optional<Evaluation> test = run.data().test().map(_ -> session.evaluate(Session.Part.TEST));
    Optional<Evaluation> train = evaluateTraining();
    lastEnd = seconds();
    double order = session.orderSeconds() - orderSeconds;
    orderSeconds += order;
    Training training = run.program().training();
    return new Stock(
        state,
        new EpochMetrics(
            epoch,
            state.step(),
            progress.meanLoss(),
            train,
            test,
            new EpochTimes(
                progress.seconds(),
                order,
                test.isPresent() || train.isPresent() ? lastEnd - read : 0,
                betweenEpochs + read - start),
            progress.samplesPerSecond(),
            training.learningRate(state.step() - 1),
            norm,
            weights,
            weights.map(_ -> gradient)));
  }

  private Optional<Evaluation> evaluateTraining() {
    if (!run.recipe().loss().classifies()) {
      return Optional.empty();
    }
    int all = run.data().train().rows();
    if ((long) all * run.program().parameterCount() <= QUICK) {
      return Optional.of(session.evaluate(Session.Part.TRAIN));
    }
    return run.data()
        .test()
        .map(test -> session.evaluate(Session.Part.TRAIN, Math.min(all, test.rows())));
  }

  private static double norm(float[] gradient) {
    double sum = 0;
    for (float g : gradient) {
      sum += (double) g * g;
    }
    return Math.sqrt(sum);
  }

  private static double seconds() {
    return System.nanoTime() / 1e9;
  }
}
