package io.github.thalweg.engine.reference;

import io.github.thalweg.TestedEngines;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.EdgeContractTest;
import io.github.thalweg.engine.KnownValuesTest;
import io.github.thalweg.engine.LongRunsTest;
import io.github.thalweg.engine.RecipesTest;
import io.github.thalweg.engine.SessionContractTest;
import io.github.thalweg.engine.UpdateRulesTest;
import org.junit.jupiter.api.Nested;

class ReferenceContractTest {
  private static Device reference() {
    TestedEngines.tested("reference");
    return new ReferenceEngine().devices().getFirst();
  }

  @Nested
  class Sessions extends SessionContractTest {
    @Override
    protected Device device() {
      return reference();
    }
  }

  @Nested
  class Recipes extends RecipesTest {
    @Override
    protected Device device() {
      return reference();
    }
  }

  @Nested
  class UpdateRules extends UpdateRulesTest {
    @Override
    protected Device device() {
      return reference();
    }

    /** Both are float64; the order of operations differs. */
    @Override
    protected double tolerance() {
      return 1e-12;
    }
  }

  @Nested
  class LongRuns extends LongRunsTest {
    @Override
    protected Device device() {
      return reference();
    }
  }

  @Nested
  class Edges extends EdgeContractTest {
    @Override
    protected Device device() {
      return reference();
    }
  }

  @Nested
  class KnownValues extends KnownValuesTest {
    @Override
    protected Device device() {
      return reference();
    }
  }
}
