package io.github.thalweg.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.numbers.gamma.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arithmetic of the kernels as plain Java. */
class ActivationsTest {
  @Test
  void geluAndItsDerivativeFollowTheirFloat64Formulas() {
    for (float z = -9; z <= 9; z += 0x1p-10f) {
      double normal = 0.5 * (1 + Erf.value(z / Math.sqrt(2)));
      double density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
      assertThat((double) Activations.value(Activations.GELU, z))
          .as("gelu(%s)", z)
          .isCloseTo(z * normal, within(1e-7 * (1 + Math.abs(z))));
      assertThat((double) Activations.derivative(Activations.GELU, z))
          .as("gelu'(%s)", z)
          .isCloseTo(normal + z * density, within(2e-7));
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Activations.NONE,
        Activations.RELU,
        Activations.TANH,
        Activations.SIGMOID,
        Activations.GELU
      })
  void passesNaN(int kind) {
    assertThat(Activations.value(kind, Float.NaN)).isNaN();
  }

  @Test
  void saturatesWithoutOverflow() {
    assertThat(Activations.value(Activations.SIGMOID, -200)).isEqualTo(0);
    assertThat(Activations.value(Activations.SIGMOID, 200)).isEqualTo(1);
    assertThat(Activations.value(Activations.GELU, 1e30f)).isEqualTo(1e30f);
    assertThat(Activations.value(Activations.GELU, -1e30f)).isEqualTo(0);
    assertThat(Activations.derivative(Activations.RELU, 0)).isEqualTo(0);
  }
}
