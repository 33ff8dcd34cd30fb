package io.github.thalweg.engine.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.TestedEngines;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.gemm.GemmLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The CPU with each of its matrix multiplications, and any number of threads. */
public final class CpuDevices {
  private CpuDevices() {}

  /**
   * @param gemm {@code openblas}, {@code vector} or {@code loops}; the test is skipped where there
   *     is no OpenBLAS for the platform
   */
  public static Device with(String gemm, int threads) {
    List<String> refusals = new ArrayList<>();
    Optional<Supplier<Gemm>> found = GemmLookup.source(gemm, refusals);
    if (found.isEmpty()) {
      TestedEngines.skipped("cpu (" + gemm + ")", refusals.getFirst());
    }
    assumeTrue(found.isPresent(), () -> refusals.getFirst());
    TestedEngines.tested("cpu (" + gemm + ")");
    return new CpuEngine.CpuDevice(
        new GemmLookup(gemm, found.orElseThrow(), true, List.of()), threads);
  }
}
