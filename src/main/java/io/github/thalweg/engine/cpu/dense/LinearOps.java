package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.engine.cpu.elements.ActivationFunctions;
import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.gemm.Gemm.Form;
import io.github.thalweg.engine.cpu.gemm.PackedRows;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.TiledWork;
import io.github.thalweg.engine.cpu.threads.Tiles;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import io.github.thalweg.engine.cpu.threads.Workers;
import io.github.thalweg.nn.Activation;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Dense layers forward and backward, cut into tiles of a matrix multiplication and of the
 * operations after it.
 */
public final class LinearOps {
  private final Gemm gemm;
  private final ActivationFunctions activations;
  private final Workers workers;

  public LinearOps(Gemm gemm, Workers workers) {
    this.gemm = gemm;
    activations = gemm.activations();
    this.workers = workers;
  }

  /**
   * Computes the tiles of several independent works, one work after another: threads wait for each
   * other once, and begin at different works.
   */
  public CpuOp together(TiledWork... works) {
    int[] ends = new int[works.length];
    IntConsumer tile =
        index -> {
          int i = 0;
          int start = 0;
          while (index >= ends[i]) {
            start = ends[i];
            i++;
          }
          works[i].compute(index - start);
        };
    return (rows, _) -> {
      int count = 0;
      for (int i = 0; i < works.length; i++) {
        count += works[i].begin(rows);
        ends[i] = count;
      }
      workers.run(count, tile);
      for (TiledWork work : works) {
        work.finish();
      }
    };
  }

  public TiledWork forward(
      Matrix x,
      Matrix weight,
      Optional<Matrix> bias,
      Optional<Activation> activation,
      Optional<Matrix> preActivation,
      Matrix y) {
    return new Product(Form.A_BT, x, weight, y) {
      @Override
      void after(Tile tile) {
        bias.ifPresent(b -> activations.addBias(b, y, tile));
        preActivation.ifPresent(z -> tile.copy(y, z));
        activation.ifPresent(phi -> activations.apply(phi, y, tile));
      }
    };
  }

  public TiledWork inputGradient(
      Matrix dz,
      Matrix weight,
      Optional<Activation> activation,
      Optional<Matrix> saved,
      Matrix dx) {
    return new Product(Form.A_B, dz, weight, dx) {
      @Override
      void after(Tile tile) {
        activation.ifPresent(
            phi -> activations.multiplyByDerivative(phi, saved.orElseThrow(), dx, tile));
      }
    };
  }

  public TiledWork weightGradient(Matrix dz, Matrix x, Matrix dw, Optional<Matrix> db) {
    return new WeightGradient(new LayerGradient(dz, x, dw, db), gemm, workers);
  }

  /** A batch multiplied by weights, and the operations after that for each tile. */
  private abstract class Product implements TiledWork {
    private final Form form;
    private final Matrix a;
    private final Matrix weight;
    private final Matrix c;
    private final PackedRows packed;
    private Tiles tiles;
    private boolean packs;

    Product(Form form, Matrix a, Matrix weight, Matrix c) {
      this.form = form;
      this.a = a;
      this.weight = weight;
      this.c = c;
      packed = PackedRows.of(a);
    }

    /** The operations after the multiplication. */
    abstract void after(Tile tile);

    @Override
    public int begin(int rows) {
      tiles = Tiles.of(rows, c.columns, 2L * rows * a.columns * c.columns);
      packs = gemm.packs(tiles, a.columns, workers.threads());
      if (packs) {
        packed.begin(rows, a.columns);
      }
      return tiles.count();
    }

    @Override
    public void compute(int index) {
      Tile tile = tiles.get(index);
      if (packs) {
        gemm.multiply(form, packed, weight, c, tile);
      } else {
        gemm.multiply(form, a.columns, a, weight, c, tile);
      }
      after(tile);
    }
  }
}
