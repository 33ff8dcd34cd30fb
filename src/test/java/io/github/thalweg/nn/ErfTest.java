package io.github.thalweg.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ErfTest {
  @Test
  void staysWithinItsStatedErrorOfTheFloat64Function() {
    double worst = 0;
    for (float a = -6; a <= 6; a += 0x1p-14f) {
      worst = Math.max(worst, Math.abs(Erf.erf(a) - org.apache.commons.numbers.gamma.Erf.value(a)));
    }
    assertThat(worst).isLessThan(Erf.MAXIMUM_ERROR);
  }

  @Test
  void isRelativelyAccurateNearZero() {
    for (float a = 0x1p-60f; a < 0.9f; a *= 1.01f) {
      double exact = org.apache.commons.numbers.gamma.Erf.value(a);
      assertThat((double) Erf.erf(a)).isCloseTo(exact, within(2e-7 * exact));
      assertThat(Erf.erf(-a)).isEqualTo(-Erf.erf(a));
    }
  }

  @Test
  void hasItsLimitsAndPassesNaN() {
    assertThat(Erf.erf(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Erf.erf(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(Erf.erf(0f)).isEqualTo(0f);
    assertThat(Erf.erf(Float.NaN)).isNaN();
  }
}
