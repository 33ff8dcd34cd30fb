package io.github.thalweg.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.LimitListener;
import io.github.thalweg.engine.lookup.Devices;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CpuLimitsTest {
  @Test
  void launchMemoryAndMultiplicationAreMeasured() {
    List<Limit> limits = Devices.find("cpu").limits(LimitListener.NONE);

    Map<String, Double> values =
        limits.stream().collect(Collectors.toMap(Limit::name, Limit::value));
    assertThat(values).containsOnlyKeys(Limit.LAUNCH, Limit.READ, Limit.COPY, Limit.GEMM);
    // Handing work to a thread takes from nanoseconds to a scheduler's slice.
    assertThat(values.get(Limit.LAUNCH)).isBetween(1e-4, 50_000.0);
    // Memory moves neither 10 MB nor 100 TB a second; reading is no slower than a copy's half.
    assertThat(values.get(Limit.READ)).isBetween(0.01, 1e5);
    assertThat(values.get(Limit.READ)).isGreaterThan(values.get(Limit.COPY) / 4);
    assertThat(values.get(Limit.GEMM)).isBetween(0.01, 1e6);
  }
}
