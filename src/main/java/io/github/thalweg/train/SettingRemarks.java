package io.github.thalweg.train;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Split;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Schedule;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sentences about settings that do not fit these rows, or each other. */
final class SettingRemarks {
  private SettingRemarks() {}

  static List<String> of(PreparedRun run) {
    List<String> sentences = new ArrayList<>();
    batch(run).ifPresent(sentences::add);
    split(run).ifPresent(sentences::add);
    schedule(run.recipe()).ifPresent(sentences::add);
    lastLayer(run).ifPresent(sentences::add);
    return sentences;
  }

  /** Not about the default, which the user did not choose. */
  private static Optional<String> batch(PreparedRun run) {
    int rows = run.data().train().rows();
    int asked = run.recipe().batch().orElse(0);
    return asked > rows && asked != Recipe.DEFAULT_BATCH
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "batch is %,d, and there %s to train on; every step takes all of them, as with batch: full.",
                asked,
                rows == 1 ? "is one row" : String.format(Locale.ROOT, "are %,d rows", rows)))
        : Optional.empty();
  }

  private static Optional<String> split(PreparedRun run) {
    Optional<Split> split = run.recipe().data().split();
    if (split.isEmpty() || run.data().test().isEmpty()) {
      return Optional.empty();
    }
    int test = run.data().test().get().rows();
    int all = run.data().train().rows() + test;
    long asked = Math.round(all * split.get().testFraction());
    return asked == test
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "data.split.test: %s of %,d rows would leave the %s part empty; it has one row.",
                split.get().testFraction(),
                all,
                asked < 1 ? "test" : "training"));
  }

  /** A schedule that raises the rate instead of lowering it. */
  private static Optional<String> schedule(Recipe recipe) {
    double rate = recipe.optimizer().learningRate();
    return switch (recipe.schedule()) {
      case Schedule.Cosine cosine when cosine.minimum() > rate ->
          Optional.of(
              "schedule.cosine.min_lr is "
                  + Numbers.setting(cosine.minimum())
                  + ", above the learning rate of "
                  + Numbers.setting(rate)
                  + ", so the rate rises.");
      case Schedule.Step step when step.gamma() > 1 ->
          Optional.of(
              "schedule.step.gamma is "
                  + Numbers.setting(step.gamma())
                  + ", above 1, so the learning rate rises.");
      default -> Optional.empty();
    };
  }

  /** A last activation that cannot give every target value. */
  private static Optional<String> lastLayer(PreparedRun run) {
    if (!(run.recipe().layers().getLast() instanceof Activation last)) {
      return Optional.empty();
    }
    String ends = "The model ends with " + last.key() + ", and ";
    return switch (run.recipe().loss()) {
      case Loss.BceWithLogits _ ->
          Optional.of(
              ends
                  + "loss bce_with_logits applies its own sigmoid to the output, so some probabilities are out of reach;"
                  + " leave "
                  + last.key()
                  + " out at the end.");
      case Loss.CrossEntropy _ ->
          Optional.of(
              ends
                  + "loss cross_entropy applies its own softmax to the output, so some probabilities are out of reach;"
                  + " leave "
                  + last.key()
                  + " out at the end.");
      case Loss.Mse _, Loss.Huber _ ->
          beyond(run.data().train(), last)
              .map(target ->
                  ends
                      + "its output never reaches a target such as "
                      + target
                      + "; leave "
                      + last.key()
                      + " out at the end, or scale the targets.");
    };
  }

  /** A target that is far from all values of the activation, if there is one. */
  private static Optional<String> beyond(Dataset data, Activation activation) {
    for (int row = 0; row < data.rows(); row++) {
      for (int k = 0; k < data.targetColumns(); k++) {
        if (data.target(row, k) < activation.least()
            || data.target(row, k) > activation.greatest()) {
          return Optional.of(data.writtenTarget(row, k));
        }
      }
    }
    return Optional.empty();
  }
}
