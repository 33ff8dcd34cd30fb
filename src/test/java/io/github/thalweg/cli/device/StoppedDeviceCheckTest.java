package io.github.thalweg.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.FakeLauncher;
import io.github.thalweg.cli.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A check of all devices is told to end, and leaves what it has found. */
@EnabledOnOs(OS.LINUX)
class StoppedDeviceCheckTest {
  /** Its limits never come. */
  private static final String LAUNCHER =
      """
      case "$*" in
        devices*)
          echo '{"device": "a:0", "engine": "tornado", "name": "D", "type": "gpu", "kernels": "jit", "usable": true}' ;;
        check*) echo '{"device": "a:0", "error": 0.0, "allowed": 0.0, "ok": true}' ;;
        limits*) echo $$ >>"${0%/*}/processes"; exec sleep 300 ;;
      esac
      """;

  @TempDir private Path folder;

  @Test
  void whatWasFoundIsKeptAndNoProcessIsLeftBehind() throws IOException, InterruptedException {
    FakeLauncher.of(folder, LAUNCHER);
    Path out = folder.resolve("report");
    Path talk = folder.resolve("talk");
    Path processes = folder.resolve("processes");
    Process process =
        CommandLineRun.process(
                List.of("-Dthalweg.command=" + folder.resolve("launcher")),
                "device-check",
                "--recipe",
                "seed",
                "--out",
                out.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(talk.toFile())
            .start();
    try {
      Signals.awaitLines(process, processes, 1);
      Signals.send("TERM", process.pid());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(Files.readAllLines(talk).getLast())
        .isEqualTo(
            "Stopped at a:0; the results so far are in "
                + out.resolve("device-check.json")
                + " and table.txt beside it.");
    JsonNode report = JsonMapper.shared().readTree(out.resolve("device-check.json").toFile());
    assertThat(report.get("passed").booleanValue()).isFalse();
    assertThat(report.at("/devices/0/checks/0/passed").booleanValue()).isTrue();
    assertThat(report.at("/devices/0/failures").toString()).contains("stopped before");
    Signals.awaitEnd(Long.parseLong(Files.readString(processes).strip()));
  }
}
