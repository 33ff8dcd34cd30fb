package io.github.thalweg.engine.tornado.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.DeviceInfo;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
  private static final DeviceInfo DEVICE =
      new DeviceInfo("cuda:1", "tornado", "Test", "cuda", "gpu", "jit", 1, 1, Optional.empty());

  private static final Map<String, String> OPERATIONS =
      Map.of("linear_y0", "Linear to y0", "linear_y01", "Linear to y01");

  @Test
  void namesTheOperationTheDeviceAndTheFirstLineOfTheCause() {
    RuntimeException cause = new RuntimeException("\u001B[31mno such register\u001B[0m\nat line 7");
    RuntimeException failure =
        new RuntimeException("Unable to compile task train.linear_y0 - forward\nand so on", cause);

    assertThat(Failures.execution("train", OPERATIONS, DEVICE, failure))
        .hasMessage(
            "The operation Linear to y0 cannot run on cuda:1 (Test). Message from TornadoVM: no such"
                + " register. Use --device cpu, and report this together with the model.");
  }

  @Test
  void aCauseThatIsASentenceEndsWithOneFullStop() {
    IllegalStateException cause = new IllegalStateException("There is no library.");
    assertThat(Failures.execution("train", OPERATIONS, DEVICE, cause))
        .hasMessageContaining("Message from TornadoVM: There is no library. Use --device cpu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[ERROR] There is no library", "There is no library.\nAt all."})
  void theFirstLineOfACauseIsTheEndOfASentence(String message) {
    assertThat(Failures.endOfSentence(new LinkageError(message))).isEqualTo("There is no library.");
  }

  @Test
  void namesTheGraphWhereTornadoVmDoesNotNameTheTask() {
    assertThat(Failures.execution("train", OPERATIONS, DEVICE, new IllegalStateException()))
        .hasMessageStartingWith("An operation of the graph train cannot run on cuda:1")
        .hasMessageContaining("IllegalStateException");
  }

  /** As TornadoVM says it beside Oclgrind, and where there is no device. */
  @Test
  void aStartThatFindsNoDeviceNamesWhatMendsIt() {
    assertThat(
            Failures.start(new RuntimeException("[ERROR] device required not found: 1 - Max: 1")))
        .contains("has a device of a type that it does not know", "OCL_ICD_VENDORS")
        .doesNotContain("Max: 1", "Install the driver");
    assertThat(Failures.start(new IndexOutOfBoundsException("Index 0 out of bounds")))
        .contains("have no device that it accepts", "POCL_CACHE_DIR")
        .doesNotContain("Index 0");
    assertThat(Failures.start(new LinkageError("[ERROR] no library")))
        .startsWith(
            "TornadoVM finds no device or does not start; its message is: no library. Install");
  }
}
