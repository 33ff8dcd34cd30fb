package io.github.thalweg.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0.470480000, 0.470480000",
    "0, 0.000000000",
    "-12.5, -12.500000000",
    "123.456789, 123.45678900",
    "7654321.25, 7654321.2500",
    "1e7, 10⁷",
    "1e30, 10³⁰",
    "-1.7654e17, -1.77×10¹⁷",
    "9.999e29, 10³⁰",
    "2.5e-9, 0.000000003",
    "4.567e-10, 4.57×10⁻¹⁰",
    "NaN, NaN",
    "Infinity, Infinity",
  })
  void columnHasAsManyDigitsAsFit(double value, String text) {
    assertThat(Numbers.fixed(value, 2, 9)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.47048, 0.4705",
    "2, 2",
    "12.50001, 12.5",
    "1234.5, '1,235'",
    "-54321, '-54,321'",
    "0.00123456, 0.001235",
    "0.000123456, 1.23×10⁻⁴",
    "1.7654e17, 1.77×10¹⁷",
    "-1e-12, -10⁻¹²",
    "NaN, NaN",
  })
  void sentenceHasSignificantDigits(double value, String text) {
    assertThat(Numbers.significant(value, 4)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "2, 2",
    "-1, -1",
    "1e30, 1e30",
    "1.5e-5, 1.5e-5",
    "1e-8, 1e-8",
    "1000, 1000",
  })
  void settingIsSpelledAsItIsTyped(double value, String text) {
    assertThat(Numbers.setting(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1.23456789, 1e-12, 1.234568",
    "1.23456789, 0.001, 1.23",
    "-1.23456789, 0.4, -1",
    "0.0001, 0.004, 0.00",
    "0, 1e-15, 0.000000",
    "123456, 0.3, 123456",
    "123456, 300, 1.23×10⁵",
    "12345678.9, 0.1, 1.23×10⁷",
    "3, 70, –",
    "0, 70, –",
  })
  void noDigitIsWrittenThatDoesNotHold(double value, double error, String text) {
    assertThat(Numbers.held(value, error, 4, 6)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "RMSE 7.23×10⁻⁵ (always the mean: 0.5), RMSE 7.23e-5 (always the mean: 0.5)",
    "10⁻⁸, 1e-8",
    "-10⁷ and 1.77×10¹⁷, -1e7 and 1.77e17",
    "–, -",
    "10 of 10, 10 of 10",
  })
  void powersOfTenAreSpelledAsAnEncodingCanShowThem(String text, String ascii) {
    assertThat(Numbers.shown(text, StandardCharsets.US_ASCII)).isEqualTo(ascii);
    assertThat(Numbers.shown(text, StandardCharsets.ISO_8859_1)).isEqualTo(ascii);
    assertThat(Numbers.shown(text, StandardCharsets.UTF_8)).isEqualTo(text);
  }
}
