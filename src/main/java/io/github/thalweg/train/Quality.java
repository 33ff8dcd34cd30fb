package io.github.thalweg.train;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.engine.Session;
import io.github.thalweg.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The quality of a model on a part of the data, beside the result without a model.
 *
 * @param part {@code train} or {@code test}
 * @param baseline for a part of several rows; a single row shows nothing
 * @param targets one for each target of a regression with several, which may have different units
 */
public record Quality(
    String part, Evaluation evaluation, Optional<Baseline> baseline, List<TargetError> targets) {
  /** More targets are not listed in a sentence. */
  private static final int LISTED = 8;

  public Quality {
    targets = List.copyOf(targets);
  }

  /**
   * A target's root mean squared residual, in its own units.
   *
   * @param baseline the error of always predicting the mean of the training rows, if there are
   *     several
   */
  public record TargetError(String name, double rmse, OptionalDouble baseline) {}

  /**
   * Measures the model that a session holds.
   *
   * @param part for which the session has rows
   */
  public static Quality of(PreparedRun run, Session session, Session.Part part) {
    boolean training = part == Session.Part.TRAIN;
    Dataset data = training ? run.data().train() : run.data().test().orElseThrow();
    Optional<Baseline> baseline =
        data.rows() > 1 ? Optional.of(Baseline.of(run, data)) : Optional.empty();
    boolean several = !run.recipe().loss().classifies() && data.targetColumns() > 1;
    return new Quality(
        training ? "train" : "test",
        session.evaluate(part),
        baseline,
        several ? targets(run, data, session.outputs(part), baseline) : List.of());
  }

  /** On the test part, if there is one; else on the training rows. */
  public static Quality atTheEnd(PreparedRun run, Session session) {
    return of(run, session, run.data().test().isPresent() ? Session.Part.TEST : Session.Part.TRAIN);
  }

  private static List<TargetError> targets(
      PreparedRun run, Dataset data, float[] outputs, Optional<Baseline> baseline) {
    List<TargetError> targets = new ArrayList<>();
    int width = data.targetColumns();
    for (int k = 0; k < width; k++) {
      double squares = 0;
      for (int row = 0; row < data.rows(); row++) {
        double residual = outputs[row * width + k] - data.target(row, k);
        squares += residual * residual;
      }
      targets.add(
          new TargetError(
              run.targetNames().get(k),
              Math.sqrt(squares / data.rows()),
              baseline.isPresent()
                  ? OptionalDouble.of(baseline.get().rmses()[k])
                  : OptionalDouble.empty()));
    }
    return targets;
  }

  /** Its keys and values in JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("part", part);
    map.put("rows", evaluation.rows());
    map.put("loss", evaluation.loss());
    evaluation.accuracy().ifPresent(accuracy -> map.put("accuracy", accuracy));
    evaluation.rmse().ifPresent(rmse -> map.put("rmse", rmse));
    baseline.ifPresent(answer -> map.put("baseline", answer.toMap()));
    if (!targets.isEmpty()) {
      Map<String, Object> errors = new LinkedHashMap<>();
      for (TargetError target : targets) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("rmse", target.rmse);
        target.baseline.ifPresent(mean -> error.put("baseline_rmse", mean));
        errors.put(target.name, error);
      }
      map.put("targets", errors);
    }
    return map;
  }

  /** Accuracy or RMSE, such as {@code accuracy 95.56 %}. */
  public String score() {
    return evaluation.accuracy().isPresent()
        ? "accuracy " + percent(evaluation.accuracy().getAsDouble())
        : "RMSE " + root(evaluation.rmse().orElseThrow());
  }

  /** The baseline, such as {@code always 'a': 40.00 %}. */
  public Optional<String> besides() {
    return baseline.map(other ->
        always(other)
            + ": "
            + (other.accuracy().isPresent()
                ? percent(other.accuracy().getAsDouble())
                : root(other.rmse().orElseThrow())));
  }

  /** The lines of {@code evaluate} for each target. */
  public List<String> targetScores() {
    return targets.stream()
        .map(target ->
            target.name
                + ": RMSE "
                + root(target.rmse)
                + (target.baseline.isPresent()
                    ? " (always the mean: " + root(target.baseline.getAsDouble()) + ")"
                    : ""))
        .toList();
  }

  /** All of it in a sentence, for the end of a training. */
  public String sentence() {
    String each = targetScores().stream().limit(LISTED).collect(Collectors.joining("; "));
    String more =
        targets.size() > LISTED ? "; and " + (targets.size() - LISTED) + " more targets" : "";
    return "On the "
        + (part.equals("test") ? "test part" : "training rows")
        + ": "
        + score()
        + besides().map(other -> " (" + other + ")").orElse("")
        + (targets.isEmpty() ? "" : ", of all targets together. " + each + more)
        + "."
        + (isNoBetter() ? " The model does no better than that." : "");
  }

  /** Whether one answer for all rows is as good. */
  private boolean isNoBetter() {
    return baseline.isPresent()
        && (evaluation.accuracy().isPresent()
            ? evaluation.accuracy().getAsDouble() <= baseline.get().accuracy().getAsDouble()
            : evaluation.rmse().getAsDouble() >= baseline.get().rmse().getAsDouble());
  }

  private static String always(Baseline baseline) {
    if (baseline.accuracy().isEmpty()) {
      return "always the mean";
    }
    return baseline
        .answer()
        .map(name -> "always '" + name + "'")
        .orElse("always the more frequent value");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String root(double rmse) {
    return Numbers.significant(rmse, 6);
  }
}
