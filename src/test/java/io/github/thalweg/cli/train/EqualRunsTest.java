package io.github.thalweg.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of the same settings at the same time, each in a process of its own. */
class EqualRunsTest {
  private static final List<String> WITH_TIMES =
      List.of("about.json", "metrics.jsonl", "report.html");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"line", "iris"})
  void equalRunsLeaveTheSameBytes(String recipe) throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String out = folder.resolve("run" + i).toString();
      processes.add(start("train", recipe, "--device", "cpu", "--epochs", "3", "--out", out));
    }
    succeeded(processes);

    Map<String, ByteBuffer> first = withoutTimes(folder.resolve("run0"));
    assertThat(first).containsKeys("run.yaml", "model.safetensors", "checkpoint.safetensors");
    for (int i = 1; i < 3; i++) {
      assertThat(withoutTimes(folder.resolve("run" + i))).isEqualTo(first);
    }
  }

  @Test
  void runsThatNobodyHasNamedGetFoldersOfTheirOwn() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(start("train", "seed", "--device", "cpu", "--quiet"));
    }
    succeeded(processes);

    assertThat(folder.resolve("runs").toFile().list())
        .hasSize(4)
        .allMatch(name -> name.matches("seed-\\d{8}-\\d{6}(-[2-4])?"));
    assertThat(
            CommandLineRun.of("runs", "list", folder.resolve("runs").toString(), "--json").json())
        .hasSize(4)
        .allMatch(run -> run.get("status").stringValue().equals("completed"));
  }

  private Process start(String... arguments) throws IOException {
    return CommandLineRun.process(arguments)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void succeeded(List<Process> processes) throws InterruptedException {
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
  }

  private static Map<String, ByteBuffer> withoutTimes(Path run) {
    Map<String, ByteBuffer> files = CommandLineRun.files(run);
    files.keySet().removeAll(WITH_TIMES);
    return files;
  }
}
