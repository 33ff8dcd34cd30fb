package io.github.thalweg.cli.options;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceOptionTest {
  /** In a process of its own, where the engines' classes are loaded first. */
  @ParameterizedTest
  @ValueSource(strings = {"train digits", "limits", "bench --quick"})
  void itIsSaidThatDevicesAreLookedFor(String command) throws Exception {
    String[] words = (command + " --device quantum").split(" ", -1);
    Process process = CommandLineRun.process(List.of("-Dthalweg.patience=0"), words).start();

    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(err).isEqualTo(2);
    assertThat(err.lines().filter(line -> !line.startsWith("WARNING")))
        .hasSize(2)
        .first()
        .isEqualTo("Looking for devices.");
  }
}
