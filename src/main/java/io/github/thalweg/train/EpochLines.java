package io.github.thalweg.train;

import io.github.thalweg.text.Numbers;
import java.util.Locale;

/** The printed table with a line for each epoch. */
public final class EpochLines {
  private EpochLines() {}

  /** The line above the others. */
  public static String heading(PreparedRun run) {
    String test =
        run.data().test().isEmpty()
            ? ""
            : "   test loss"
                + (run.recipe().loss().classifies() ? "   test accuracy" : "   test RMSE");
    return "epoch    train loss" + test + "   seconds";
  }

  /** The line of an epoch. */
  public static String row(EpochMetrics metrics) {
    StringBuilder row =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%5d   %11s",
                metrics.epoch(),
                Numbers.fixed(metrics.trainLoss(), 2, 9)));
    metrics
        .test()
        .ifPresent(test -> {
          row.append(String.format(Locale.ROOT, "   %9s", Numbers.fixed(test.loss(), 2, 6)));
          test.accuracy()
              .ifPresent(accuracy ->
                  row.append(String.format(Locale.ROOT, "   %11.2f %%", 100 * accuracy)));
          test.rmse()
              .ifPresent(rmse ->
                  row.append(String.format(Locale.ROOT, "   %9s", Numbers.fixed(rmse, 2, 6))));
        });
    return row.append(String.format(Locale.ROOT, "   %7.3f", metrics.times().training()))
        .toString();
  }
}
