package io.github.thalweg.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.program.TrainingProgram;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class DataChecksTest {
  private static final RandomTraining TWO_OUTPUTS = RandomTraining.of(2, 3, new Dense(2));
  private static final float[] FEATURES = {1, 2, 3, 4, 5, 6};
  private static final float[] TARGETS = {0, 1, 1, 0};

  @Test
  void fittingDataPasses() {
    assertThatCode(() ->
            DataChecks.requireFit(TWO_OUTPUTS.program(), data(3, FEATURES, 2, TARGETS), "test"))
        .doesNotThrowAnyException();
  }

  @Test
  void featuresMustBeAsManyAsTheModelsInputs() {
    refused(TWO_OUTPUTS.program(), data(2, new float[4], 2, TARGETS))
        .hasMessage(
            "Layer 0 (dense, 0.weight [2, 3]) takes 3 inputs; the training data has 2 features.");
  }

  @Test
  void targetsMustBeAsManyAsTheModelsOutputs() {
    refused(TWO_OUTPUTS.program(), data(3, FEATURES, 1, new float[2]))
        .hasMessage(
            "The training data has 1 target in a row, and the model 2 outputs. Give Layer 0 (dense, 0.weight [2, 3]) 1"
                + " unit, or use loss: cross_entropy for a class.");
    refused(TWO_OUTPUTS.loss(new Loss.CrossEntropy()).program(), data(3, FEATURES, 2, TARGETS))
        .hasMessage(
            "The training data has 2 targets; the loss cross_entropy needs one, the index of a class. Keep one, or use"
                + " another loss.");
  }

  @Test
  void numbersMustBeFinite() {
    float[] features = FEATURES.clone();
    features[4] = Float.NaN;
    refused(TWO_OUTPUTS.program(), data(3, features, 2, TARGETS))
        .hasMessage(
            "Row 2 of the data, feature 'x2': 'NaN' is not a finite float32 number for the model, but"
                + " NaN; remove or replace it.");
    float[] targets = TARGETS.clone();
    targets[1] = Float.NEGATIVE_INFINITY;
    refused(TWO_OUTPUTS.program(), data(3, FEATURES, 2, targets))
        .hasMessageStartingWith("Row 1 of the data, target 2: '-Infinity' is not a finite");
  }

  @Test
  void labelsMustBeClasses() {
    TrainingProgram program = TWO_OUTPUTS.loss(new Loss.CrossEntropy()).program();
    for (float label : new float[] {2, -1, 0.5f}) {
      refused(program, data(3, FEATURES, 1, new float[] {1, label}))
          .hasMessageContainingAll(
              "Row 2 of the data, target: the label '"
                  + (label == 0.5f ? "0.5" : Integer.toString((int) label))
                  + (label == 2 ? "' is beyond the model; " : "' is not a class; ")
                  + "cross_entropy with 2 outputs needs whole numbers from 0 to 1.",
              ". To predict numbers, use loss: mse.");
    }
  }

  @Test
  void bceTargetsMustBeProbabilities() {
    TrainingProgram program = TWO_OUTPUTS.loss(new Loss.BceWithLogits()).program();
    for (float target : new float[] {-0.25f, 1.5f}) {
      refused(program, data(3, FEATURES, 2, new float[] {0, 1, target, 0.5f}))
          .hasMessageContaining(
              "Row 2 of the data, target 1: the target '" + target + "' is not from 0 to 1, as");
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      TrainingProgram program, Dataset data) {
    return assertThatThrownBy(() -> DataChecks.requireFit(program, data, "training"))
        .isInstanceOf(InvalidInputException.class);
  }

  private static Dataset data(int columns, float[] features, int targetColumns, float[] targets) {
    return new Dataset(2, columns, features, targetColumns, targets, new Task.Regression());
  }
}
