package io.github.thalweg.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** How much memory the CPU is said to have. */
class DeviceMemoryTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseG1GC",
        // What TornadoVM's flags come to.
        "-XX:+UseParallelGC -Dtornado.load.runtime.implementation=none"
      })
  void isTheSameWithEveryCollector(String flags) throws Exception {
    List<String> all = new ArrayList<>(List.of(flags.split(" ")));
    all.add("-Xmx320m");
    Path out = folder.resolve("run");
    Process process =
        CommandLineRun.process(all, "train", "seed", "--device", "cpu", "--out", out.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    assertThat(process.waitFor()).isZero();
    assertThat(
            JsonMapper.shared()
                .readTree(Files.readString(out.resolve("about.json")))
                .at("/device/memory_bytes")
                .longValue())
        .isEqualTo(320L << 20);
  }
}
