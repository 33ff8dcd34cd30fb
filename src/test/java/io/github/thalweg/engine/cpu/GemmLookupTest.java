package io.github.thalweg.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.DeviceInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GemmLookupTest {
  @AfterEach
  void forgetWhatWasForced() {
    System.clearProperty("thalweg.gemm");
    System.clearProperty("thalweg.threads");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "loops"})
  void aMatrixMultiplicationCanBeForced(String name) {
    System.setProperty("thalweg.gemm", name);
    System.setProperty("thalweg.threads", "3");
    DeviceInfo info = new CpuEngine().devices().getFirst().info();
    assertThat(info.kernels()).isEqualTo(name);
    assertThat(info.computeUnits()).isEqualTo(3);
    assertThat(info.usable()).isTrue();
  }

  @Test
  void withoutForceTheBestThatCanBeHadIsTaken() {
    GemmLookup lookup = GemmLookup.find();
    assertThat(lookup.gemm().name()).isEqualTo("vector");
  }

  @Test
  void anUnknownOneIsRefused() {
    System.setProperty("thalweg.gemm", "vektor");
    assertThatThrownBy(GemmLookup::find)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'vektor' is not a matrix multiplication. Did you mean 'vector'?");
  }
}
