package io.github.thalweg.peers;

import java.util.stream.IntStream;

/**
 * Examples and initial weights from the formulas of Thalweg's workloads, in a second
 * implementation.
 */
enum Data {
  /** x = (0.8, 0.4, 0.4, 0.2), t = (1, 0), weight k starts at 0.01(k + 1). */
  ONE_EXAMPLE {
    @Override
    float[] features(Workload workload) {
      return new float[] {0.8f, 0.4f, 0.4f, 0.2f};
    }

    @Override
    float[] targets(Workload workload) {
      return new float[] {1, 0};
    }

    @Override
    float weight(int out, int in, int k) {
      return 0.01f * (k + 1);
    }
  },

  /** x[i][j] = 2u(64i + j) − 1, y[i] = 0.5 + Σⱼ x[i][j]·(0.01(j + 1) − 0.3), weights start at 0. */
  HYPERPLANE {
    @Override
    float[] features(Workload workload) {
      float[] features = new float[workload.rows() * workload.inputs()];
      IntStream.range(0, features.length).parallel().forEach(k -> features[k] = 2 * u(k) - 1);
      return features;
    }

    @Override
    float[] targets(Workload workload) {
      int inputs = workload.inputs();
      float[] targets = new float[workload.rows()];
      IntStream.range(0, targets.length)
          .parallel()
          .forEach(i -> {
            double target = 0.5;
            for (int j = 0; j < inputs; j++) {
              target += (2 * u((long) i * inputs + j) - 1) * (0.01 * (j + 1) - 0.3);
            }
            targets[i] = (float) target;
          });
      return targets;
    }

    @Override
    float weight(int out, int in, int k) {
      return 0;
    }
  },

  /**
   * Row i has class c = i mod outputs (mod 10 if there is one output, which learns c/10): x[i][j] =
   * ½u(inputs·i + j) + ½u(2⁴⁸ + inputs·c + j); a weight starts at (2u(2⁵⁰ + out·2³⁶ + in·2²² + k) −
   * 1)/√in.
   */
  IMAGES {
    @Override
    float[] features(Workload workload) {
      int inputs = workload.inputs();
      int classes = classes(workload);
      float[] features = new float[workload.rows() * inputs];
      IntStream.range(0, workload.rows())
          .parallel()
          .forEach(i -> {
            for (int j = 0; j < inputs; j++) {
              long noise = (long) i * inputs + j;
              long image = (1L << 48) + (long) (i % classes) * inputs + j;
              features[i * inputs + j] = 0.5f * u(noise) + 0.5f * u(image);
            }
          });
      return features;
    }

    @Override
    float[] targets(Workload workload) {
      int classes = classes(workload);
      float[] targets = new float[workload.rows()];
      for (int i = 0; i < targets.length; i++) {
        int label = i % classes;
        targets[i] = workload.regression() ? (float) label / classes : label;
      }
      return targets;
    }

    private static int classes(Workload workload) {
      return workload.regression() ? 10 : workload.outputs();
    }

    @Override
    float weight(int out, int in, int k) {
      long first = (1L << 50) + ((long) out << 36) + ((long) in << 22);
      return (2 * u(first + k) - 1) * (float) (1 / Math.sqrt(in));
    }
  };

  /** (rows, inputs), row-major. */
  abstract float[] features(Workload workload);

  /** (rows, outputs) numbers, or (rows) class indices. */
  abstract float[] targets(Workload workload);

  /** Weight k, counted row-major, of a layer (out, in) at the start; biases start at 0. */
  abstract float weight(int out, int in, int k);

  /** (out, in), row-major: the weights at the start of the layer with this index. */
  static float[] weights(Workload workload, int layer) {
    int in = workload.widths().get(layer);
    int out = workload.widths().get(layer + 1);
    float[] weights = new float[out * in];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = workload.data().weight(out, in, k);
    }
    return weights;
  }

  /** A hash of k that looks uniform in [0, 1): SplitMix64's finaliser, applied after an offset. */
  static float u(long k) {
    long z = k * 0x9E3779B97F4A7C15L + 0x1234567L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 40) * 0x1p-24f;
  }
}
