package io.github.thalweg.cli.train;

import io.github.thalweg.train.EpochMetrics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a list of settings: the best one, and the mean and deviation of runs that differ
 * only in a seed.
 */
final class SweepOutcome {
  /** More means than this have no line each: the table has the runs. */
  private static final int MOST_SETTINGS = 50;

  /** A run that finished. */
  private record Ended(String name, Map<String, String> chosen, EpochMetrics last) {}

  private final List<Ended> runs = new ArrayList<>();

  /**
   * A run finished.
   *
   * @param chosen its settings from the lists, by their full keys
   * @param last the results of its last epoch
   */
  void add(String name, Map<String, String> chosen, EpochMetrics last) {
    runs.add(new Ended(name, chosen, last));
  }

  /** The results of two runs or more. */
  List<SweepFinding> findings() {
    if (runs.size() < 2) {
      return List.of();
    }
    Optional<RunFigure> comparable = comparable();
    if (comparable.isEmpty()) {
      return List.of(new SweepFinding.Incomparable());
    }
    RunFigure figure = comparable.get();
    Map<String, List<Ended>> settings = bySetting();
    boolean seeds = settings.size() < runs.size();
    List<SweepFinding> findings = new ArrayList<>();
    if (seeds && settings.size() <= MOST_SETTINGS) {
      settings.forEach((setting, same) -> findings.add(means(setting, same)));
    }
    Map<String, Double> values = new LinkedHashMap<>();
    boolean ofMeans = seeds && settings.size() > 1;
    if (ofMeans) {
      settings.forEach((setting, same) -> values.put(setting, spread(same, figure).mean()));
    } else {
      runs.forEach(run -> values.put(run.name, figure.of(run.last).getAsDouble()));
    }
    findings.add(best(figure, ofMeans, values));
    return findings;
  }

  /** The figures that all runs have, with the same meaning in all of them. */
  private Optional<RunFigure> comparable() {
    boolean otherLosses =
        runs.getFirst().chosen.keySet().stream().anyMatch(key -> key.startsWith("loss"));
    List<RunFigure> figures =
        otherLosses
            ? List.of(RunFigure.ACCURACY, RunFigure.RMSE)
            : List.of(RunFigure.TEST_LOSS, RunFigure.TRAIN_LOSS);
    return figures.stream().filter(figure -> allHave(figure, runs)).findFirst();
  }

  /** Runs that differ only in seeds, under the name of their common settings. */
  private Map<String, List<Ended>> bySetting() {
    Map<String, List<Ended>> settings = new LinkedHashMap<>();
    for (Ended run : runs) {
      Map<String, String> common = new LinkedHashMap<>(run.chosen);
      common.keySet().removeIf(key -> key.equals("seed") || key.endsWith(".seed"));
      settings.computeIfAbsent(RunNames.of(common), _ -> new ArrayList<>()).add(run);
    }
    return settings;
  }

  private static SweepFinding means(String setting, List<Ended> same) {
    Map<RunFigure, SweepFinding.Spread> figures = new EnumMap<>(RunFigure.class);
    for (RunFigure figure : RunFigure.values()) {
      if (allHave(figure, same)) {
        figures.put(figure, spread(same, figure));
      }
    }
    if (figures.containsKey(RunFigure.TEST_LOSS)) {
      figures.remove(RunFigure.TRAIN_LOSS);
    }
    return new SweepFinding.Means(setting, same.size(), figures);
  }

  private static SweepFinding best(RunFigure figure, boolean ofMeans, Map<String, Double> values) {
    double best =
        values.values().stream()
            .reduce(figure.isBetterHigher() ? Math::max : Math::min)
            .orElseThrow();
    List<String> names =
        values.entrySet().stream()
            .filter(entry -> entry.getValue() == best)
            .map(Map.Entry::getKey)
            .toList();
    return new SweepFinding.Best(figure, ofMeans, best, names);
  }

  private static boolean allHave(RunFigure figure, List<Ended> runs) {
    return runs.stream().allMatch(run -> figure.of(run.last).isPresent());
  }

  private static SweepFinding.Spread spread(List<Ended> runs, RunFigure figure) {
    return SweepFinding.Spread.of(
        runs.stream().mapToDouble(run -> figure.of(run.last).getAsDouble()).toArray());
  }
}
