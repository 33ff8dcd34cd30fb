package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.OracleTest;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.RecipesTest;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/**
 * What holds for the operations of every engine, for the library family on the first device that
 * TornadoVM offers, with a stand-in where that has no library. Sessions and update rules are those
 * of {@link TornadoContractTest}.
 */
class LibraryContractTest {
  private static Device tested() {
    Device device = Runs.devices().getFirst();
    return Runs.hasLibrary(device)
        ? device.with(Kernels.LIBRARY)
        : Runs.styled(device, new StepStyle.Library(new JitGemm(Precision.FP32)));
  }

  @Nested
  class Operations extends OracleTest {
    @Override
    protected Device device() {
      return tested();
    }

    /**
     * One: the families of the other test have shown the borders, and each size takes seconds to
     * compile.
     */
    @Override
    protected Stream<Sizes> sizes() {
      return Stream.of(new Sizes(67, 207, 13));
    }
  }

  @Nested
  class Recipes extends RecipesTest {
    @Override
    protected Device device() {
      return tested();
    }
  }
}
