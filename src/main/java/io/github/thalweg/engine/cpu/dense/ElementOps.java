package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.engine.cpu.elements.ActivationFunctions;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import io.github.thalweg.engine.cpu.threads.Workers;
import io.github.thalweg.nn.Activation;
import java.util.function.Consumer;

/** Element-wise operations, cut into tiles. */
public record ElementOps(ActivationFunctions activations, Workers workers) {
  /** y = φ(x). */
  public CpuOp activate(Activation activation, Matrix x, Matrix y) {
    return each(
        y,
        tile -> {
          tile.copy(x, y);
          activations.apply(activation, y, tile);
        });
  }

  /** ∂C/∂x = ∂C/∂y ⊙ φ′; both may be the same. */
  public CpuOp throughSlope(Activation activation, Matrix saved, Matrix dy, Matrix dx) {
    return each(
        dx,
        tile -> {
          if (dy != dx) {
            tile.copy(dy, dx);
          }
          activations.multiplyByDerivative(activation, saved, dx, tile);
        });
  }

  public CpuOp add(Matrix a, Matrix b, Matrix sum) {
    return each(
        sum,
        tile -> {
          for (int i = tile.top(); i < tile.bottom(); i++) {
            for (int j = tile.left(); j < tile.right(); j++) {
              sum.data[sum.at(i, j)] = a.data[a.at(i, j)] + b.data[b.at(i, j)];
            }
          }
        });
  }

  private CpuOp each(Matrix result, Consumer<Tile> work) {
    return (rows, _) -> {
      Tiles tiles = Tiles.of(rows, result.columns, 16L * rows * result.columns);
      workers.run(tiles.count(), index -> work.accept(tiles.get(index)));
    };
  }
}
