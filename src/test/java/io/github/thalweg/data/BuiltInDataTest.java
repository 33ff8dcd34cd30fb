package io.github.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInDataTest {
  @Test
  void digitsAreTheKnownImages() {
    Dataset digits = EmbeddedData.digits();
    assertThat(digits.rows()).isEqualTo(1797);
    assertThat(digits.columns()).isEqualTo(64);
    assertThat(Arrays.copyOf(Floats.of(digits.features()), 8))
        .containsExactly(0, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f, 0, 0);
    assertThat(classCounts(digits))
        .containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    assertThat(Arrays.copyOf(Floats.of(digits.targets()), 11))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
    assertThat(digits.featureNames()).startsWith("pixel_0_0", "pixel_0_1").endsWith("pixel_7_7");
    float largest = 0;
    for (float pixel : Floats.of(digits.features())) {
      assertThat(pixel).isBetween(0f, 1f);
      largest = Math.max(largest, pixel);
    }
    assertThat(largest).isEqualTo(1);
  }

  @Test
  void irisesAreTheKnownFlowers() {
    Dataset iris = EmbeddedData.iris();
    assertThat(iris.rows()).isEqualTo(150);
    assertThat(Arrays.copyOf(Floats.of(iris.features()), 4))
        .containsExactly(5.1f, 3.5f, 1.4f, 0.2f);
    assertThat(classCounts(iris)).containsExactly(50, 50, 50);
    assertThat(iris.task())
        .isEqualTo(new Task.Classification(List.of("setosa", "versicolor", "virginica")));
    assertThat(iris.featureNames())
        .containsExactly("sepal_length", "sepal_width", "petal_length", "petal_width");
  }

  @Test
  void aLineWithoutNoiseIsStraightAndSpansMinusOneToOne() {
    Dataset line = new NoisyLine(5, 3, 0.5, 0, 0).dataset();
    assertThat(Floats.of(line.features())).containsExactly(-1, -0.5f, 0, 0.5f, 1);
    assertThat(Floats.of(line.targets())).containsExactly(-2.5f, -1, 0.5f, 2, 3.5f);
  }

  @Test
  void theNoiseOfALineHasTheAskedDeviationAndFollowsTheSeed() {
    Dataset line = new NoisyLine(4098, 2, -1, 0.1, 3).dataset();
    double squares = 0;
    for (int i = 0; i < line.rows(); i++) {
      squares += Math.pow(line.targets().get(i) - (2 * line.features().get(i) - 1), 2);
    }
    assertThat(Math.sqrt(squares / line.rows())).isCloseTo(0.1, within(0.005));
    assertThat(new NoisyLine(4098, 2, -1, 0.1, 3).dataset().targets()).isEqualTo(line.targets());
    assertThat(new NoisyLine(4098, 2, -1, 0.1, 4).dataset().targets()).isNotEqualTo(line.targets());
    assertThat(new NoisyLine(7)).isEqualTo(new NoisyLine(50, 2, -1, 0.1, 7));
  }

  @Test
  void linesThatCannotBeDrawnAreRejected() {
    assertThatThrownBy(() -> new NoisyLine(1, 2, -1, 0.1, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at least 2 points");
    assertThatThrownBy(() -> new NoisyLine(50, Double.NaN, -1, 0.1, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> new NoisyLine(50, 2, -1, -0.1, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("-0.1");
  }

  @Test
  void inlineRowsBecomeADataSet() {
    Dataset data =
        InlineData.regression(
            new double[][] {{0.8, 0.4, 0.4}, {1, 2, 3}}, new double[][] {{1, 0}, {0, 1}});
    assertThat(data.rows()).isEqualTo(2);
    assertThat(Floats.of(data.features())).containsExactly(0.8f, 0.4f, 0.4f, 1, 2, 3);
    assertThat(Floats.of(data.targets())).containsExactly(1, 0, 0, 1);
    Dataset classes =
        InlineData.classification(new double[][] {{1}, {2}, {3}}, new double[][] {{2}, {0}, {1}});
    assertThat(classes.task()).isEqualTo(new Task.Classification(3));
  }

  @Test
  void inlineRowsMustBeEvenAndFinite() {
    double[][] one = {{1}};
    rejected(new double[][] {}, new double[][] {}, "no numbers in the inline features");
    rejected(new double[][] {{}}, one, "no numbers in the inline features");
    rejected(new double[][] {{1}, {2}}, one, "there are 1 and 2 rows");
    rejected(
        new double[][] {{1, 2}, {3}},
        new double[][] {{1}, {2}},
        "Row 2 of the inline features has length 1");
    rejected(
        new double[][] {{1, Double.NaN}}, one, "Row 1, column 2 of the inline features is NaN");
    rejected(
        one,
        new double[][] {{Double.NEGATIVE_INFINITY}},
        "Row 1, column 1 of the inline targets is -Infinity");
  }

  @ParameterizedTest
  @CsvSource({"-1, -1", "0.5, 0.5", "65536, 65536", "1e18, 1e18"})
  void inlineClassIsAWholeNumber(double target, String written) {
    double[][] features = {{1}, {2}};
    assertThatThrownBy(() -> InlineData.classification(features, new double[][] {{0}, {target}}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Row 2 of the inline data, target: "
                + written
                + " is not a class; classes are whole numbers from 0 to 65535.");
  }

  private static void rejected(double[][] features, double[][] targets, String fact) {
    assertThatThrownBy(() -> InlineData.regression(features, targets))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(fact);
  }

  private static int[] classCounts(Dataset data) {
    int[] counts = new int[((Task.Classification) data.task()).classes()];
    for (float target : Floats.of(data.targets())) {
      counts[(int) target]++;
    }
    return counts;
  }
}
