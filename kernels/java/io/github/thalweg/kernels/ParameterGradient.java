package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * ∂C/∂W = (∂C/∂z)ᵀ·x, ∂C/∂b = Σᵢ ∂C/∂z[i, ·]
 *
 * <p>Shapes: ∂C/∂z (capacity, outputs), x (rows, inputs) from the window's offset on when {@code
 * windowed} is 1, ∂C/∂W (outputs, inputs) and ∂C/∂b (outputs) at their offsets in {@code sums}; a
 * bias offset below 0 means no b.
 *
 * <p>Versions: a block of 4 × 4 weights a work item in private memory. Up to {@link #ROWS_PER_PART}
 * rows are one part and the sums go straight to g. More rows are split into parts, which keeps
 * float32 sums short and gives small layers enough work items: each part writes its own sums, and a
 * second kernel adds the parts in their order. Checked against the float64 reference over odd
 * shapes.
 */
public final class ParameterGradient {
  /** Rows that one work item sums. */
  public static final int ROWS_PER_PART = 1024;

  private ParameterGradient() {}

  public static void sums(
      FloatArray outputGradient,
      FloatArray x,
      IntArray window,
      FloatArray sums,
      int windowed,
      int parts,
      int inputs,
      int outputs,
      int weightOffset,
      int biasOffset,
      int stride) {
    for (@Parallel int partAndRow = 0; partAndRow < parts * ((outputs + 3) / 4); partAndRow++) {
      for (@Parallel int blockColumn = 0; blockColumn < (inputs + 3) / 4; blockColumn++) {
        int part = partAndRow / ((outputs + 3) / 4);
        int o0 = 4 * (partAndRow % ((outputs + 3) / 4));
        int o1 = Math.min(o0 + 1, outputs - 1);
        int o2 = Math.min(o0 + 2, outputs - 1);
        int o3 = Math.min(o0 + 3, outputs - 1);
        int i0 = 4 * blockColumn;
        int i1 = Math.min(i0 + 1, inputs - 1);
        int i2 = Math.min(i0 + 2, inputs - 1);
        int i3 = Math.min(i0 + 3, inputs - 1);
        int base = windowed * window.get(Window.OFFSET);
        int first = part * ROWS_PER_PART;
        int last = Math.min(first + ROWS_PER_PART, window.get(Window.ROWS));
        float[] sum = new float[16];
        Block.clear(sum);
        for (int row = first; row < last; row++) {
          float a0 = outputGradient.get(row * outputs + o0);
          float a1 = outputGradient.get(row * outputs + o1);
          float a2 = outputGradient.get(row * outputs + o2);
          float a3 = outputGradient.get(row * outputs + o3);
          float b0 = x.get((base + row) * inputs + i0);
          float b1 = x.get((base + row) * inputs + i1);
          float b2 = x.get((base + row) * inputs + i2);
          float b3 = x.get((base + row) * inputs + i3);
          Block.addProducts(sum, a0, a1, a2, a3, b0, b1, b2, b3);
        }
        for (int i = 0; i < 4; i++) {
          for (int j = 0; j < 4; j++) {
            if (o0 + i < outputs && i0 + j < inputs) {
              sums.set(part * stride + weightOffset + (o0 + i) * inputs + i0 + j, sum[4 * i + j]);
            }
          }
        }
        if (biasOffset >= 0 && blockColumn == 0) {
          float s0 = 0f;
          float s1 = 0f;
          float s2 = 0f;
          float s3 = 0f;
          for (int row = first; row < last; row++) {
            s0 += outputGradient.get(row * outputs + o0);
            s1 += outputGradient.get(row * outputs + o1);
            s2 += outputGradient.get(row * outputs + o2);
            s3 += outputGradient.get(row * outputs + o3);
          }
          int at = part * stride + biasOffset;
          sums.set(at + o0, s0);
          sums.set(at + o1, s1);
          sums.set(at + o2, s2);
          sums.set(at + o3, s3);
        }
      }
    }
  }

  /** g[offset + j] = Σₚ sums[p, j], blocks of parts first: sums (parts, size). */
  public static void addParts(
      FloatArray sums, FloatArray gradient, int parts, int size, int offset) {
    for (@Parallel int j = 0; j < size; j++) {
      float total = 0f;
      for (int block = 0; block < parts; block += 64) {
        float partial = 0f;
        for (int part = block; part < Math.min(block + 64, parts); part++) {
          partial += sums.get(part * size + j);
        }
        total += partial;
      }
      gradient.set(offset + j, total);
    }
  }
}
