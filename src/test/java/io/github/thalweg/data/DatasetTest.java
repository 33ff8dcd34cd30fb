package io.github.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
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
