package io.github.thalweg.engine.tornado.plan;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.products.PrebuiltKernels;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;

/**
 * The family that {@code auto} chooses, from measurements: the first row that fits.
 *
 * <p>CPUs: {@code thalweg bench --device opencl:0 --kernels jit} and {@code prebuilt} on PoCL 3.1,
 * two cores of an Intel Xeon (AVX-512); kernels/README.md has the figures. For several layers, Java
 * is faster if a launch has many steps, which is the case up to {@link StyleChoice#CPU_LOOP}
 * multiplications. GPUs were not measured; for them the choice is the kernels that TornadoVM itself
 * compiles from Java.
 */
final class FamilyTable {
  /**
   * A row.
   *
   * @param type type of device
   * @param layers most layers
   * @param multiplications fewest multiplications in a step
   */
  private record Row(String type, int layers, long multiplications, Kernels kernels) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("cpu", 1, 0, Kernels.PREBUILT),
          new Row("cpu", Integer.MAX_VALUE, StyleChoice.CPU_LOOP + 1, Kernels.PREBUILT),
          new Row("cpu", Integer.MAX_VALUE, 0, Kernels.JIT),
          new Row("gpu", Integer.MAX_VALUE, 0, Kernels.JIT));

  private FamilyTable() {}

  /** The family for a program on a device; the kernels in Java if no row fits. */
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
