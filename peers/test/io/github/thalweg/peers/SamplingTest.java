package io.github.thalweg.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplingTest {
  @Test
  void timesWithATrendAreNotSteady() {
    assertThat(Sampling.isSteady(131667, 73843, 25087, 9100, 3300, 1200)).isFalse();
    assertThat(Sampling.isSteady(1200, 3300, 9100, 25087, 73843, 131667)).isFalse();
    assertThat(Sampling.isSteady(100, 103, 98, 101, 20, 21)).isFalse();
    assertThat(Sampling.isSteady(100, 102, 98, 101, 99, 20)).isFalse();
  }

  @Test
  void noiseAndOneTimeOutOfLineAre() {
    assertThat(Sampling.isSteady(100, 140, 90, 120, 130, 95)).isTrue();
    assertThat(Sampling.isSteady(100, 101, 99, 900, 100, 102)).isTrue();
    assertThat(Sampling.isSteady(100, 100, 100, 100, 100, 100)).isTrue();
  }
}
