package io.github.thalweg.engine.cpu.elements;

import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Erf;

/** Activations in plain loops. */
public final class LoopActivations implements ActivationFunctions {
  @Override
  public void addBias(Matrix bias, Matrix z, Tile tile) {
    for (int i = tile.top(); i < tile.bottom(); i++) {
      int from = z.at(i, tile.left());
      int first = bias.at(0, tile.left());
      for (int j = 0; j < tile.columns(); j++) {
        z.data[from + j] += bias.data[first + j];
      }
    }
  }

  @Override
  public void apply(Activation activation, Matrix z, Tile tile) {
    for (int i = tile.top(); i < tile.bottom(); i++) {
      apply(activation, z.data, z.at(i, tile.left()), z.at(i, tile.right()));
    }
  }

  private static void apply(Activation activation, float[] z, int from, int to) {
    switch (activation) {
      case RELU -> {
        for (int i = from; i < to; i++) {
          z[i] = Math.max(z[i], 0);
        }
      }
      case TANH -> {
        for (int i = from; i < to; i++) {
          z[i] = (float) Math.tanh(z[i]);
        }
      }
      case SIGMOID -> {
        for (int i = from; i < to; i++) {
          z[i] = (float) (1 / (1 + Math.exp(-z[i])));
        }
      }
      case GELU -> {
        for (int i = from; i < to; i++) {
          z[i] *= normalDistribution(z[i]);
        }
      }
      case LEAKY_RELU -> {
        for (int i = from; i < to; i++) {
          z[i] = z[i] > 0 ? z[i] : 0.01f * z[i];
        }
      }
    }
  }

  @Override
  public void multiplyByDerivative(
      Activation activation, Matrix saved, Matrix gradient, Tile tile) {
    for (int i = tile.top(); i < tile.bottom(); i++) {
      multiplyByDerivative(
          activation,
          saved.data,
          saved.at(i, tile.left()),
          gradient.data,
          gradient.at(i, tile.left()),
          gradient.at(i, tile.right()));
    }
  }

  private static void multiplyByDerivative(
      Activation activation, float[] saved, int savedFrom, float[] gradient, int from, int to) {
    int shift = savedFrom - from;
    switch (activation) {
      case RELU -> {
        for (int i = from; i < to; i++) {
          gradient[i] = saved[i + shift] > 0 ? gradient[i] : 0;
        }
      }
      case TANH -> {
        for (int i = from; i < to; i++) {
          float y = saved[i + shift];
          gradient[i] *= 1 - y * y;
        }
      }
      case SIGMOID -> {
        for (int i = from; i < to; i++) {
          float y = saved[i + shift];
          gradient[i] *= y * (1 - y);
        }
      }
      case GELU -> {
        for (int i = from; i < to; i++) {
          float z = saved[i + shift];
          float density = Erf.DENSITY_AT_ZERO * (float) Math.exp(-0.5 * z * z);
          gradient[i] *= normalDistribution(z) + z * density;
        }
      }
      case LEAKY_RELU -> {
        for (int i = from; i < to; i++) {
          gradient[i] = saved[i + shift] > 0 ? gradient[i] : 0.01f * gradient[i];
        }
      }
    }
  }

  private static float normalDistribution(float z) {
    return 0.5f + 0.5f * Erf.erf(z * Erf.SQRT_HALF);
  }
}
