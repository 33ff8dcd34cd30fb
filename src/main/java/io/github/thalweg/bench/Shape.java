package io.github.thalweg.bench;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Task;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A workload written as a shape, {@code 784-100-10@128}: 784 inputs, dense layers of 100 and 10
 * units with a relu between, batches of 128 rows. One output learns a number by mean squared error,
 * several learn a class by cross-entropy. The descent is plain, its learning rate 1/(the widest of
 * the widths): small enough for any shape to stay finite.
 *
 * @param widths values in a row of the input and of each layer's output; two or more, each at least
 *     1
 * @param batch rows a step, at least 1
 */
public record Shape(List<Integer> widths, int batch) {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9}(?:-\\d{1,9})+)@(\\d{1,9})");

  /** Rows of the data set, or one batch if that is more. */
  private static final int ROWS = 10_000;

  /** Classes of a regression's rows. */
  private static final int LEVELS = 10;

  /** Floating-point operations of the reference in a few seconds. */
  private static final double CHECKED_FLOP = 1.5e9;

  public Shape {
    widths = List.copyOf(widths);
    if (Collections.min(widths) < 1 || batch < 1) {
      throw new InvalidInputException(
          "The shape '" + written(widths, batch) + "' has a 0; widths and batch are at least 1.");
    }
  }

  /** Whether this is meant as a shape, right or wrong, and not as the name of a workload. */
  static boolean isMeantBy(String text) {
    return text.contains("@") || text.matches("\\d.*");
  }

  /**
   * Reads {@code 784-100-10@128}.
   *
   * @throws InvalidInputException when that is not a shape, or one whose data no array can hold
   */
  public static Shape parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new InvalidInputException(
          "'"
              + text
              + "' is not a shape; write the inputs, the units of each dense layer and the batch as in 784-100-10@128.");
    }
    List<Integer> widths =
        Arrays.stream(written.group(1).split("-", -1)).map(Integer::valueOf).toList();
    Shape shape = new Shape(widths, Integer.parseInt(written.group(2)));
    shape.requireArrays();
    return shape;
  }

  /** The training of this shape; its key is the shape as written. */
  public Workload workload() {
    int outputs = widths.getLast();
    boolean regression = outputs == 1;
    SyntheticData data =
        regression
            ? new SyntheticData.Images(widths.getFirst(), LEVELS, new Task.Regression())
            : new SyntheticData.Images(
                widths.getFirst(), outputs, new Task.Classification(outputs));
    return Workloads.workload(
        toString(),
        data,
        layers(),
        regression ? new Loss.Mse() : new Loss.CrossEntropy(),
        Workloads.sgd(1.0 / Collections.max(widths), 0),
        Workloads.wholeBatches(rows(), batch),
        checkedSteps());
  }

  @Override
  public String toString() {
    return written(widths, batch);
  }

  private static String written(List<Integer> widths, int batch) {
    return widths.stream().map(String::valueOf).collect(Collectors.joining("-")) + "@" + batch;
  }

  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (int units : widths.subList(1, widths.size())) {
      if (!layers.isEmpty()) {
        layers.add(Activation.RELU);
      }
      layers.add(new Dense(units));
    }
    return layers;
  }

  private int rows() {
    return Math.max(ROWS, batch);
  }

  private int checkedSteps() {
    double products = 0;
    for (int i = 1; i < widths.size(); i++) {
      products += (double) widths.get(i - 1) * widths.get(i);
    }
    return (int) Math.clamp(CHECKED_FLOP / (6 * products * batch), 2.0, 10.0);
  }

  private void requireArrays() {
    long features = (long) rows() * widths.getFirst();
    long widest = (long) batch * Collections.max(widths);
    if (Math.max(features, widest) > Integer.MAX_VALUE - 8) {
      throw new InvalidInputException(
          "The shape '"
              + this
              + "' needs "
              + Math.max(features, widest)
              + " values in one array; it holds at most 2³¹ − 9. Take a smaller width or batch.");
    }
  }
}
