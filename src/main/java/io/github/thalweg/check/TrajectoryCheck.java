package io.github.thalweg.check;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.Session;
import io.github.thalweg.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares the losses of fifty steps, and the metrics of the final parameters, with the reference
 * engine's.
 */
public final class TrajectoryCheck {
  private static final int STEPS = 50;

  /**
   * The tolerances of the metrics.
   *
   * @param relative of a loss: roundings, passed on from step to step; part of the numerical
   *     contract
   * @param absolute of the first loss: such small residuals have no digits left
   * @param residual of the first residual: sixteen roundings of targets and outputs
   * @param atBorders of the rows: this share may be within a rounding of the border between two
   *     classes
   */
  private record Allowed(double relative, double absolute, double residual, double atBorders) {
    static Allowed in(Precision precision) {
      return switch (precision) {
        case FP32 -> new Allowed(1e-4, 1e-7, 1e-6, 1e-3);
        case TF32 -> new Allowed(2e-2, 1e-4, 1e-2, 1e-2);
      };
    }
  }

  private final Subject subject;
  private final double[] losses;
  private final float[] reached;
  private final List<Evaluation> evaluations;

  private TrajectoryCheck(Subject subject, Device reference) {
    this.subject = subject;
    try (Session session = open(reference)) {
      losses = session.train(STEPS);
      reached = session.parameters();
      session.parameters(reached);
      evaluations = evaluate(session);
    }
  }

  /**
   * Trains on the reference device, once for all devices to check.
   *
   * @throws InvalidInputException when a loss grows there beyond float32: then nothing can be
   *     compared with it
   */
  public static TrajectoryCheck of(Subject subject, Device reference) {
    TrajectoryCheck check = new TrajectoryCheck(subject, reference);
    for (int i = 0; i < STEPS; i++) {
      requireFloat(check.losses[i], "in step " + (i + 1) + " of " + STEPS);
    }
    requireFloat(check.evaluations.getFirst().loss(), "after " + STEPS + " steps");
    return check;
  }

  private static void requireFloat(double loss, String when) {
    if (!Float.isFinite((float) loss)) {
      throw new InvalidInputException(
          "With these settings training diverges in float64, too: the loss is "
              + Numbers.significant(loss, 3)
              + " "
              + when
              + ", and float32 ends at "
              + Numbers.significant(Float.MAX_VALUE, 3)
              + ", so no device can be checked against it; use a smaller learning rate.");
    }
  }

  /** The worst loss of the fifty, and the metrics of each part. */
  public List<Finding> run(Device device) {
    String id = device.info().id();
    Allowed rates = Allowed.in(device.precision());
    try (Session session = open(device)) {
      double[] actual = session.train(STEPS);
      double[] allowed =
          Arrays.stream(losses)
              .map(r -> rates.relative() * Math.abs(r) + rates.absolute() * losses[0])
              .toArray();
      List<Finding> findings = new ArrayList<>();
      findings.add(
          Finding.worst(
              id, "Train", "losses", STEPS + " steps", actual, losses, allowed, "50 steps"));
      session.parameters(reached);
      List<Evaluation> found = evaluate(session);
      for (int i = 0; i < found.size(); i++) {
        findings.addAll(
            compare(id, i == 0 ? "train" : "test", found.get(i), evaluations.get(i), rates));
      }
      return findings;
    }
  }

  private Session open(Device device) {
    return device.open(subject.program(), subject.data(), subject.parameters());
  }

  private List<Evaluation> evaluate(Session session) {
    Evaluation train = session.evaluate(Session.Part.TRAIN);
    return subject
        .data()
        .test()
        .map(_ -> List.of(train, session.evaluate(Session.Part.TEST)))
        .orElse(List.of(train));
  }

  private List<Finding> compare(
      String id, String part, Evaluation found, Evaluation expected, Allowed rates) {
    String rows = expected.rows() + (expected.rows() == 1 ? " row" : " rows");
    List<Finding> findings = new ArrayList<>();
    double allowed = rates.relative() * expected.loss() + rates.absolute() * losses[0];
    findings.add(single(id, part + " loss", rows, found.loss(), expected.loss(), allowed));
    expected
        .accuracy()
        .ifPresent(accuracy ->
            findings.add(
                single(
                    id,
                    part + " accuracy",
                    rows,
                    found.accuracy().orElse(Double.NaN),
                    accuracy,
                    Math.max(rates.atBorders(), 1.0 / expected.rows()))));
    expected
        .rmse()
        .ifPresent(rmse ->
            findings.add(
                single(
                    id,
                    part + " rmse",
                    rows,
                    found.rmse().orElse(Double.NaN),
                    rmse,
                    rates.relative() * rmse + rates.residual() * Math.sqrt(losses[0]))));
    return findings;
  }

  private static Finding single(
      String device, String metric, String rows, double actual, double expected, double allowed) {
    return Finding.worst(
        device,
        "Evaluate",
        metric,
        rows,
        new double[] {actual},
        new double[] {expected},
        new double[] {allowed},
        "after 50 steps");
  }
}
