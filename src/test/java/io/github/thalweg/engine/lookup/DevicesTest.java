package io.github.thalweg.engine.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.DeviceInfo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference", "CPU", "Reference"})
  void idNamesItsDeviceInAnyCase(String name) {
    assertThat(Devices.find(name).info().id()).isEqualToIgnoringCase(name);
  }

  @Test
  void partOfADevicesNameIsEnough() {
    assertThat(Devices.find("float64").info().id()).isEqualTo("reference");
  }

  @Test
  void autoIsAGpuIfThereIsOneElseTheCpu() {
    boolean gpu =
        Devices.all().stream()
            .map(device -> device.info())
            .anyMatch(info -> info.usable() && info.type().equals("gpu"));

    DeviceInfo found = Devices.find("auto").info();

    assertThat(found.usable()).isTrue();
    assertThat(found.type()).isEqualTo(gpu ? "gpu" : "cpu");
  }

  @Test
  void partOfSeveralNamesIsRefusedWithTheirIds() {
    String processor = Devices.find("cpu").info().name().toLowerCase(Locale.ROOT);
    String shared =
        "float64 loops"
            .chars()
            .mapToObj(Character::toString)
            .filter(letter -> !letter.isBlank() && processor.contains(letter))
            .findFirst()
            .orElseThrow();

    assertThatThrownBy(() -> Devices.find(shared))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("several devices; give the id of one: reference, cpu");
  }

  @Test
  void emptyNameIsNoPartOfAName() {
    assertThatThrownBy(() -> Devices.find(""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'' is not a device");
  }

  @Test
  void caseOfANameDoesNotMatter() {
    assertThat(Devices.find("CPU").info().id()).isEqualTo("cpu");
    assertThat(Devices.find("AUTO").info()).isEqualTo(Devices.find("auto").info());
  }

  @Test
  void unknownNameComesWithTheNearestRightOne() {
    assertThatThrownBy(() -> Devices.find("referense"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Did you mean 'reference'?");
  }

  @Test
  void deviceOfABackendThatIsNotThereIsNeverReplaced() {
    assertThatThrownBy(() -> Devices.find("spirv:99"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("spirv:99");
  }

  @Test
  void deviceThatAnInstalledBackendDoesNotHaveIsAWrongName() {
    List<DeviceInfo> devices =
        Stream.of("opencl:0", "opencl:1")
            .map(id ->
                new DeviceInfo(id, "tornado", "D", "opencl", "gpu", "jit", 1, 1, Optional.empty()))
            .toList();

    assertThat(Devices.notThere("OpenCL:9", devices))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "TornadoVM has no device OpenCL:9 here, only opencl:0, opencl:1; choose one of these.");
    assertThat(Devices.notThere("ptx:0", devices))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("install the backend's SDK and driver");
  }

  /** The engine may be compiled in, and the launcher have found no SDK. */
  @Test
  void whereTheLauncherFindsNoTornadoItSaysHowToInstallIt() {
    System.setProperty("thalweg.command", "scripts/thalweg");
    try {
      assertThatThrownBy(() -> Devices.find("opencl:0"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("The device opencl:0 needs TornadoVM. No TornadoVM was found.");
    } finally {
      System.clearProperty("thalweg.command");
    }
  }

  @Test
  void absentTornadoVmSaysHowToInstallItOrWhatTheLauncherFound() {
    assumeTrue(Devices.all().getLast() instanceof AbsentTornado);

    assertThat(Devices.all().getLast().info().unusable().orElseThrow())
        .contains("No TornadoVM was found", "sdk install tornadovm 5.", "TORNADOVM_HOME");
    System.setProperty("thalweg.tornadovm.refused", "It is of another version.");
    try {
      assertThatThrownBy(() -> Devices.find("tornado"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("The device tornado cannot be used: It is of another version.");
    } finally {
      System.clearProperty("thalweg.tornadovm.refused");
    }
  }
}
