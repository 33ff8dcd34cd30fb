package io.github.thalweg.train;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.nn.Loss;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The result of always giving the same answer: the most frequent class of the training rows, or
 * their mean. A model that is no better has learned nothing from the features.
 *
 * @param answer the class's name, if there is one answer for all targets
 * @param accuracy share of right classes, 0 … 1, if the loss classifies
 * @param rmse root of the mean squared residual of all targets, if it does not
 * @param rmses of each target, (K), where it does not
 */
public record Baseline(
    Optional<String> answer, OptionalDouble accuracy, OptionalDouble rmse, double[] rmses) {

  /**
   * @param part that is measured on: the training rows themselves, or the test part
   */
  static Baseline of(PreparedRun run, Dataset part) {
    Dataset train = run.data().train();
    Loss loss = run.recipe().loss();
    if (loss.classIndices()) {
      int classes = run.program().training().model().outputs();
      int answer = mostFrequent(train, 0, classes, loss);
      return classified(Optional.of(name(train, classes, answer)), share(part, 0, answer, loss));
    }
    if (loss.classifies()) {
      double right = 0;
      String answers = "";
      for (int k = 0; k < train.targetColumns(); k++) {
        int answer = mostFrequent(train, k, 2, loss);
        answers = Integer.toString(answer);
        right += share(part, k, answer, loss) / train.targetColumns();
      }
      return classified(
          train.targetColumns() == 1 ? Optional.of(answers) : Optional.empty(), right);
    }
    double[] rmses =
        IntStream.range(0, train.targetColumns())
            .mapToDouble(k -> rmse(part, k, mean(train, k)))
            .toArray();
    double squares = IntStream.range(0, rmses.length).mapToDouble(k -> rmses[k] * rmses[k]).sum();
    return new Baseline(
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.of(Math.sqrt(squares / rmses.length)),
        rmses);
  }

  /** Its keys and values in JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    answer.ifPresent(name -> map.put("class", name));
    accuracy.ifPresent(share -> map.put("accuracy", share));
    rmse.ifPresent(root -> map.put("rmse", root));
    return map;
  }

  private static Baseline classified(Optional<String> answer, double accuracy) {
    return new Baseline(answer, OptionalDouble.of(accuracy), OptionalDouble.empty(), new double[0]);
  }

  private static String name(Dataset train, int classes, int index) {
    return train.task() instanceof Task.Classification task
        ? Task.Classification.names(task.classNames(), classes).get(index)
        : Integer.toString(index);
  }

  /** The class of a target: an index, or whether it is above a half. */
  private static int classOf(double target, boolean indices) {
    return indices ? (int) target : target > 0.5 ? 1 : 0;
  }

  private static int mostFrequent(Dataset data, int column, int classes, Loss loss) {
    int[] counts = new int[classes];
    for (int row = 0; row < data.rows(); row++) {
      counts[classOf(data.target(row, column), loss.classIndices())]++;
    }
    return IntStream.range(0, counts.length)
        .reduce((a, b) -> counts[b] > counts[a] ? b : a)
        .getAsInt();
  }

  private static double share(Dataset data, int column, int answer, Loss loss) {
    long right =
        IntStream.range(0, data.rows())
            .filter(row -> classOf(data.target(row, column), loss.classIndices()) == answer)
            .count();
    return (double) right / data.rows();
  }

  private static double mean(Dataset data, int column) {
    return IntStream.range(0, data.rows())
        .mapToDouble(row -> data.target(row, column))
        .average()
        .orElseThrow();
  }

  private static double rmse(Dataset data, int column, double answer) {
    return Math.sqrt(
        IntStream.range(0, data.rows())
            .mapToDouble(row -> data.target(row, column) - answer)
            .map(residual -> residual * residual)
            .average()
            .orElseThrow());
  }
}
