package io.github.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
  @ParameterizedTest
  @CsvSource({
    "2,0.5,1",
    "3,0.2,1",
    "7,0.5,4",
    "150,0.2,30",
    "1797,0.2,359",
    "13,0.001,1",
    "13,0.999,12"
  })
  void theTestPartIsTheRoundedShareButNeverNothingOrAll(int rows, double fraction, int testRows) {
    for (boolean shuffled : new boolean[] {false, true}) {
      TrainAndTest parts = new Split(fraction, 5, shuffled).apply(numbered(rows));
      assertThat(parts.test().orElseThrow().rows()).isEqualTo(testRows);
      assertThat(parts.train().rows()).isEqualTo(rows - testRows);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 13, 207, 4098})
  void everyRowIsInExactlyOnePartWithItsOwnTarget(int rows) {
    TrainAndTest parts = new Split(0.3, 7, true).apply(numbered(rows));
    float[] train = Floats.of(parts.train().features());
    float[] test = Floats.of(parts.test().orElseThrow().features());
    float[] all = new float[rows];
    System.arraycopy(train, 0, all, 0, train.length);
    System.arraycopy(test, 0, all, train.length, test.length);
    java.util.Arrays.sort(all);
    assertThat(all).isEqualTo(Floats.of(numbered(rows).features()));
    for (Dataset part : new Dataset[] {parts.train(), parts.test().orElseThrow()}) {
      for (int row = 0; row < part.rows(); row++) {
        assertThat(part.targets().get(row)).isEqualTo(-part.features().get(row));
      }
    }
  }

  @Test
  void theSeedDecidesTheParts() {
    assertThat(trained(1)).isEqualTo(trained(1)).isNotEqualTo(trained(2));
  }

  private static float[] trained(int seed) {
    return Floats.of(new Split(0.25, seed, true).apply(numbered(207)).train().features());
  }

  @Test
  void rowsAreHeldOnceWhateverTheirOrder() {
    float[] single = new float[3 * 207];
    double[] exact = new double[2 * 207];
    for (int i = 0; i < single.length; i++) {
      single[i] = i;
    }
    for (int i = 0; i < exact.length; i++) {
      exact[i] = 0.1 * i;
    }
    Dataset whole =
        new Dataset(
            207,
            3,
            Values.of(single),
            2,
            Values.of(exact),
            new Task.Regression(),
            Dataset.numbered(3),
            Origin.rows("the data"));

    TrainAndTest parts = new Split(0.3, 11, true).apply(whole);

    for (Dataset part : List.of(parts.train(), parts.test().orElseThrow())) {
      assertThat(part.features().array()).isSameAs(single);
      for (int row = 0; row < part.rows(); row++) {
        int number = part.number(row) - 1;
        for (int j = 0; j < 3; j++) {
          assertThat(part.features().get(row * 3 + j)).isEqualTo(number * 3 + j);
        }
        assertThat(part.target(row, 1)).isEqualTo(0.1 * (number * 2 + 1));
      }
    }
  }

  @Test
  void withoutShufflingTheLastRowsAreTheTestPart() {
    TrainAndTest parts = new Split(0.4, 0, false).apply(numbered(5));
    assertThat(Floats.of(parts.train().features())).containsExactly(0, 1, 2);
    assertThat(Floats.of(parts.test().orElseThrow().features())).containsExactly(3, 4);
  }

  @Test
  void undividedDataHasNoTestPart() {
    assertThat(TrainAndTest.undivided(numbered(3)).test()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN})
  void fractionsOutsideZeroToOneAreRejected(double fraction) {
    assertThatThrownBy(() -> new Split(fraction, 0, true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("between 0 and 1", String.valueOf(fraction));
  }

  @Test
  void aSingleRowCannotBeSplit() {
    assertThatThrownBy(() -> new Split(0.5, 0, true).apply(numbered(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("one row", "split: none");
  }

  /** Row i has the feature i and the target −i. */
  private static Dataset numbered(int rows) {
    float[] x = new float[rows];
    float[] y = new float[rows];
    IntStream.range(0, rows)
        .forEach(i -> {
          x[i] = i;
          y[i] = -i;
        });
    return new Dataset(rows, 1, x, 1, y, new Task.Regression());
  }
}
