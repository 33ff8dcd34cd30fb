package io.github.thalweg.engine.tornado.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

class AllocationTest {
  private static final long GIBIBYTE = 1L << 30;

  private final Allocation allocation = new Allocation();

  @Test
  void bytesCountTheHeaders() {
    allocation.declare("x", 10);
    allocation.declare("y", 3);

    assertThat(allocation.bytes()).isEqualTo(4 * 13 + 2 * TornadoNativeArray.ARRAY_HEADER);
  }

  @Test
  void anArrayDeclaredTwiceHasTheLargerSize() {
    allocation.declare("parts", 10);
    allocation.declare("parts", 3);

    assertThat(allocation.floats("parts").getSize()).isEqualTo(10);
  }

  @Test
  void emptyArraysHaveOneElementBecauseTornadoVmTakesNoneWithout() {
    allocation.declare("state", 0);

    assertThat(allocation.floats("state").getSize()).isEqualTo(1);
  }

  @Test
  void arraysStartAtZeroAndStayTheSame() {
    allocation.declare("x", 5);
    allocation.floats("x").set(2, 7f);

    assertThat(allocation.floats("x").toHeapArray()).containsExactly(0, 0, 7, 0, 0);
  }

  @Test
  void fitsToTheLastByte() {
    allocation.declare("x", 1000);
    long needed = allocation.bytes();

    assertThatCode(() -> allocation.requireFit(device(needed), 0, GIBIBYTE))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> allocation.requireFit(device(needed - 1), 0, GIBIBYTE))
        .isInstanceOf(RunFailedException.class);
  }

  @Test
  void tooMuchInAllNamesWhatIsNeededAndWhatThereIs() {
    allocation.declare("train features", 900_000_000);

    assertThatThrownBy(() -> allocation.requireFit(device(2 * GIBIBYTE), 0, 8 * GIBIBYTE))
        .isInstanceOf(RunFailedException.class)
        .hasMessage(
            "This run needs 3.4 GiB on opencl:0 (Test), where 2.0 GiB are available. If the device"
                + " has more, set the environment variable THALWEG_DEVICE_MEMORY, for example to"
                + " 4GB; else take a smaller batch or another device.");
  }

  @Test
  void oneArrayBeyondTheLargestAllocationIsNamed() {
    allocation.declare("train features", 300_000_000);

    assertThatThrownBy(() -> allocation.requireFit(device(8 * GIBIBYTE), 0, GIBIBYTE))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("The array train features needs 1.1 GiB")
        .hasMessageContaining("may have 1.0 GiB");
  }

  @Test
  void oneArrayBeyondTheLargestIndexIsNamed() {
    allocation.declare("y0", 1L << 31);

    assertThatThrownBy(() -> allocation.requireFit(device(80 * GIBIBYTE), 0, 40 * GIBIBYTE))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("The array y0 needs 8.0 GiB");
  }

  @Test
  void whatOtherSessionsHoldIsNotAvailable() {
    allocation.declare("train features", 300_000_000);

    assertThatThrownBy(() -> allocation.requireFit(device(2 * GIBIBYTE), GIBIBYTE, 2 * GIBIBYTE))
        .isInstanceOf(RunFailedException.class)
        .hasMessage(
            "This run needs 1.1 GiB on opencl:0 (Test), where 1.0 GiB are available and other"
                + " sessions hold 1.0 GiB. If the device has more, set the environment variable"
                + " THALWEG_DEVICE_MEMORY, for example to 3GB; else take a smaller batch or another"
                + " device.");
  }

  private static DeviceInfo device(long memory) {
    return new DeviceInfo(
        "opencl:0", "tornado", "Test", "opencl", "gpu", "jit", memory, 1, Optional.empty());
  }
}
