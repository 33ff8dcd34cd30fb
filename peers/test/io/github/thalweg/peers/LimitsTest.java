package io.github.thalweg.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void stepOfMlpWideHasEightProducts() {
    assertThat(Limits.products(Workload.MLP_WIDE))
        .extracting(product -> product.m() + "×" + product.n() + "×" + product.k())
        .containsExactly(
            "256×1024×784",
            "256×1024×1024",
            "256×10×1024",
            "10×1024×256",
            "256×1024×10",
            "1024×1024×256",
            "256×1024×1024",
            "1024×784×256");
  }

  @Test
  void everyElementIsReadOnceWhateverTheThreads() {
    for (int threads = 1; threads <= 3; threads++) {
      try (ReadBandwidth read = new ReadBandwidth(100_003, threads)) {
        assertThat(read.sum()).isCloseTo(100_003, within(0f));
      }
    }
  }
}
