package io.github.thalweg.engine;

/**
 * A measured limit of a device: training cannot be faster than that.
 *
 * @param name one of the names below
 * @param value the best of several measurements
 * @param unit of the value: {@code µs}, {@code GB/s} (10⁹ bytes) or {@code GFLOP/s}
 * @param how the way of the measurement, for a reader
 */
public record Limit(String name, double value, String unit, String how) {
  /** The quantity of a limit, as part of a sentence. */
  public static String words(String name) {
    return switch (name) {
      case LAUNCH -> "starting work";
      case COPY -> "copying memory";
      case READ -> "reading memory";
      case TO_DEVICE -> "sending to the device";
      case FROM_DEVICE -> "reading from the device";
      case GEMM -> "multiplying matrices";
      case GEMM_TF32 -> "multiplying matrices on tensor cores";
      case MULTIPLY_ADDS -> "multiplying and adding";
      default -> name;
    };
  }

  /** The time of a launch that computes nothing. */
  public static final String LAUNCH = "launch";

  /** Copying within the device's memory, bytes read and bytes written counted together. */
  public static final String COPY = "copy";

  /** Reading the device's memory and adding it up. */
  public static final String READ = "read";

  /** Moving an array from the host to the device. */
  public static final String TO_DEVICE = "to_device";

  /** Moving an array from the device to the host. */
  public static final String FROM_DEVICE = "from_device";

  /** Multiplying float32 matrices with the engine's best routine. */
  public static final String GEMM = "gemm";

  /** The same on tensor cores, which read ten bits of each float32 factor. */
  public static final String GEMM_TF32 = "gemm_tf32";

  /** Multiplying and adding without touching memory: no kernel can exceed it. */
  public static final String MULTIPLY_ADDS = "multiply_adds";
}
