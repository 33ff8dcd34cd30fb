package io.github.thalweg.engine.tornado.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.LimitListener;
import io.github.thalweg.engine.tornado.Runs;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uk.ac.manchester.tornado.api.WorkerGrid;

class DeviceLimitsTest {
  private static final GroupLimits GPU = new GroupLimits(1024, 49_152);

  @ParameterizedTest
  @MethodSource("io.github.thalweg.engine.tornado.Runs#devices")
  void launchMemoryTransfersAndMultiplicationAreMeasured(Device device) {
    List<String> said = new ArrayList<>();
    List<Limit> limits =
        device.limits(
            new LimitListener() {
              @Override
              public void measuring(String what) {
                said.add(what);
              }

              @Override
              public void unsteady(String sentence) {
                throw new AssertionError(sentence);
              }
            });

    assertThat(said).isEqualTo(limits.stream().map(limit -> Limit.words(limit.name())).toList());

    assertThat(limits)
        .extracting(Limit::name)
        .filteredOn(name -> !name.equals(Limit.GEMM_TF32))
        .containsExactly(
            Limit.LAUNCH,
            Limit.COPY,
            Limit.READ,
            Limit.TO_DEVICE,
            Limit.FROM_DEVICE,
            Limit.GEMM,
            Limit.MULTIPLY_ADDS);
    assertThat(limits).hasSize(Runs.hasLibrary(device) ? 8 : 7);
    assertThat(limits)
        .extracting(Limit::unit)
        .startsWith("µs", "GB/s", "GB/s", "GB/s", "GB/s", "GFLOP/s", "GFLOP/s");
    // A launch takes microseconds to milliseconds; no memory moves 100 TB a second.
    assertThat(limits.getFirst().value()).isBetween(0.5, 50_000.0);
    assertThat(limits.subList(1, 5))
        .allSatisfy(limit -> assertThat(limit.value()).isBetween(0.05, 1e5));
    assertThat(limits.subList(5, 7))
        .allSatisfy(limit -> assertThat(limit.value()).isBetween(0.01, 1e6));
  }

  /** TornadoVM refuses a kernel with wider ones than CUDA C has. */
  @Test
  void cudaDevicesAreMeasuredWithoutVectorsOfSixteen() {
    assertThat(new Stopwatch(device("cuda"), null, GPU).hasVectorsOfSixteen()).isFalse();
    assertThat(new Stopwatch(device("opencl"), null, GPU).hasVectorsOfSixteen()).isTrue();
  }

  /**
   * A work item of 72 registers in a group of 1,024 is more than the 65,536 of a multiprocessor.
   */
  @Test
  void matricesAreMultipliedInSmallGroupsOnAGpu() {
    Stopwatch clock = new Stopwatch(device("cuda"), null, GPU);
    WorkerGrid grid =
        new DeviceArithmetic(clock.info(), clock, 0)
            .scalarGrid(4096)
            .orElseThrow()
            .get("gemm.scalars");
    assertThat(grid.getLocalWork()).isEqualTo(new long[] {64, 1, 1});
    assertThat(grid.getGlobalWork()).isEqualTo(new long[] {1 << 20, 1, 1});
  }

  private static DeviceInfo device(String backend) {
    return new DeviceInfo(
        backend + ":0", "tornado", "Test", backend, "gpu", "auto", 1, 1, Optional.empty());
  }
}
