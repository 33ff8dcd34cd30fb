package io.github.thalweg.engine.cpu.elements;

import static io.github.thalweg.engine.cpu.elements.Lanes.SPECIES;

import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import io.github.thalweg.nn.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Activations with the Vector API. A row's last vector is masked, not left to loops, so an
 * element's value does not depend on the cut of the row.
 */
public final class VectorActivations implements ActivationFunctions {
  /** For functions whose loops the JVM vectorizes. */
  private final ActivationFunctions loops = new LoopActivations();

  private static boolean loopsSuffice(Activation activation) {
    return switch (activation) {
      case RELU, TANH, SIGMOID, GELU -> false;
      default -> true;
    };
  }

  @Override
  public void addBias(Matrix bias, Matrix z, Tile tile) {
    for (int i = tile.top(); i < tile.bottom(); i++) {
      addBias(bias.data, bias.at(0, tile.left()), z.data, z.at(i, tile.left()), tile.columns());
    }
  }

  private static void addBias(float[] bias, int first, float[] z, int from, int count) {
    for (int j = 0; j < count; j += SPECIES.length()) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, count);
      FloatVector.fromArray(SPECIES, z, from + j, mask)
          .add(FloatVector.fromArray(SPECIES, bias, first + j, mask))
          .intoArray(z, from + j, mask);
    }
  }

  @Override
  public void apply(Activation activation, Matrix z, Tile tile) {
    if (loopsSuffice(activation)) {
      loops.apply(activation, z, tile);
      return;
    }
    int columns = tile.columns();
    for (int i = tile.top(); i < tile.bottom(); i++) {
      int from = z.at(i, tile.left());
      switch (activation) {
        case RELU -> relu(z.data, from, columns);
        case TANH -> tanh(z.data, from, columns);
        case SIGMOID -> sigmoid(z.data, from, columns);
        case GELU -> gelu(z.data, from, columns);
        default -> throw new IllegalArgumentException("no vectors for " + activation);
      }
    }
  }

  private static void relu(float[] z, int from, int count) {
    for (int j = 0; j < count; j += SPECIES.length()) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, count);
      FloatVector.fromArray(SPECIES, z, from + j, mask).max(0).intoArray(z, from + j, mask);
    }
  }

  private static void tanh(float[] z, int from, int count) {
    for (int j = 0; j < count; j += SPECIES.length()) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, count);
      VectorMath.tanh(FloatVector.fromArray(SPECIES, z, from + j, mask))
          .intoArray(z, from + j, mask);
    }
  }

  private static void sigmoid(float[] z, int from, int count) {
    for (int j = 0; j < count; j += SPECIES.length()) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, count);
      VectorMath.sigmoid(FloatVector.fromArray(SPECIES, z, from + j, mask))
          .intoArray(z, from + j, mask);
    }
  }

  private static void gelu(float[] z, int from, int count) {
    for (int j = 0; j < count; j += SPECIES.length()) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, count);
      FloatVector x = FloatVector.fromArray(SPECIES, z, from + j, mask);
      x.mul(VectorMath.normalDistribution(x)).intoArray(z, from + j, mask);
    }
  }

  @Override
  public void multiplyByDerivative(
      Activation activation, Matrix saved, Matrix gradient, Tile tile) {
    if (loopsSuffice(activation)) {
      loops.multiplyByDerivative(activation, saved, gradient, tile);
      return;
    }
    int columns = tile.columns();
    for (int i = tile.top(); i < tile.bottom(); i++) {
      int first = saved.at(i, tile.left());
      int from = gradient.at(i, tile.left());
      switch (activation) {
        case RELU -> throughRelu(saved.data, first, gradient.data, from, columns);
        case TANH -> throughTanh(saved.data, first, gradient.data, from, columns);
        case SIGMOID -> throughSigmoid(saved.data, first, gradient.data, from, columns);
        case GELU -> throughGelu(saved.data, first, gradient.data, from, columns);
        default -> throw new IllegalArgumentException("no vectors for " + activation);
      }
    }
  }

  private static void throughRelu(float[] saved, int first, float[] gradient, int from, int count) {
    for (int j = 0; j < count; j += SPECIES.length()) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, count);
      FloatVector y = FloatVector.fromArray(SPECIES, saved, first + j, mask);
      FloatVector dy = FloatVector.fromArray(SPECIES, gradient, from + j, mask);
      FloatVector.zero(SPECIES)
          .blend(dy, y.compare(VectorOperators.GT, 0))
          .intoArray(gradient, from + j, mask);
    }
  }

  private static void throughTanh(float[] saved, int first, float[] gradient, int from, int count) {
    for (int j = 0; j < count; j += SPECIES.length()) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, count);
      FloatVector y = FloatVector.fromArray(SPECIES, saved, first + j, mask);
      FloatVector dy = FloatVector.fromArray(SPECIES, gradient, from + j, mask);
      dy.mul(FloatVector.broadcast(SPECIES, 1).sub(y.mul(y))).intoArray(gradient, from + j, mask);
    }
  }

  private static void throughSigmoid(
      float[] saved, int first, float[] gradient, int from, int count) {
    for (int j = 0; j < count; j += SPECIES.length()) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, count);
      FloatVector y = FloatVector.fromArray(SPECIES, saved, first + j, mask);
      FloatVector dy = FloatVector.fromArray(SPECIES, gradient, from + j, mask);
      dy.mul(y.mul(FloatVector.broadcast(SPECIES, 1).sub(y))).intoArray(gradient, from + j, mask);
    }
  }

  private static void throughGelu(float[] saved, int first, float[] gradient, int from, int count) {
    for (int j = 0; j < count; j += SPECIES.length()) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, count);
      FloatVector z = FloatVector.fromArray(SPECIES, saved, first + j, mask);
      FloatVector dy = FloatVector.fromArray(SPECIES, gradient, from + j, mask);
      dy.mul(VectorMath.normalDistribution(z).add(z.mul(VectorMath.normalDensity(z))))
          .intoArray(gradient, from + j, mask);
    }
  }
}
