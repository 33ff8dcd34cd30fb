package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.OracleTest;
import org.junit.jupiter.api.Nested;

class CpuOracleTest {
  @Nested
  class WithOpenBlas extends OracleTest {
    @Override
    protected Device device() {
      return CpuDevices.with("openblas", 3);
    }
  }

  @Nested
  class WithTheVectorApi extends OracleTest {
    @Override
    protected Device device() {
      return CpuDevices.with("vector", 2);
    }
  }

  @Nested
  class WithLoops extends OracleTest {
    @Override
    protected Device device() {
      return CpuDevices.with("loops", 1);
    }
  }
}
