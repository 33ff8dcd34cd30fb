package io.github.thalweg.cli.train;

import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.text.Numbers;
import io.github.thalweg.train.EpochMetrics;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A figure of a run's last epoch, used to compare runs. */
enum RunFigure {
  TEST_LOSS("test loss", "test_loss", last -> ofTest(last, test -> OptionalDouble.of(test.loss()))),
  TRAIN_LOSS("train loss", "train_loss", last -> OptionalDouble.of(last.trainLoss())),
  ACCURACY("test accuracy", "test_accuracy", last -> ofTest(last, Evaluation::accuracy)),
  RMSE("test RMSE", "test_rmse", last -> ofTest(last, Evaluation::rmse));

  private final String words;
  private final String key;
  private final Function<EpochMetrics, OptionalDouble> figure;

  RunFigure(String words, String key, Function<EpochMetrics, OptionalDouble> figure) {
    this.words = words;
    this.key = key;
    this.figure = figure;
  }

  /** Its name in a sentence. */
  String words() {
    return words;
  }

  /** Its name in JSON, as in {@code metrics.jsonl}. */
  String key() {
    return key;
  }

  /** Whether a higher value is better. */
  boolean isBetterHigher() {
    return this == ACCURACY;
  }

  /** Empty if a run has none. */
  OptionalDouble of(EpochMetrics last) {
    return figure.apply(last);
  }

  /** A value in a sentence. */
  String text(double value) {
    return this == ACCURACY
        ? String.format(Locale.ROOT, "%.2f %%", 100 * value)
        : Numbers.significant(value, 6);
  }

  private static OptionalDouble ofTest(
      EpochMetrics last, Function<Evaluation, OptionalDouble> figure) {
    return last.test().map(figure).orElse(OptionalDouble.empty());
  }
}
