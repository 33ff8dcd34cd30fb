package io.github.thalweg.engine;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.program.TrainingProgram;
import java.nio.FloatBuffer;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Checks that data fits a program, before it reaches a device. */
public final class DataChecks {
  private DataChecks() {}

  /**
   * Throws unless a part of the data fits a program. A message about a value names its place in the
   * source; of several wrong values the first.
   *
   * @param part {@code training} or {@code test}, for the message
   * @throws InvalidInputException when a shape, a label or a value does not fit
   */
  public static void requireFit(TrainingProgram program, Dataset data, String part) {
    Model model = program.training().model();
    Loss loss = program.training().loss();
    requireColumns(model, data, part);
    if (data.targetColumns() != program.targetColumns()) {
      throw new InvalidInputException(targets(program, data, part));
    }
    requireFiniteFeatures(data);
    switch (loss) {
      case Loss.CrossEntropy _ -> requireClasses(data, model);
      case Loss.BceWithLogits _ -> {
        requireFiniteTargets(data);
        requireProbabilities(data);
      }
      case Loss.Mse _, Loss.Huber _ -> requireFiniteTargets(data);
    }
  }

  /**
   * Throws unless rows fit a model.
   *
   * @param part for the message
   * @throws InvalidInputException when there are more or fewer features, or one is not finite
   */
  public static void requireFeatures(Model model, Dataset data, String part) {
    requireColumns(model, data, part);
    requireFiniteFeatures(data);
  }

  private static void requireColumns(Model model, Dataset data, String part) {
    if (data.columns() != model.inputs()) {
      throw new InvalidInputException(
          layer(model, model.parameters().getFirst())
              + " takes "
              + counted(model.inputs(), "input")
              + "; the "
              + part
              + " data has "
              + counted(data.columns(), "feature")
              + ".");
    }
  }

  private static void requireFiniteTargets(Dataset data) {
    FloatBuffer targets = data.targets();
    first(data, data.targetColumns(), i -> !Float.isFinite(targets.get(i)))
        .ifPresent(i -> {
          int row = i / data.targetColumns();
          int column = i % data.targetColumns();
          throw tooLarge(
              data.placeOfTarget(row, column), data.writtenTarget(row, column), targets.get(i));
        });
  }

  private static void requireFiniteFeatures(Dataset data) {
    FloatBuffer features = data.features();
    first(data, data.columns(), i -> !Float.isFinite(features.get(i)))
        .ifPresent(i -> {
          int row = i / data.columns();
          int column = i % data.columns();
          throw tooLarge(
              data.placeOfFeature(row, column), data.writtenFeature(row, column), features.get(i));
        });
  }

  /** The error for a number that float32 cannot hold; a feature may be scaled already. */
  private static InvalidInputException tooLarge(String place, String written, float value) {
    return new InvalidInputException(
        place
            + ": '"
            + written
            + "' is not a finite float32 number for the model, but "
            + value
            + "; remove or replace it.");
  }

  /** The message for a wrong number of targets in a row, with the remedy. */
  private static String targets(TrainingProgram program, Dataset data, String part) {
    Model model = program.training().model();
    Loss loss = program.training().loss();
    String has = "The " + part + " data has " + counted(data.targetColumns(), "target");
    return loss.classIndices()
        ? has
            + "; the loss "
            + loss.key()
            + " needs one, the index of a class. Keep one, or use another loss."
        : has
            + " in a row, and the model "
            + counted(model.outputs(), "output")
            + ". Give "
            + lastLayer(model)
            + " "
            + counted(data.targetColumns(), "unit")
            + (data.targetColumns() == 1 ? ", or use loss: cross_entropy for a class." : ".");
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static void requireClasses(Dataset data, Model model) {
    int outputs = model.outputs();
    first(data, 1, row -> !isIndex(data.target(row, 0), outputs))
        .ifPresent(row -> {
          double label = data.target(row, 0);
          String written = data.writtenTarget(row, 0);
          String index = Integer.toString((int) label);
          boolean named = data.task() instanceof Task.Classification && !written.equals(index);
          boolean beyond = isIndex(label, Integer.MAX_VALUE);
          throw new InvalidInputException(
              data.placeOfTarget(row, 0)
                  + ": the label '"
                  + written
                  + "'"
                  + (named ? ", which is class " + index + " counted from 0," : "")
                  + (beyond ? " is beyond the model" : " is not a class")
                  + "; cross_entropy with "
                  + counted(outputs, "output")
                  + " needs whole numbers from 0 to "
                  + (outputs - 1)
                  + ". "
                  + (beyond
                      ? "Give " + lastLayer(model) + " more units, or fix the label."
                      : "Fix the label.")
                  + (named ? "" : " To predict numbers, use loss: mse."));
        });
  }

  private static boolean isIndex(double label, int outputs) {
    return label >= 0 && label < outputs && label == (int) label;
  }

  private static void requireProbabilities(Dataset data) {
    FloatBuffer targets = data.targets();
    first(data, data.targetColumns(), i -> targets.get(i) < 0 || targets.get(i) > 1)
        .ifPresent(i -> {
          int row = i / data.targetColumns();
          int column = i % data.targetColumns();
          throw new InvalidInputException(
              data.placeOfTarget(row, column)
                  + ": the target '"
                  + data.writtenTarget(row, column)
                  + "' is not from 0 to 1, as bce_with_logits needs; fix it, or use another loss.");
        });
  }

  /** The first wrong one of (N, columns) values, in the order of the source. */
  private static OptionalInt first(Dataset data, int columns, IntPredicate wrong) {
    return IntStream.range(0, data.rows() * columns)
        .filter(wrong)
        .reduce((i, j) -> data.earlier(i / columns, j / columns) == i / columns ? i : j);
  }

  private static String lastLayer(Model model) {
    return layer(
        model, model.parameters().stream().filter(p -> p.shape().size() == 2).toList().getLast());
  }

  /** The layer of a parameter, such as {@code Layer 0 (dense, 0.weight [3, 4])}. */
  private static String layer(Model model, Parameter weight) {
    String index = weight.name().substring(0, weight.name().indexOf('.'));
    String kind = model.layers().get(Integer.parseInt(index)).key();
    return "Layer " + index + " (" + kind + ", " + weight.name() + " " + weight.shape() + ")";
  }
}
