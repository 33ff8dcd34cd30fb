package io.github.thalweg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.TestSeed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void oneSampleIsAllOfThem() {
    assertThat(Statistics.of(new double[] {3.5})).isEqualTo(new Statistics(3.5, 3.5, 3.5, 3.5, 0));
  }

  @Test
  void figuresAreThoseOfTheirDefinitions() {
    Statistics odd = Statistics.of(new double[] {9, 1, 4});
    Statistics even = Statistics.of(new double[] {4, 1, 3, 2});

    assertThat(odd.median()).isEqualTo(4);
    assertThat(odd.minimum()).isEqualTo(1);
    assertThat(odd.maximum()).isEqualTo(9);
    // Mean 14/3, deviations 13/3, −11/3 and −2/3.
    assertThat(odd.standardDeviation())
        .isCloseTo(Math.sqrt((169 + 121 + 4) / 9.0 / 2), within(1e-12));
    assertThat(even.median()).isEqualTo(2.5);
    assertThat(even.p95()).isEqualTo(4);
  }

  @Test
  void at100SamplesFiveAreAboveP95WhateverTheirOrder() {
    double[] samples = TestSeed.random().doubles(100).toArray();

    double p95 = Statistics.of(samples).p95();

    assertThat(samples).contains(p95);
    assertThat(Arrays.stream(samples).filter(sample -> sample > p95).count()).isEqualTo(5);
  }
}
