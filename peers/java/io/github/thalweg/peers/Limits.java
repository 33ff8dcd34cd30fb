package io.github.thalweg.peers;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The limit of this machine for a workload, as the time of a step: {@code linear-full} must read
 * its features once, {@code mlp-wide} must multiply its matrices. Other workloads have no limit.
 */
final class Limits {
  private Limits() {}

  /**
   * {@code [--quick] THREADS WORKLOAD}; for OpenBLAS, {@code OPENBLAS_NUM_THREADS} sets the number
   * of threads.
   */
  public static void main(String[] arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    Sampling sampling = Sampling.of(words.remove("--quick"));
    int threads = Integer.parseInt(words.get(0));
    Workload workload = Workload.of(words.get(1));
    OptionalDouble micros =
        workload == Workload.LINEAR_FULL
            ? readMicros(sampling, workload, threads)
            : multiplyMicros(sampling, workload);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("workload", workload.name());
    micros.ifPresent(median -> line.put("median_step_us", median));
    System.out.println(new Gson().toJson(line));
  }

  /** Whether a workload has a limit that can be measured. */
  static boolean exists(String workload) {
    return workload.equals(Workload.LINEAR_FULL.name())
        || workload.equals(Workload.MLP_WIDE.name());
  }

  private static OptionalDouble readMicros(Sampling sampling, Workload workload, int threads) {
    try (ReadBandwidth read = new ReadBandwidth(workload.rows() * workload.inputs(), threads)) {
      return sampling.medianStepMicros(read::pass);
    }
  }

  private static OptionalDouble multiplyMicros(Sampling sampling, Workload workload) {
    List<Runnable> products = products(workload).stream().map(Product::inOpenBlas).toList();
    return sampling.medianStepMicros(steps -> {
      for (int i = 0; i < steps; i++) {
        products.forEach(Runnable::run);
      }
    });
  }

  /**
   * The multiplications of a step, in its order: y = x·Wᵀ for every layer; then, from the last
   * layer to the first, dW = dyᵀ·x, and dx = dy·W except for the first layer.
   */
  static List<Product> products(Workload workload) {
    List<Product> products = new ArrayList<>();
    int batch = workload.batch();
    for (int layer = 0; layer < workload.layers(); layer++) {
      int in = workload.widths().get(layer);
      int out = workload.widths().get(layer + 1);
      products.add(new Product(batch, out, in, CblasNoTrans, CblasTrans));
    }
    for (int layer = workload.layers() - 1; layer >= 0; layer--) {
      int in = workload.widths().get(layer);
      int out = workload.widths().get(layer + 1);
      products.add(new Product(out, in, batch, CblasTrans, CblasNoTrans));
      if (layer > 0) {
        products.add(new Product(batch, in, out, CblasNoTrans, CblasNoTrans));
      }
    }
    return products;
  }

  /** C (m, n) = op(A) (m, k) · op(B) (k, n). */
  record Product(int m, int n, int k, int transposeA, int transposeB) {
    /**
     * Each multiplication has its own memory, so the next one finds the same data in the caches as
     * in a real step.
     */
    Runnable inOpenBlas() {
      FloatPointer a = filled((long) m * k);
      FloatPointer b = filled((long) k * n);
      FloatPointer c = filled((long) m * n);
      int strideA = transposeA == CblasTrans ? m : k;
      int strideB = transposeB == CblasTrans ? k : n;
      return () ->
          cblas_sgemm(
              CblasRowMajor, transposeA, transposeB, m, n, k, 1, a, strideA, b, strideB, 0, c, n);
    }

    private static FloatPointer filled(long size) {
      FloatPointer pointer = new FloatPointer(size);
      for (long i = 0; i < size; i++) {
        pointer.put(i, Data.u(i));
      }
      return pointer;
    }
  }
}
