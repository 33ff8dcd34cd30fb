package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.TestSeed;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void everyValueOfTheSliceIsInTheBinThatHoldsIt() {
    Random random = TestSeed.random();
    float[] values = new float[207];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Histogram histogram = Histogram.of(new Histogram.Slice(values, 5, 199));

    int[] expected = new int[Histogram.BINS];
    double width = (histogram.high() - histogram.low()) / Histogram.BINS;
    for (int i = 5; i < 204; i++) {
      int bin = (int) Math.floor((values[i] - histogram.low()) / width);
      expected[Math.min(bin, Histogram.BINS - 1)]++;
    }
    assertThat(histogram.counts()).isEqualTo(expected);
    assertThat(Arrays.stream(histogram.counts()).sum()).isEqualTo(199);
    assertThat(histogram.counts()[0]).isPositive();
    assertThat(histogram.counts()[Histogram.BINS - 1]).isPositive();
  }

  @Test
  void equalValuesAreInTheMiddle() {
    Histogram histogram = Histogram.of(new Histogram.Slice(new float[] {3, 3, 3}, 0, 3));

    assertThat(histogram.counts()[Histogram.BINS / 2]).isEqualTo(3);
    assertThat(histogram.low()).isLessThan(3);
    assertThat(histogram.high()).isGreaterThan(3);
  }

  @Test
  void twoHistogramsShareTheirBins() {
    float[] one = {0, 1, 2};
    float[] other = {-8, 2, 33};
    Histogram[] both =
        Histogram.ofBoth(new Histogram.Slice(one, 0, 3), new Histogram.Slice(other, 0, 3));

    for (Histogram histogram : both) {
      assertThat(histogram.low()).isEqualTo(-8);
      assertThat(histogram.high()).isEqualTo(33);
      assertThat(Arrays.stream(histogram.counts()).sum()).isEqualTo(3);
    }
    // A bin is 1 wide: 0, 1 and 2 are eight to ten bins from the left.
    assertThat(both[0].counts()[8]).isEqualTo(1);
    assertThat(both[0].counts()[10]).isEqualTo(1);
  }
}
