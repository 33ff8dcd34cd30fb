package io.github.thalweg.engine.cpu.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.RandomTraining;
import io.github.thalweg.engine.cpu.CpuEngine;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.program.Training;
import io.github.thalweg.program.TrainingProgram;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

  @Test
  void onlyALongRunIsWorthCompilingTheVectorApi() {
    List<String> refusals = new ArrayList<>();
    assumeTrue(
        GemmLookup.source("openblas", refusals).isPresent(), () -> "no OpenBLAS here: " + refusals);
    GemmLookup lookup = new GemmLookup("vector", VectorGemm::new, false, List.of());
    // 64 · (64 · 64 + 64 · 10) multiplications forward, and twice as many backward.
    double step = 20e-6 + 3.0 * 64 * (64 * 64 + 64 * 10) / 70e9;
    int steps = (int) Math.ceil(30 / step);
    assertThat(lookup.choice(program(steps - 1)).name()).isEqualTo("openblas");
    assertThat(lookup.choice(program(steps)).name()).isEqualTo("vector");
  }

  @Test
  void kernelsThatAreAskedForAreTakenWhateverTheProgramIs() {
    for (Kernels kernels : Kernels.OF_CPU) {
      List<String> refusals = new ArrayList<>();
      assumeTrue(
          GemmLookup.source(kernels.key(), refusals).isPresent(), () -> "not here: " + refusals);
      Device device = new CpuEngine().devices().getFirst().with(kernels);
      TrainingProgram tiny =
          RandomTraining.of(3, 2, new Dense(2), Activation.RELU, new Dense(1)).program();

      assertThat(device.info().kernels()).isEqualTo(kernels.key());
      for (TrainingProgram program : List.of(tiny, program(1), program(1_000_000))) {
        assertThat(device.info(program).kernels()).isEqualTo(kernels.key());
        assertThat(device.info(program).remarks()).isEmpty();
      }
      assertThat(device.with(Kernels.AUTO)).isEqualTo(device);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JIT", "PREBUILT", "LIBRARY"})
  void kernelsOfOtherDevicesAreRefused(Kernels kernels) {
    Device cpu = new CpuEngine().devices().getFirst();

    assertThatThrownBy(() -> cpu.with(kernels))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The device cpu has no kernels of the family "
                + kernels.key()
                + "; take auto, openblas, vector, loops, or a device of TornadoVM, such as --device opencl:0.");
  }

  @Test
  void openBlasInPlaceOfTheVectorApiIsNothingToWarnOf() {
    List<String> refusals = List.of("vector: Java was started without the Vector API.");
    GemmLookup library = new GemmLookup("openblas", LoopGemm::new, false, refusals);
    GemmLookup loops = new GemmLookup("loops", LoopGemm::new, false, refusals);

    assertThat(library.refusals()).isEqualTo(refusals);
    assertThat(library.choice(program(1_000_000)).refusals()).isEmpty();
    assertThat(loops.choice(program(1_000_000)).refusals()).isEqualTo(refusals);
  }

  /** A run over full batches of 64 rows. */
  private static TrainingProgram program(int epochs) {
    Training training =
        RandomTraining.of(64, 64, new Dense(64), Activation.RELU, new Dense(10))
            .program()
            .training();
    return TrainingProgram.of(
        new Training(
            training.model(),
            training.loss(),
            training.optimizer(),
            training.schedule(),
            training.clipNorm(),
            training.batches(),
            epochs));
  }

  @Test
  void withoutOpenBlasShortRunsTakeWhatThereIs() {
    GemmLookup lookup = new GemmLookup("loops", LoopGemm::new, false, List.of());
    RandomTraining small = RandomTraining.of(3, 2, new Dense(2), Activation.RELU, new Dense(1));
    assertThat(lookup.choice(small.program()).name()).isEqualTo("loops");
  }
}
