package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.program.TrainingProgram;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TornadoEngineTest {
  @Test
  void itsDevicesAreAmongAll() {
    assertThat(Devices.all()).containsAll(new TornadoEngine().devices());
  }

  @Test
  void argumentFileThatStartsNoTornadoIsDamagedWhereTheLauncherHasGivenIt() {
    assertThat(TornadoEngine.startedWithout(null)).contains("or use scripts/thalweg, which does.");
    assertThat(TornadoEngine.startedWithout("/sdk"))
        .contains("The argument file of the TornadoVM in /sdk ", "install it again.")
        .doesNotContain("scripts/thalweg");
  }

  @Test
  void findsItsDevicesOnce() {
    assertThat(new TornadoEngine().devices()).isSameAs(new TornadoEngine().devices());
  }

  @ParameterizedTest
  @MethodSource("io.github.thalweg.engine.tornado.Runs#devices")
  void deviceSaysWhatItIs(Device device) {
    DeviceInfo info = device.info();
    assertThat(info.id()).matches("(opencl|ptx|cuda|spirv|metal):[0-9]+");
    assertThat(info.id()).startsWith(info.backend() + ":");
    assertThat(info.engine()).isEqualTo("tornado");
    assertThat(info.name()).isNotBlank();
    assertThat(info.type()).isIn("cpu", "gpu", "accelerator");
    assertThat(info.computeUnits()).isPositive();
    assertThat(info.memoryBytes()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("io.github.thalweg.engine.tornado.Runs#devices")
  void tooLittleMemoryIsOneSentenceWithNeededAndAvailableBytes(Device device) {
    // θ and g of 1.6 GB each for every gigabyte that there is.
    int units = (int) Math.sqrt(0.4 * device.info().memoryBytes());
    TrainingProgram program =
        Runs.program(
            Runs.model(units, units), new Loss.Mse(), Runs.SGD, new Batches(1, 1, false, 0));
    Dataset row =
        new Dataset(1, units, new float[units], units, new float[units], new Task.Regression());

    try (Session session = device.open(program)) {
      assertThatThrownBy(() -> session.load(row, Optional.empty()))
          .isInstanceOf(RunFailedException.class)
          .hasMessageMatching(
              "This run needs [0-9.]+ GiB on .*, where [0-9.]+ [GM]iB are available\\..*"
                  + "THALWEG_DEVICE_MEMORY, for example to [0-9]+GB; else .*smaller batch.*");
    }
  }
}
