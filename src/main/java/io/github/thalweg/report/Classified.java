package io.github.thalweg.report;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.train.PreparedRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A classifier's predictions for rows, right and wrong. */
final class Classified {
  private static final int MOST_CLASSES = 40;
  private static final int WORST = 16;
  private static final int MOST_FEATURES = 12;

  private final PreparedRun run;
  private final Dataset data;
  private final List<String> classes;
  private final int[] actual;
  private final int[] predicted;
  private final double[] probability;

  /**
   * @param outputs (rows, outputs): a logit for each class, or one logit for the second of two
   *     classes
   */
  Classified(PreparedRun run, Dataset data, float[] outputs) {
    this.run = run;
    this.data = data;
    boolean ofEachClass = run.recipe().loss().classIndices();
    int width = outputs.length / data.rows();
    this.classes = names(data, ofEachClass ? width : 2);
    this.actual = new int[data.rows()];
    this.predicted = new int[data.rows()];
    this.probability = new double[data.rows()];
    for (int i = 0; i < data.rows(); i++) {
      actual[i] = Math.round((float) data.target(i, 0));
      if (!ofEachClass) {
        double logit = outputs[i];
        predicted[i] = logit > 0 ? 1 : 0;
        probability[i] = 1 / (1 + Math.exp(-Math.abs(logit)));
      } else {
        classify(i, outputs, i * width, width);
      }
    }
  }

  /** Names of the classes, and of outputs beyond them, which are always wrong. */
  private static List<String> names(Dataset data, int outputs) {
    List<String> classes =
        data.task() instanceof Task.Classification classification
            ? classification.classNames()
            : List.of("0", "1");
    return Task.Classification.names(classes, Math.max(outputs, classes.size()));
  }

  /** The class of the largest logit, and its share of the softmax. */
  private void classify(int row, float[] outputs, int offset, int width) {
    int largest = 0;
    for (int j = 1; j < width; j++) {
      if (outputs[offset + j] > outputs[offset + largest]) {
        largest = j;
      }
    }
    double sum = 0;
    for (int j = 0; j < width; j++) {
      sum += Math.exp(outputs[offset + j] - (double) outputs[offset + largest]);
    }
    predicted[row] = largest;
    probability[row] = 1 / sum;
  }

  /** Counts, a row for each class and a column for each predicted class; not for many classes. */
  Optional<Map<String, Object>> confusion() {
    if (classes.size() > MOST_CLASSES) {
      return Optional.empty();
    }
    int[][] counts = new int[classes.size()][classes.size()];
    for (int i = 0; i < actual.length; i++) {
      counts[actual[i]][predicted[i]]++;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("classes", classes);
    map.put("counts", counts);
    return Optional.of(map);
  }

  /** The wrong rows of which the model was most certain. */
  Map<String, Object> mistakes() {
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < actual.length; i++) {
      if (actual[i] != predicted[i]) {
        wrong.add(i);
      }
    }
    wrong.sort(Comparator.comparingDouble((Integer i) -> probability[i]).reversed());
    Optional<Pixels> pixels = Pixels.of(data, run.standardization());
    List<Map<String, Object>> items = new ArrayList<>();
    for (int row : wrong.subList(0, Math.min(WORST, wrong.size()))) {
      Map<String, Object> item = new LinkedHashMap<>();
      item.put(data.hasLines() ? "line" : "row", data.number(row));
      item.put("actual", classes.get(actual[row]));
      item.put("predicted", classes.get(predicted[row]));
      item.put("probability", probability[row]);
      if (pixels.isPresent()) {
        item.put("image", pixels.get().base64(row));
      } else if (data.columns() <= MOST_FEATURES) {
        item.put("features", features(row));
      }
      items.add(item);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("total", wrong.size());
    map.put("items", items);
    pixels.ifPresent(images -> {
      map.put("height", images.height());
      map.put("width", images.width());
    });
    return map;
  }

  private Map<String, Object> features(int row) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int j = 0; j < data.columns(); j++) {
      map.put(
          data.featureNames().get(j),
          OriginalUnits.value(run.standardization(), j, data.feature(row, j)));
    }
    return map;
  }
}
