package io.github.thalweg.engine.tornado.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverVersionTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024",
        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.14  Release Build"
      })
  void versionOfNvidiasModuleIsReadFromItsFile(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("version"), line + "\nGCC version:  gcc 12.2.0\n");

    assertThat(DriverVersion.nvidia(file)).contains("NVIDIA 550.54.14");
  }

  @Test
  void withoutThatModuleThereIsNone() throws IOException {
    assertThat(DriverVersion.nvidia(folder.resolve("none"))).isEmpty();
    assertThat(DriverVersion.nvidia(Files.writeString(folder.resolve("x"), "else"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.github.thalweg.engine.tornado.Runs#devices")
  void openClDeviceNamesItsPlatform(Device device) {
    if (device.info().backend().equals("opencl")) {
      assertThat(device.driver().orElseThrow()).isNotBlank();
    }
  }
}
