package io.github.thalweg.train;

import io.github.thalweg.engine.Evaluation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The results of an epoch.
 *
 * @param epoch from 1
 * @param step steps taken since the start of the run
 * @param trainLoss mean over the epoch's rows of the losses before the updates
 * @param train metrics on training rows after the epoch, for a classifier: on all of them if that
 *     is quick, else on as many as the test part has
 * @param test metrics on the test part after the epoch, if there is one
 * @param times the parts of the epoch's seconds
 * @param samplesPerSecond training rows per second
 * @param learningRate of the epoch's last step
 * @param gradientNorm ‖g‖₂ of the epoch's last step, before clipping
 * @param weights w₁ and w₂ before the epoch, for a model with two weights: with one step an epoch,
 *     the point of {@code trainLoss}
 * @param slope ∂C/∂w₁ and ∂C/∂w₂ at the epoch's last step, for a model with two weights: with one
 *     step an epoch, those at {@code weights}
 */
public record EpochMetrics(
    int epoch,
    long step,
    double trainLoss,
    Optional<Evaluation> train,
    Optional<Evaluation> test,
    EpochTimes times,
    double samplesPerSecond,
    double learningRate,
    double gradientNorm,
    Optional<float[]> weights,
    Optional<float[]> slope) {

  /** The keys and values of a line in {@code metrics.jsonl}. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("epoch", epoch);
    map.put("step", step);
    map.put("train_loss", trainLoss);
    test.ifPresent(evaluation -> {
      map.put("test_loss", evaluation.loss());
      evaluation.accuracy().ifPresent(accuracy -> map.put("test_accuracy", accuracy));
      evaluation.rmse().ifPresent(rmse -> map.put("test_rmse", rmse));
    });
    map.put("seconds", times.training());
    map.put("samples_per_second", samplesPerSecond);
    weights.ifPresent(w -> {
      map.put("w1", w[0]);
      map.put("w2", w[1]);
    });
    slope.ifPresent(g -> {
      map.put("g1", g[0]);
      map.put("g2", g[1]);
    });
    train.ifPresent(evaluation ->
        evaluation.accuracy().ifPresent(accuracy -> map.put("train_accuracy", accuracy)));
    map.put("learning_rate", learningRate);
    map.put("gradient_norm", gradientNorm);
    map.put("order_seconds", times.order());
    map.put("evaluation_seconds", times.evaluation());
    map.put("host_seconds", times.host());
    return map;
  }
}
