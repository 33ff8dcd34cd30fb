package io.github.thalweg.engine.cpu.gemm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * OpenBLAS's {@code cblas_sgemm}, called through the foreign-function interface on heap arrays
 * without copying. OpenBLAS's own threads are switched off: the engine cuts the work itself.
 */
final class OpenBlasGemm implements Gemm {
  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;

  private final MethodHandle sgemm;

  /**
   * @param library the shared library
   * @throws IllegalArgumentException when it cannot be loaded or is not OpenBLAS
   */
  OpenBlasGemm(Path library) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
    MethodHandle setThreads =
        linker.downcallHandle(
            symbol(symbols, "openblas_set_num_threads"), FunctionDescriptor.ofVoid(JAVA_INT));
    sgemm =
        linker.downcallHandle(
            symbol(symbols, "cblas_sgemm"),
            FunctionDescriptor.ofVoid(
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_FLOAT,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                JAVA_INT,
                JAVA_FLOAT,
                ADDRESS,
                JAVA_INT),
            Linker.Option.critical(true));
    try {
      setThreads.invokeExact(1);
    } catch (Throwable e) {
      throw new IllegalStateException("openblas_set_num_threads failed", e);
    }
  }

  private static MemorySegment symbol(SymbolLookup symbols, String name) {
    return symbols
        .find(name)
        .orElseThrow(() -> new IllegalArgumentException("the library has no function " + name));
  }

  @Override
  public String name() {
    return "openblas";
  }

  @Override
  public void multiply(Form form, int terms, Matrix a, Matrix b, Matrix c, Tile tile) {
    try {
      sgemm.invokeExact(
          ROW_MAJOR,
          NO_TRANSPOSE,
          form.transposesB() ? TRANSPOSE : NO_TRANSPOSE,
          tile.rows(),
          tile.columns(),
          terms,
          1f,
          segment(a.from(tile.top(), 0)),
          a.columns,
          segment(form.columnsOf(b, tile.left())),
          b.columns,
          0f,
          segment(c.from(tile.top(), tile.left())),
          c.columns);
    } catch (Throwable e) {
      throw new IllegalStateException("cblas_sgemm failed", e);
    }
  }

  private static MemorySegment segment(Matrix matrix) {
    return MemorySegment.ofArray(matrix.data).asSlice((long) matrix.offset * Float.BYTES);
  }
}
