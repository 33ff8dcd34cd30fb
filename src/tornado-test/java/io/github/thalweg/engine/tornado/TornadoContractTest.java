package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.EdgeContractTest;
import io.github.thalweg.engine.FadedStateTest;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.KnownValuesTest;
import io.github.thalweg.engine.LongRunsTest;
import io.github.thalweg.engine.OracleTest;
import io.github.thalweg.engine.RecipesTest;
import io.github.thalweg.engine.SessionContractTest;
import io.github.thalweg.engine.UpdateRulesTest;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What holds for every engine, for each family of kernels on the first device that TornadoVM
 * offers.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Kernels.class,
    names = {"JIT", "PREBUILT"})
class TornadoContractTest {
  private final Kernels kernels;

  TornadoContractTest(Kernels kernels) {
    this.kernels = kernels;
  }

  private Device tested() {
    return Runs.devices().getFirst().with(kernels);
  }

  @Nested
  class Operations extends OracleTest {
    @Override
    protected Device device() {
      StepStyle style = new StepStyle.OpByOp(kernels);
      return Runs.styled(Runs.devices().getFirst(), style);
    }

    /** Fewer than elsewhere: each size is a second of compiling kernels. */
    @Override
    protected Stream<Sizes> sizes() {
      return Stream.of(
          new Sizes(1, 1, 1),
          new Sizes(13, 64, 7),
          new Sizes(3, 207, 1025),
          new Sizes(1025, 7, 13));
    }
  }

  @Nested
  class Sessions extends SessionContractTest {
    @Override
    protected Device device() {
      return tested();
    }
  }

  @Nested
  class Recipes extends RecipesTest {
    @Override
    protected Device device() {
      return tested();
    }
  }

  @Nested
  class UpdateRules extends UpdateRulesTest {
    @Override
    protected Device device() {
      return tested();
    }

    /** Ten steps of a few float32 roundings, those of Adam magnified by 1/√v. */
    @Override
    protected double tolerance() {
      return 1e-5;
    }
  }

  /**
   * An NVIDIA GPU is as quick with subnormal numbers, and TornadoVM gives its compilers no flag
   * against them.
   */
  @Nested
  class FadedState extends FadedStateTest {
    @Override
    protected Device device() {
      Device device = tested();
      assumeThat(device.info().backend()).isNotIn("ptx", "cuda");
      return device;
    }
  }

  @Nested
  class LongRuns extends LongRunsTest {
    @Override
    protected Device device() {
      return tested();
    }
  }

  @Nested
  class Edges extends EdgeContractTest {
    @Override
    protected Device device() {
      return tested();
    }
  }

  /** A launch for every operation, where the other has ways of its own for one layer. */
  @Nested
  class EdgesOpByOp extends EdgeContractTest {
    @Override
    protected Device device() {
      return Runs.styled(Runs.devices().getFirst(), new StepStyle.OpByOp(kernels));
    }
  }

  @Nested
  class KnownValues extends KnownValuesTest {
    @Override
    protected Device device() {
      return tested();
    }

    @Override
    protected int every() {
      return 7;
    }
  }
}
