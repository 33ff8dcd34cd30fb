package io.github.thalweg.text;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": NaN} | Non-standard token 'NaN'",
        "{\"a\": Infinity} | Non-standard token 'Infinity'",
        "{} {} | there is more text after its end"
      })
  void whatIsNoJsonIsSaidWithoutAWordOfJava(String text, String reason) {
    assertThatThrownBy(() -> JsonText.parse(text)).hasMessage(reason);
  }
}
