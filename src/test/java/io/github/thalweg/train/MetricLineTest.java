package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"epoch\":1,\"step\":1}",
        "{\"epoch\":1,\"step\":1,\"train_loss\":null}",
        "{\"epoch\":0,\"step\":1,\"train_loss\":1}",
        "{\"epoch\":-1,\"step\":1,\"train_loss\":1}",
        "{\"epoch\":1,\"step\":-1,\"train_loss\":1}",
        "{\"epoch\":1,\"step\":9223372036854775808,\"train_loss\":1}",
        "{\"epoch\":2147483648,\"step\":1,\"train_loss\":1}",
        "{\"epoch\":1.5,\"step\":1,\"train_loss\":1}",
        "{\"epoch\":1,\"step\":1,\"train_loss\":1} x",
        "{\"epoch\":1,\"step\":1,\"train_loss\":1"
      })
  void whatNoRunHasWrittenIsDamaged(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    assertThat(MetricLine.parse(bytes, 0, bytes.length)).isEmpty();
  }

  @Test
  void numbersAreReadAndOthersPassedOver() {
    byte[] bytes =
        "{\"epoch\":3,\"a\":[{\"b\":1}],\"step\":7,\"train_loss\":0.5,\"seconds\":2}"
            .getBytes(StandardCharsets.UTF_8);

    MetricLine line = MetricLine.parse(bytes, 0, bytes.length).orElseThrow();

    assertThat(line.epoch()).isEqualTo(3);
    assertThat(line.step()).isEqualTo(7);
    assertThat(line.value("train_loss")).isEqualTo(0.5);
    assertThat(line.value("seconds")).isEqualTo(2);
    assertThat(line.value("test_loss")).isNaN();
  }
}
