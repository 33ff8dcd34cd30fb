package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.OracleTest;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.RecipesTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/**
 * What holds for the operations of every engine, for all of the library family but the library
 * itself, on the first device that TornadoVM offers. Sessions and update rules are those of {@link
 * TornadoContractTest}.
 */
class LibraryContractTest {
  private static Device tested() {
    return Runs.styled(
        Runs.devices().getFirst(), new StepStyle.Library(new JitGemm(Precision.FP32)));
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
