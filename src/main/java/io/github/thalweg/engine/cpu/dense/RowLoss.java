package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.engine.cpu.elements.CrossEntropy;
import io.github.thalweg.engine.cpu.elements.Losses;
import io.github.thalweg.engine.cpu.threads.IntMatrix;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Rows;
import io.github.thalweg.nn.Loss;

/** The loss of rows with the targets of the batch, which are numbers or classes. */
public sealed interface RowLoss {
  /**
   * A loss of these targets.
   *
   * @param crossEntropy of a row, if it is the loss
   */
  static RowLoss of(Loss loss, CrossEntropy crossEntropy, Rows targets) {
    return switch (loss) {
      case Loss.OfElements ofElements -> new OfNumbers(ofElements, (Matrix) targets);
      case Loss.CrossEntropy _ -> new OfClasses(crossEntropy, (IntMatrix) targets);
    };
  }

  /**
   * The summed losses of consecutive rows.
   *
   * @param dy receives ∂loss/∂y · scale; may be y itself
   */
  double lossAndGradient(int from, int rows, Matrix y, Matrix dy, double scale);

  /** The loss of one row, summed over its columns. */
  double loss(int row, Matrix y);

  /** Right classes in a row, or the sum of its squared residuals. */
  double score(int row, Matrix y);

  /** Of numbers, one for each output. */
  record OfNumbers(Loss.OfElements loss, Matrix t) implements RowLoss {
    @Override
    public double lossAndGradient(int from, int rows, Matrix y, Matrix dy, double scale) {
      int count = rows * y.columns;
      int yAt = y.at(from, 0);
      int tAt = t.at(from, 0);
      return Losses.lossAndGradient(
          loss, count, y.data, yAt, t.data, tAt, dy.data, dy.at(from, 0), scale);
    }

    @Override
    public double loss(int row, Matrix y) {
      return Losses.loss(loss, y.columns, y.data, y.at(row, 0), t.data, t.at(row, 0));
    }

    @Override
    public double score(int row, Matrix y) {
      double score = 0;
      for (int j = 0; j < y.columns; j++) {
        float output = y.data[y.at(row, j)];
        float target = t.data[t.at(row, j)];
        if (loss.classifies()) {
          score += (output > 0) == (target > 0.5f) ? 1 : 0;
        } else {
          score += ((double) output - target) * ((double) output - target);
        }
      }
      return score;
    }
  }

  /** Of classes, one for each row. */
  record OfClasses(CrossEntropy crossEntropy, IntMatrix t) implements RowLoss {
    @Override
    public double lossAndGradient(int from, int rows, Matrix y, Matrix dy, double scale) {
      int columns = y.columns;
      int yAt = y.at(from, 0);
      int tAt = t.at(from, 0);
      return Losses.crossEntropy(
          crossEntropy, rows, columns, y.data, yAt, t.data, tAt, dy.data, dy.at(from, 0), scale);
    }

    @Override
    public double loss(int row, Matrix y) {
      return Losses.crossEntropy(y.columns, y.data, y.at(row, 0), t.data[t.at(row, 0)]);
    }

    @Override
    public double score(int row, Matrix y) {
      return Losses.largest(y.columns, y.data, y.at(row, 0)) == t.data[t.at(row, 0)] ? 1 : 0;
    }
  }
}
