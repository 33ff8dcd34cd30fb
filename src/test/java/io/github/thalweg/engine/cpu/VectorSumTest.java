package io.github.thalweg.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.TestSeed;
import io.github.thalweg.engine.cpu.gemm.VectorModule;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorSumTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "5, 6", "1, 4", "3, 67", "7, 4105", "0, 64"})
  void everyElementOfTheRangeIsCountedOnceAndNoOther(int from, int to) {
    VectorModule.load();
    float[] x = new float[to + 9];
    Random random = TestSeed.random();
    double expected = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(100);
      expected += i >= from && i < to ? x[i] : 0;
    }

    assertThat(VectorSum.sum(x, from, to)).isCloseTo((float) expected, within(1e-3f));
  }
}
