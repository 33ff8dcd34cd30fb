package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ShownEpochsTest {
  @Test
  void everyEpochOfAShortRunIsShown() {
    assertThat(shown(ShownEpochs.MOST)).hasSize(ShownEpochs.MOST);
  }

  @Test
  void longRunKeepsItsFirstItsLastAndItsExtremes() {
    List<JsonNode> shown = shown(300_007);

    assertThat(shown).hasSizeBetween(300, 7000);
    assertThat(shown.stream().map(epoch -> epoch.get("epoch").asInt()))
        .isSorted()
        .doesNotHaveDuplicates()
        .startsWith(1)
        .endsWith(300_007)
        .contains(123_457, 222_223);
  }

  /** The loss falls slowly, but for one epoch far above and one far below. */
  private static List<JsonNode> shown(int count) {
    ShownEpochs epochs = new ShownEpochs();
    for (int i = 1; i <= count; i++) {
      double loss = i == 123_457 ? 100 : i == 222_223 ? 1e-6 : 1 + 1.0 / i;
      byte[] line =
          ("{\"epoch\":" + i + ",\"step\":" + i + ",\"train_loss\":" + loss + "}")
              .getBytes(StandardCharsets.UTF_8);
      epochs.add(MetricLine.parse(line, 0, line.length).orElseThrow());
    }
    return epochs.list();
  }
}
