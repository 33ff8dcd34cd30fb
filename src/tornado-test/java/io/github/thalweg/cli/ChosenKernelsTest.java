package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.lookup.Devices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first line of a run says of the kernels that were asked for. */
class ChosenKernelsTest {
  @TempDir private Path folder;

  @Test
  void aRunSaysWhichFamilyItHasBeenGiven() {
    assertThat(run("--kernels", "jit")).startsWith("seed: ").contains(", jit)");
  }

  @Test
  void severalRunsSayItOfTheFirst() {
    assertThat(run("--kernels", "jit", "--set", "optimizer.sgd.lr=[0.1,0.2]"))
        .startsWith("2 runs")
        .contains(", jit)");
  }

  private String run(String... options) {
    String device =
        Devices.all().stream()
            .map(Device::info)
            .filter(info -> info.engine().equals("tornado") && info.usable())
            .findFirst()
            .map(DeviceInfo::id)
            .orElse("");
    assumeTrue(!device.isEmpty(), "TornadoVM has no device here.");
    List<String> arguments =
        new ArrayList<>(List.of("train", "seed", "--epochs", "2", "--device", device));
    arguments.addAll(List.of("--out", folder.resolve("run").toString()));
    arguments.addAll(List.of(options));
    return CommandLineRun.of(arguments.toArray(String[]::new))
        .succeeded()
        .err()
        .lines()
        .findFirst()
        .orElseThrow();
  }
}
