package io.github.thalweg.engine.cpu.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.TestSeed;
import io.github.thalweg.engine.cpu.gemm.Gemm.Form;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every matrix multiplication against sums in float64, and on matrices that are parts of others.
 */
public class GemmTest {
  private static final int[] SIZES = {1, 2, 5, 6, 7, 13, 16, 17, 33, 50, 64, 67, 131};
  private final Random random = TestSeed.random();

  @ParameterizedTest
  @ValueSource(strings = {"vector", "openblas", "loops"})
  void everyFormAndSizeIsTheSumOfProducts(String name) {
    Gemm gemm = gemm(name);
    for (Form form : Form.values()) {
      for (int m : SIZES) {
        for (int n : SIZES) {
          int k = SIZES[random.nextInt(SIZES.length)];
          new Product(form, m, n, k).check(gemm, Tile.whole(m, n));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "openblas", "loops"})
  void longSumsKeepTheirAccuracy(String name) {
    Gemm gemm = gemm(name);
    for (Form form : Form.values()) {
      for (int k : new int[] {344, 345, 577, 1033, 3001}) {
        new Product(form, 19, 37, k).check(gemm, Tile.whole(19, 37));
        new Product(form, 3, 70, k).check(gemm, Tile.whole(3, 70));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "openblas", "loops"})
  void aTileLeavesTheRestOfTheMatrixAlone(String name) {
    Gemm gemm = gemm(name);
    for (Form form : Form.values()) {
      Tiles byColumns = Tiles.of(50, 333, 1L << 40);
      Tiles byRows = Tiles.of(333, 50, 1L << 40);
      assertThat(byColumns.count()).isGreaterThan(2);
      assertThat(byRows.count()).isGreaterThan(2);
      new Product(form, 50, 333, 41).check(gemm, byColumns.get(1));
      new Product(form, 333, 50, 41).check(gemm, byRows.get(1));
    }
  }

  @Test
  void howTheVectorApisProductIsCutDoesNotShow() {
    Gemm gemm = gemm("vector");
    for (Form form : Form.values()) {
      for (int[] shape : new int[][] {{333, 50}, {50, 333}, {200, 9}, {9, 200}, {131, 131}}) {
        Product product = new Product(form, shape[0], shape[1], 500);
        Tiles uncut = Tiles.of(shape[0], shape[1], 0);
        Tiles cut = Tiles.of(shape[0], shape[1], 1L << 40);
        assertThat(cut.count()).isGreaterThan(1);
        assertThat(product.multiply(gemm, cut)).isEqualTo(product.multiply(gemm, uncut));
      }
    }
  }

  @Test
  void packingTheLeftFactorDoesNotShow() {
    Gemm gemm = gemm("vector");
    for (Form form : Form.values()) {
      for (int[] shape : new int[][] {{50, 384, 48}, {97, 1000, 401}, {131, 413, 1033}}) {
        Product product = new Product(form, shape[0], shape[1], shape[2]);
        Tiles tiles = Tiles.of(shape[0], shape[1], 1L << 40);
        assertThat(gemm.packs(tiles, shape[2], 1)).isTrue();
        float[] plain = product.multiply(gemm, tiles);
        assertThat(product.multiply(gemm, PackedRows.of(product.a), tiles)).isEqualTo(plain);
        PackedRows columns = PackedRows.ofColumns(product.transposedA());
        assertThat(product.multiply(gemm, columns, tiles)).isEqualTo(plain);
      }
    }
  }

  @Test
  void whatWasPackedForOneProductDoesNotServeTheNext() {
    Gemm gemm = gemm("vector");
    Product product = new Product(Form.A_B, 49, 390, 57);
    Tiles tiles = Tiles.of(49, 390, 1L << 40);
    PackedRows packed = PackedRows.of(product.a);
    product.multiply(gemm, packed, tiles);
    for (int i = 0; i < product.a.data.length; i++) {
      product.a.data[i] = random.nextFloat();
    }
    assertThat(product.multiply(gemm, packed, tiles)).isEqualTo(product.multiply(gemm, tiles));
  }

  private static Gemm gemm(String name) {
    List<String> refusals = new ArrayList<>();
    Optional<Gemm> gemm = GemmLookup.source(name, refusals).map(Supplier::get);
    assumeTrue(gemm.isPresent(), () -> refusals.getFirst());
    return gemm.orElseThrow();
  }

  /** Random matrices in the midst of wider ones. */
  private final class Product {
    private final Form form;
    private final int m;
    private final int n;
    private final int k;
    private final Matrix a;
    private final Matrix b;
    private final Matrix c;

    Product(Form form, int m, int n, int k) {
      this.form = form;
      this.m = m;
      this.n = n;
      this.k = k;
      a = matrix(m, k);
      b = form.transposesB() ? matrix(n, k) : matrix(k, n);
      c = matrix(m, n);
    }

    /** Nothing lies behind the last row: reading on would be out of bounds. */
    private Matrix matrix(int rows, int columns) {
      int width = columns + random.nextInt(4);
      int offset = random.nextInt(9);
      float[] data = new float[offset + (rows - 1) * width + columns];
      for (int i = 0; i < data.length; i++) {
        data[i] = random.nextFloat() - 0.5f;
      }
      return new Matrix(data, offset, width);
    }

    float[] multiply(Gemm gemm, Tiles tiles) {
      Arrays.fill(c.data, Float.NaN);
      for (int i = 0; i < tiles.count(); i++) {
        gemm.multiply(form, k, a, b, c, tiles.get(i));
      }
      return c.data.clone();
    }

    float[] multiply(Gemm gemm, PackedRows packed, Tiles tiles) {
      Arrays.fill(c.data, Float.NaN);
      packed.begin(m, k);
      for (int i = 0; i < tiles.count(); i++) {
        gemm.multiply(form, packed, b, c, tiles.get(i));
      }
      return c.data.clone();
    }

    Matrix transposedA() {
      Matrix transposed = matrix(k, m);
      for (int i = 0; i < m; i++) {
        for (int l = 0; l < k; l++) {
          transposed.data[transposed.at(l, i)] = a.data[a.at(i, l)];
        }
      }
      return transposed;
    }

    void check(Gemm gemm, Tile tile) {
      float[] before = c.data.clone();
      gemm.multiply(form, k, a, b, c, tile);
      float[] expected = before.clone();
      double[] tolerance = new double[expected.length];
      for (int i = tile.top(); i < tile.bottom(); i++) {
        for (int j = tile.left(); j < tile.right(); j++) {
          double sum = 0;
          double magnitude = 0;
          for (int l = 0; l < k; l++) {
            double x = a.data[a.at(i, l)];
            double y = b.data[form.transposesB() ? b.at(j, l) : b.at(l, j)];
            sum += x * y;
            magnitude += Math.abs(x * y);
          }
          expected[c.at(i, j)] = (float) sum;
          tolerance[c.at(i, j)] = 2e-6 * magnitude;
        }
      }
      for (int i = 0; i < expected.length; i++) {
        if (!(Math.abs(c.data[i] - expected[i]) <= tolerance[i])) {
          assertThat(c.data[i])
              .as("%s %d × %d × %d, element %d", form, m, n, k, i)
              .isEqualTo(expected[i]);
        }
      }
    }
  }
}
