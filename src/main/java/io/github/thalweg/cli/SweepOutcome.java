package io.github.thalweg.cli;

import io.github.thalweg.Numbers;
import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.train.EpochMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What came of a list of settings, in sentences: the best of them, and of runs that differ in
 * nothing but a seed the mean and the deviation.
 */
final class SweepOutcome {
  /** Means whose settings are not worth a line each any more: the table has the runs. */
  private static final int MOST_SETTINGS = 50;

  /**
   * A figure that runs are compared by.
   *
   * @param higher whether more of it is better
   */
  private record Figure(String name, boolean higher, Function<EpochMetrics, OptionalDouble> of) {
    String text(double value) {
      return name.endsWith("accuracy")
          ? String.format(Locale.ROOT, "%.2f %%", 100 * value)
          : Numbers.significant(value, 6);
    }
  }

  private static final Figure TEST_LOSS =
      new Figure("test loss", false, last -> ofTest(last, test -> OptionalDouble.of(test.loss())));
  private static final Figure TRAIN_LOSS =
      new Figure("train loss", false, last -> OptionalDouble.of(last.trainLoss()));
  private static final Figure ACCURACY =
      new Figure("test accuracy", true, last -> ofTest(last, Evaluation::accuracy));
  private static final Figure RMSE =
      new Figure("test RMSE", false, last -> ofTest(last, Evaluation::rmse));

  /** A run that came to its end. */
  private record Ended(String name, Map<String, String> chosen, EpochMetrics last) {}

  private final List<Ended> runs = new ArrayList<>();

  /**
   * A run came to its end.
   *
   * @param chosen the settings that it was given, by their full keys
   * @param last what its last epoch came to
   */
  void add(String name, Map<String, String> chosen, EpochMetrics last) {
    runs.add(new Ended(name, chosen, last));
  }

  /** What there is to say of two runs or more. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (runs.size() < 2) {
      return sentences;
    }
    Optional<Figure> comparable = figure();
    if (comparable.isEmpty()) {
      return List.of("The runs have different losses, so that none is named the best.");
    }
    Figure figure = comparable.get();
    Map<String, List<Ended>> settings = bySetting();
    boolean seeds = settings.values().stream().anyMatch(same -> same.size() > 1);
    Map<String, Double> values = new LinkedHashMap<>();
    if (seeds && settings.size() <= MOST_SETTINGS) {
      settings.forEach((setting, same) -> sentences.add(meanAndDeviation(setting, same)));
    }
    if (seeds && settings.size() > 1) {
      settings.forEach((setting, same) -> values.put(setting, mean(same, figure)));
    } else {
      runs.forEach(run -> values.put(run.name, figure.of.apply(run.last).getAsDouble()));
    }
    sentences.add(best(figure, values, seeds && settings.size() > 1));
    return sentences;
  }

  /** What all of them have, and what means the same in all of them. */
  private Optional<Figure> figure() {
    boolean otherLosses =
        runs.getFirst().chosen.keySet().stream().anyMatch(key -> key.startsWith("loss"));
    List<Figure> figures = otherLosses ? List.of(ACCURACY, RMSE) : List.of(TEST_LOSS, TRAIN_LOSS);
    return figures.stream()
        .filter(figure -> runs.stream().allMatch(run -> figure.of.apply(run.last).isPresent()))
        .findFirst();
  }

  /** Runs that differ in no more than seeds, under the name of what they have in common. */
  private Map<String, List<Ended>> bySetting() {
    Map<String, List<Ended>> settings = new LinkedHashMap<>();
    for (Ended run : runs) {
      Map<String, String> common = new LinkedHashMap<>(run.chosen);
      common.keySet().removeIf(key -> key.equals("seed") || key.endsWith(".seed"));
      settings.computeIfAbsent(RunNames.of(common), _ -> new ArrayList<>()).add(run);
    }
    return settings;
  }

  private static String meanAndDeviation(String setting, List<Ended> same) {
    StringBuilder sentence = new StringBuilder(setting.isEmpty() ? "All" : setting);
    sentence.append(", ").append(same.size()).append(same.size() == 1 ? " run" : " seeds");
    String separator = ": ";
    for (Figure figure : List.of(TEST_LOSS, TRAIN_LOSS, ACCURACY, RMSE)) {
      boolean all = same.stream().allMatch(run -> figure.of.apply(run.last).isPresent());
      if (all
          && !(figure.equals(TRAIN_LOSS) && TEST_LOSS.of.apply(same.getFirst().last).isPresent())) {
        sentence
            .append(separator)
            .append(figure.name)
            .append(' ')
            .append(figure.text(mean(same, figure)));
        if (same.size() > 1) {
          sentence.append(" ± ").append(figure.text(deviation(same, figure)));
        }
        separator = ", ";
      }
    }
    return sentence.append(" (mean ± standard deviation).").toString();
  }

  private static String best(Figure figure, Map<String, Double> values, boolean means) {
    double best =
        values.values().stream().reduce(figure.higher ? Math::max : Math::min).orElseThrow();
    List<String> winners =
        values.entrySet().stream()
            .filter(entry -> entry.getValue() == best)
            .map(Map.Entry::getKey)
            .toList();
    String by = " by " + (means ? "mean " : "") + figure.name + ", " + figure.text(best);
    return winners.size() == 1
        ? "The best" + by + ": " + winners.getFirst() + "."
        : "Equally good" + by + ": " + String.join("; ", winners) + ".";
  }

  private static double mean(List<Ended> runs, Figure figure) {
    return runs.stream()
        .mapToDouble(run -> figure.of.apply(run.last).getAsDouble())
        .average()
        .orElseThrow();
  }

  /** Of a sample: with the count less one below. */
  private static double deviation(List<Ended> runs, Figure figure) {
    double mean = mean(runs, figure);
    double squares =
        runs.stream()
            .mapToDouble(run -> figure.of.apply(run.last).getAsDouble() - mean)
            .map(difference -> difference * difference)
            .sum();
    return Math.sqrt(squares / (runs.size() - 1));
  }

  private static OptionalDouble ofTest(
      EpochMetrics last, Function<Evaluation, OptionalDouble> figure) {
    return last.test().map(figure).orElse(OptionalDouble.empty());
  }
}
