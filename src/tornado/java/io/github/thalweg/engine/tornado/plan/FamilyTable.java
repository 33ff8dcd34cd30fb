package io.github.thalweg.engine.tornado.plan;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.products.PrebuiltKernels;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;

/**
 * Which family {@code auto} takes, by what was measured: the first row that fits.
 *
 * <p>CPUs: {@code thalweg bench --device opencl:0 --kernels jit} and {@code prebuilt} on PoCL 3.1,
 * two cores of an Intel Xeon (AVX-512); kernels/README.md has the figures. Of several layers Java
 * is faster as long as it takes many steps a launch, which is up to {@link StyleChoice#CPU_LOOP}
 * multiplications. GPUs were not measured: the kernels in Java are what TornadoVM itself makes for
 * them.
 */
final class FamilyTable {
  /**
   * A row.
   *
   * @param type of device
   * @param layers at most
   * @param multiplications of a step at least
   */
  private record Row(String type, int layers, long multiplications, Kernels kernels) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("cpu", 1, 0, Kernels.PREBUILT),
          new Row("cpu", Integer.MAX_VALUE, StyleChoice.CPU_LOOP + 1, Kernels.PREBUILT),
          new Row("cpu", Integer.MAX_VALUE, 0, Kernels.JIT),
          new Row("gpu", Integer.MAX_VALUE, 0, Kernels.JIT));

  private FamilyTable() {}

  /** The family for a program on a device; that in Java where the table says nothing. */
  static Kernels of(TrainingProgram program, DeviceInfo device, GroupLimits limits) {
    int layers = SingleLayer.of(program.step()).isPresent() ? 1 : Integer.MAX_VALUE;
    long multiplications = StyleChoice.multiplications(program);
    return ROWS.stream()
        .filter(row ->
            device.type().equals(row.type())
                && layers <= row.layers()
                && multiplications >= row.multiplications()
                && (row.kernels() != Kernels.PREBUILT
                    || PrebuiltKernels.refusal(device, limits).isEmpty()))
        .findFirst()
        .map(Row::kernels)
        .orElse(Kernels.JIT);
  }
}
