package io.github.thalweg.train;

import io.github.thalweg.engine.Evaluation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an epoch came to.
 *
 * @param epoch from 1
 * @param step steps taken since the start of the run
 * @param trainLoss mean over the epoch's rows of the losses that the steps saw before their updates
 * @param test metrics on the test part after the epoch, if there is one
 * @param seconds of training, without the evaluation
 * @param samplesPerSecond rows trained on in a second
 * @param weights w₁ and w₂ as they were before the epoch, for a model that has just two: with one
 *     step an epoch, the point at which {@code trainLoss} was taken
 */
public record EpochMetrics(
    int epoch,
    long step,
    double trainLoss,
    Optional<Evaluation> test,
    double seconds,
    double samplesPerSecond,
    Optional<float[]> weights) {

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
    map.put("seconds", seconds);
    map.put("samples_per_second", samplesPerSecond);
    weights.ifPresent(w -> {
      map.put("w1", w[0]);
      map.put("w2", w[1]);
    });
    return map;
  }
}
