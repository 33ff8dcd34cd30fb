package io.github.thalweg.report;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.train.PreparedRun;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A regression's predictions for rows, and the actual values. */
final class Regressed {
  /** The most points that a reader can see separately. */
  private static final int MOST_POINTS = 1500;

  private static final int MOST_TARGETS = 6;

  private final PreparedRun run;
  private final Dataset data;
  private final float[] outputs;
  private final int width;

  /**
   * @param outputs (rows, targets)
   */
  Regressed(PreparedRun run, Dataset data, float[] outputs) {
    this.run = run;
    this.data = data;
    this.outputs = outputs;
    this.width = data.targetColumns();
  }

  /** Actual and predicted values, RMSE and R² of each target. */
  List<Map<String, Object>> targets() {
    List<Map<String, Object>> targets = new ArrayList<>();
    for (int k = 0; k < Math.min(width, MOST_TARGETS); k++) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", run.targetNames().get(k));
      map.put("rows", data.rows());
      map.put("actual", shown(data.targets(), k));
      map.put("predicted", shown(FloatBuffer.wrap(outputs), k));
      double residuals = 0;
      double mean = 0;
      for (int i = 0; i < data.rows(); i++) {
        residuals += square(outputs[i * width + k] - (double) data.targets().get(i * width + k));
        mean += data.targets().get(i * width + k) / (double) data.rows();
      }
      double variation = 0;
      for (int i = 0; i < data.rows(); i++) {
        variation += square(data.targets().get(i * width + k) - mean);
      }
      map.put("rmse", Math.sqrt(residuals / data.rows()));
      if (variation > 0) {
        map.put("r2", 1 - residuals / variation);
      }
      targets.add(map);
    }
    return targets;
  }

  /** Rows and model of one feature and one target as a curve over x. */
  Optional<Map<String, Object>> fit() {
    if (data.columns() != 1 || width != 1) {
      return Optional.empty();
    }
    double[] x = new double[data.rows()];
    for (int i = 0; i < x.length; i++) {
      x[i] = OriginalUnits.value(run.standardization(), 0, data.feature(i, 0));
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("feature", data.featureNames().getFirst());
    map.put("target", run.targetNames().getFirst());
    map.put("x", IntStream.range(0, shownRows()).mapToDouble(i -> x[i * stride()]).toArray());
    map.put("y", shown(data.targets(), 0));
    map.put(
        "curve",
        IntStream.range(0, shownRows())
            .map(i -> i * stride())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> x[i]))
            .map(i -> List.<Number>of(x[i], outputs[i]))
            .toList());
    return Optional.of(map);
  }

  /** A column of at most {@value #MOST_POINTS} rows, evenly spread over all of them. */
  private float[] shown(FloatBuffer values, int column) {
    float[] shown = new float[shownRows()];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = values.get(i * stride() * width + column);
    }
    return shown;
  }

  private int stride() {
    return Math.ceilDiv(data.rows(), MOST_POINTS);
  }

  private int shownRows() {
    return Math.ceilDiv(data.rows(), stride());
  }

  private static double square(double value) {
    return value * value;
  }
}
