package io.github.thalweg.cli.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A result about runs that were trained together: as a sentence, and as a JSON object. */
sealed interface SweepFinding {
  /** For a reader. */
  String sentence();

  /** For a program. */
  Map<String, Object> toMap();

  /**
   * Runs that differ only in a seed.
   *
   * @param setting their common setting, such as {@code lr=0.05}; empty if all settings are common
   * @param runs the number of runs
   * @param figures that all of them have
   */
  record Means(String setting, int runs, Map<RunFigure, Spread> figures) implements SweepFinding {
    @Override
    public String sentence() {
      StringBuilder sentence = new StringBuilder(setting.isEmpty() ? "All" : setting);
      sentence.append(", ").append(runs).append(runs == 1 ? " run" : " seeds");
      String separator = ": ";
      for (Map.Entry<RunFigure, Spread> entry : figures.entrySet()) {
        RunFigure figure = entry.getKey();
        sentence.append(separator).append(figure.words()).append(' ');
        sentence.append(figure.text(entry.getValue().mean()));
        if (runs > 1) {
          sentence.append(" ± ").append(figure.text(entry.getValue().deviation()));
        }
        separator = ", ";
      }
      return sentence.append(" (mean ± standard deviation).").toString();
    }

    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("setting", setting);
      map.put("runs", runs);
      figures.forEach((figure, spread) -> {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("mean", spread.mean());
        if (runs > 1) {
          values.put("deviation", spread.deviation());
        }
        map.put(figure.key(), values);
      });
      return map;
    }
  }

  /**
   * Mean and spread of a figure.
   *
   * @param deviation of a sample: divided by the count minus one; NaN for one value
   */
  record Spread(double mean, double deviation) {
    static Spread of(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      double mean = sum / values.length;
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      return new Spread(mean, Math.sqrt(squares / (values.length - 1)));
    }
  }

  /**
   * The best of all.
   *
   * @param ofMeans whether settings are compared by their means, rather than runs
   * @param value the best value
   * @param names of the runs or settings with that value
   */
  record Best(RunFigure figure, boolean ofMeans, double value, List<String> names)
      implements SweepFinding {
    @Override
    public String sentence() {
      String by =
          " by " + (ofMeans ? "mean " : "") + figure.words() + ", " + figure.text(value) + ": ";
      return (names.size() == 1 ? "The best" : "Equally good")
          + by
          + String.join("; ", names)
          + ".";
    }

    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("best", names);
      map.put("by", (ofMeans ? "mean_" : "") + figure.key());
      map.put("value", value);
      return map;
    }
  }

  /** No figure has the same meaning in all runs. */
  record Incomparable() implements SweepFinding {
    @Override
    public String sentence() {
      return "The runs have different losses, so none is named the best.";
    }

    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("best", List.of());
      map.put("message", sentence());
      return map;
    }
  }
}
