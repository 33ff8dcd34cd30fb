package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.EdgeContractTest;
import io.github.thalweg.engine.FadedStateTest;
import io.github.thalweg.engine.KnownValuesTest;
import io.github.thalweg.engine.LongRunsTest;
import io.github.thalweg.engine.RecipesTest;
import io.github.thalweg.engine.SessionContractTest;
import io.github.thalweg.engine.UpdateRulesTest;
import org.junit.jupiter.api.Nested;

class CpuContractTest {
  @Nested
  class Sessions extends SessionContractTest {
    @Override
    protected Device device() {
      return CpuDevices.with("vector", 2);
    }
  }

  @Nested
  class Recipes extends RecipesTest {
    @Override
    protected Device device() {
      return CpuDevices.with("openblas", 2);
    }
  }

  @Nested
  class RecipesWithTheVectorApi extends RecipesTest {
    @Override
    protected Device device() {
      return CpuDevices.with("vector", 1);
    }
  }

  @Nested
  class UpdateRules extends UpdateRulesTest {
    @Override
    protected Device device() {
      return CpuDevices.with("loops", 1);
    }

    /** Ten steps of a few float32 roundings, those of Adam magnified by 1/√v. */
    @Override
    protected double tolerance() {
      return 1e-5;
    }
  }

  @Nested
  class FadedState extends FadedStateTest {
    @Override
    protected Device device() {
      return CpuDevices.with("vector", 2);
    }
  }

  @Nested
  class LongRuns extends LongRunsTest {
    @Override
    protected Device device() {
      return CpuDevices.with("loops", 1);
    }
  }

  @Nested
  class Edges extends EdgeContractTest {
    @Override
    protected Device device() {
      return CpuDevices.with("vector", 2);
    }
  }

  @Nested
  class EdgesWithOpenBlas extends EdgeContractTest {
    @Override
    protected Device device() {
      return CpuDevices.with("openblas", 2);
    }
  }

  @Nested
  class EdgesWithLoops extends EdgeContractTest {
    @Override
    protected Device device() {
      return CpuDevices.with("loops", 1);
    }
  }

  @Nested
  class KnownValues extends KnownValuesTest {
    @Override
    protected Device device() {
      return CpuDevices.with("vector", 1);
    }
  }
}
