package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Limit;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceLimitsTest {
  @ParameterizedTest
  @MethodSource("io.github.thalweg.engine.tornado.Runs#devices")
  void launchMemoryTransfersAndMultiplicationAreMeasured(Device device) {
    List<Limit> limits = device.limits();

    assertThat(limits)
        .extracting(Limit::name)
        .containsExactly(
            Limit.LAUNCH,
            Limit.COPY,
            Limit.READ,
            Limit.TO_DEVICE,
            Limit.FROM_DEVICE,
            Limit.GEMM,
            Limit.MULTIPLY_ADDS);
    assertThat(limits)
        .extracting(Limit::unit)
        .containsExactly("µs", "GB/s", "GB/s", "GB/s", "GB/s", "GFLOP/s", "GFLOP/s");
    // A launch takes microseconds to milliseconds; no memory moves 100 TB a second.
    assertThat(limits.getFirst().value()).isBetween(0.5, 50_000.0);
    assertThat(limits.subList(1, 5))
        .allSatisfy(limit -> assertThat(limit.value()).isBetween(0.05, 1e5));
    assertThat(limits.subList(5, 7))
        .allSatisfy(limit -> assertThat(limit.value()).isBetween(0.01, 1e6));
  }
}
