package io.github.thalweg.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
  @ParameterizedTest
  @ValueSource(strings = {"7", "-0.5", "+.5", "5.", "1e-3", "1E5", "007", "1e999"})
  void decimalsInAsciiDigitsAreNumbers(String text) {
    assertThat(Decimal.parse(text)).hasValue(Double.parseDouble(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "e5",
        "1e",
        "inf",
        "-inf",
        "nan",
        "NaN",
        "Infinity",
        "0x10",
        "0x1p3",
        "1_000",
        "1,5",
        "1f",
        "1d",
        "\uFF11",
        "\u0661",
        " 1",
        "1 ",
        "\u00001",
        "--1"
      })
  void allElseIsText(String text) {
    assertThat(Decimal.parse(text)).isEmpty();
  }

  @Test
  void thousandsOfDigitsAreNoNumber() {
    assertThat(Decimal.is("9".repeat(1000))).isTrue();
    assertThat(Decimal.is("9".repeat(70_000))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-400", "-1e-400", "0.0000001e-340", "2.4e-324"})
  void numberThatFloat64RoundsToZeroVanishes(String text) {
    assertThat(Decimal.vanishes(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.0", "0e5", "0e-9", "1e-300", "4.9e-324", "x", ""})
  void otherTextsDoNotVanish(String text) {
    assertThat(Decimal.vanishes(text)).isFalse();
  }
}
