package io.github.thalweg.engine;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.program.TrainingProgram;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Holds data against a program before any of it reaches a device. */
public final class DataChecks {
  private DataChecks() {}

  /**
   * Throws unless a part of the data fits a program. Messages about a value name its place in what
   * the data was read from, of several the first.
   *
   * @param part {@code training} or {@code test}, for the message
   * @throws InvalidInputException when a shape, a label or a value does not fit
   */
  public static void requireFit(TrainingProgram program, Dataset data, String part) {
    Model model = program.training().model();
    int outputs = model.outputs();
    Loss loss = program.training().loss();
    requireColumns(model, data, part);
    if (data.targetColumns() != program.targetColumns()) {
      throw new InvalidInputException(
          lastLayer(model)
              + " gives "
              + outputs
              + " outputs, which the loss "
              + loss.key()
              + " holds against "
              + program.targetColumns()
              + " target columns; the "
              + part
              + " data has "
              + data.targetColumns()
              + ". Give that layer as many units as there are targets, or use another loss.");
    }
    requireFinite(data);
    switch (loss) {
      case Loss.CrossEntropy _ -> requireClasses(data, model);
      case Loss.BceWithLogits _ -> requireProbabilities(data);
      case Loss.Mse _, Loss.Huber _ -> {}
    }
  }

  /**
   * Throws unless rows can be given to a model.
   *
   * @param part for the message
   * @throws InvalidInputException when there are more or fewer features, or one is no finite number
   */
  public static void requireFeatures(Model model, Dataset data, String part) {
    requireColumns(model, data, part);
    requireFiniteFeatures(data);
  }

  private static void requireColumns(Model model, Dataset data, String part) {
    if (data.columns() != model.inputs()) {
      throw new InvalidInputException(
          "Layer 0 (dense, 0.weight "
              + model.parameters().getFirst().shape()
              + ") takes "
              + model.inputs()
              + " inputs; the "
              + part
              + " data has "
              + data.columns()
              + " features.");
    }
  }

  private static void requireFinite(Dataset data) {
    requireFiniteFeatures(data);
    float[] targets = data.targets();
    first(data, data.targetColumns(), i -> !Float.isFinite(targets[i]))
        .ifPresent(i -> {
          int row = i / data.targetColumns();
          int column = i % data.targetColumns();
          throw tooLarge(
              data.placeOfTarget(row, column), data.writtenTarget(row, column), targets[i]);
        });
  }

  private static void requireFiniteFeatures(Dataset data) {
    float[] features = data.features();
    first(data, data.columns(), i -> !Float.isFinite(features[i]))
        .ifPresent(i -> {
          int row = i / data.columns();
          int column = i % data.columns();
          throw tooLarge(
              data.placeOfFeature(row, column), data.writtenFeature(row, column), features[i]);
        });
  }

  /** The error for a number that float32 cannot hold; a feature may have been scaled before. */
  private static InvalidInputException tooLarge(String place, String written, float value) {
    return new InvalidInputException(
        place
            + ": '"
            + written
            + "' is not a finite float32 number as the model takes it, but "
            + value
            + "; remove or replace it.");
  }

  private static void requireClasses(Dataset data, Model model) {
    int outputs = model.outputs();
    float[] labels = data.targets();
    first(data, 1, i -> !isIndex(labels[i], outputs))
        .ifPresent(row -> {
          String written = data.writtenTarget(row, 0);
          String index = number(labels[row]);
          throw new InvalidInputException(
              data.placeOfTarget(row, 0)
                  + ": the label '"
                  + written
                  + "'"
                  + (data.task() instanceof Task.Classification && !written.equals(index)
                      ? ", which is class " + index + " counted from 0,"
                      : "")
                  + " is beyond the model; cross_entropy with "
                  + outputs
                  + " outputs takes whole numbers from 0 to "
                  + (outputs - 1)
                  + ". Give "
                  + lastLayer(model)
                  + " more units, or mend the label.");
        });
  }

  private static boolean isIndex(float label, int outputs) {
    return label >= 0 && label < outputs && label == (int) label;
  }

  private static void requireProbabilities(Dataset data) {
    float[] targets = data.targets();
    first(data, data.targetColumns(), i -> targets[i] < 0 || targets[i] > 1)
        .ifPresent(i -> {
          int row = i / data.targetColumns();
          int column = i % data.targetColumns();
          throw new InvalidInputException(
              data.placeOfTarget(row, column)
                  + ": the target '"
                  + data.writtenTarget(row, column)
                  + "' is not from 0 to 1, as bce_with_logits takes targets; mend it, or use another loss.");
        });
  }

  /** The wrong one of (N, columns) values that stands first in what the rows were read from. */
  private static OptionalInt first(Dataset data, int columns, IntPredicate wrong) {
    return IntStream.range(0, data.rows() * columns)
        .filter(wrong)
        .reduce((i, j) -> data.earlier(i / columns, j / columns) == i / columns ? i : j);
  }

  private static String lastLayer(Model model) {
    Parameter weight =
        model.parameters().stream().filter(p -> p.shape().size() == 2).toList().getLast();
    String layer = weight.name().substring(0, weight.name().indexOf('.'));
    return "Layer " + layer + " (dense, " + weight.name() + " " + weight.shape() + ")";
  }

  private static String number(float value) {
    return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
  }
}
