package io.github.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import java.nio.IntBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {
  @Test
  void selectedRowsComeInTheAskedOrderAndKeepNamesAndTask() {
    Dataset data =
        new Dataset(
            3,
            2,
            new float[] {1, 2, 3, 4, 5, 6},
            1,
            new float[] {0, 1, 2},
            new Task.Classification(List.of("a", "b", "c")),
            List.of("u", "v"));
    Dataset selected = data.select(new int[] {2, 0, 2});
    assertThat(Floats.of(selected.features())).containsExactly(5, 6, 1, 2, 5, 6);
    assertThat(Floats.of(selected.targets())).containsExactly(2, 0, 2);
    assertThat(selected.featureNames()).containsExactly("u", "v");
    assertThat(selected.task()).isEqualTo(data.task());
  }

  @Test
  void featuresWithoutNamesAreNumberedFromOne() {
    assertThat(
            new Dataset(1, 3, new float[3], 1, new float[1], new Task.Regression()).featureNames())
        .containsExactly("x1", "x2", "x3");
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, 3, 0.5f, Float.NaN, Float.POSITIVE_INFINITY})
  void targetsOfAClassificationAreItsClasses(float target) {
    assertThatThrownBy(() ->
            new Dataset(2, 1, new float[2], 1, new float[] {2, target}, new Task.Classification(3)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("Row 2 of the data, target: ", " is not a class; ", "from 0 to 2");
  }

  @Test
  void classesAreKeptInInt32WhateverTheyComeAs() {
    Task task = new Task.Classification(3);
    for (Values given :
        List.of(
            Values.of(new float[] {2, 0, 1}),
            Values.of(new double[] {2, 0, 1}),
            Values.of(new int[] {2, 0, 1}))) {
      Dataset data = data(given, task);
      assertThat(data.classIndices()).isEqualTo(IntBuffer.wrap(new int[] {2, 0, 1}));
      assertThat(data.copy().classIndices()).isEqualTo(data.classIndices());
      assertThat(data.slice(1, 2).classIndices().array()).isSameAs(data.classIndices().array());
    }
  }

  @Test
  void anIntegerThatFloat32CannotHoldIsKept() {
    Dataset data = data(Values.of(new int[] {16_777_217, 5, -16_777_219}), new Task.Regression());
    Dataset kept =
        data.inFloat32().compact().select(new int[] {2, 1, 0}).reordered(new int[] {1, 2, 0});

    assertThat(kept.classIndices())
        .isEqualTo(IntBuffer.wrap(new int[] {5, 16_777_217, -16_777_219}));
    assertThat(kept.target(1, 0)).isEqualTo(16_777_217);
    assertThat(kept.writtenTarget(1, 0)).isEqualTo("16777217");
    assertThat(Floats.of(kept.slice(1, 2).targets())).containsExactly(16_777_216, -16_777_220);
    assertThat(kept.slice(1, 2).classIndices().get(1)).isEqualTo(-16_777_219);
  }

  @Test
  void numbersThatAreNotWholeAreNoClassIndices() {
    Dataset data = data(Values.of(new double[] {1, 0.5, 2}), new Task.Regression());

    assertThatIllegalStateException()
        .isThrownBy(data::classIndices)
        .withMessage("0.5 is not a whole number of int32.");
  }

  private static Dataset data(Values targets, Task task) {
    int rows = targets.size();
    return new Dataset(
        rows,
        1,
        Values.of(new float[rows]),
        1,
        targets,
        task,
        List.of("x"),
        Origin.rows("the data"));
  }

  @Test
  void arraysAndNamesMustFitTheShape() {
    assertThatThrownBy(
            () -> new Dataset(0, 1, new float[0], 1, new float[0], new Task.Regression()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0 × 1");
    assertThatThrownBy(
            () -> new Dataset(2, 3, new float[5], 1, new float[2], new Task.Regression()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("6 features", "5");
    assertThatThrownBy(() ->
            new Dataset(1, 2, new float[2], 1, new float[1], new Task.Regression(), List.of("a")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("2 features", "1 feature names");
    assertThatThrownBy(
            () -> new Dataset(1, 1, new float[1], 2, new float[2], new Task.Classification(2)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("one target column");
  }

  @Test
  void classesAreCountedAndNamed() {
    assertThat(new Task.Classification(3).classNames()).containsExactly("0", "1", "2");
    assertThat(new Task.Classification(List.of("no", "yes")).classes()).isEqualTo(2);
    assertThatThrownBy(() -> new Task.Classification(0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not 0");
    assertThatThrownBy(() -> new Task.Classification(1_000_000_000))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not 1000000000");
    assertThatThrownBy(() -> new Task.Classification(3, List.of("a", "b")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 class names");
  }
}
