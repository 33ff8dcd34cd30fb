package io.github.thalweg.engine;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.program.TrainingProgram;

/** Holds data against a program before any of it reaches a device. */
public final class DataChecks {
  private DataChecks() {}

  /**
   * Throws unless a part of the data fits a program. Messages count rows and columns from 1.
   *
   * @param part {@code training} or {@code test}, for the message
   * @throws InvalidInputException when a shape, a label or a value does not fit
   */
  public static void requireFit(TrainingProgram program, Dataset data, String part) {
    Model model = program.training().model();
    int outputs = model.outputs();
    Loss loss = program.training().loss();
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
    requireFinite(data.features(), data.columns(), "feature", part);
    requireFinite(data.targets(), data.targetColumns(), "target", part);
    switch (loss) {
      case Loss.CrossEntropy _ -> requireClasses(data, model, part);
      case Loss.BceWithLogits _ -> requireProbabilities(data, part);
      case Loss.Mse _, Loss.Huber _ -> {}
    }
  }

  private static void requireFinite(float[] values, int columns, String what, String part) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InvalidInputException(
            "The "
                + part
                + " data holds "
                + values[i]
                + " in row "
                + (i / columns + 1)
                + ", "
                + what
                + " "
                + (i % columns + 1)
                + "; remove or replace it.");
      }
    }
  }

  private static void requireClasses(Dataset data, Model model, String part) {
    int outputs = model.outputs();
    for (int i = 0; i < data.rows(); i++) {
      float label = data.targets()[i];
      if (label < 0 || label >= outputs || label != (int) label) {
        throw new InvalidInputException(
            "The "
                + part
                + " data has the label "
                + number(label)
                + " in row "
                + (i + 1)
                + "; cross_entropy with "
                + outputs
                + " outputs takes whole numbers from 0 to "
                + (outputs - 1)
                + ". Give "
                + lastLayer(model)
                + " more units, or mend the label.");
      }
    }
  }

  private static void requireProbabilities(Dataset data, String part) {
    for (int i = 0; i < data.targets().length; i++) {
      float target = data.targets()[i];
      if (target < 0 || target > 1) {
        throw new InvalidInputException(
            "The "
                + part
                + " data has the target "
                + number(target)
                + " in row "
                + (i / data.targetColumns() + 1)
                + "; bce_with_logits takes targets from 0 to 1.");
      }
    }
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
