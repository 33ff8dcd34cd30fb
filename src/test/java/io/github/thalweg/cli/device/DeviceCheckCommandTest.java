package io.github.thalweg.cli.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.FakeLauncher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * With a launcher whose second device fails a check, crashes in a benchmark, and copies at 20 GB/s.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class DeviceCheckCommandTest {
  private static final String LAUNCHER =
      """
      case "$*" in
        devices*--device\\ ptx:7) echo 'TornadoVM has no device ptx:7 here.' >&2; exit 1 ;;
        doctor*) echo '{"part": "Java", "thing": "runtime", "state": "found", "detail": "x"}' ;;
        devices*)
          echo '{"device": "reference", "engine": "reference", "name": "r", "kernels": "loops", "usable": true}'
          echo '{"device": "good:0", "engine": "tornado", "name": "Good", "kernels": "jit", "usable": true}'
          echo '{"device": "bad:0", "engine": "tornado", "name": "Bad", "kernels": "jit", "usable": true}'
          echo '{"device": "ptx:0", "engine": "tornado", "name": "P", "kernels": "jit", "usable": false, "reason": "No driver."}' ;;
        limits*)
          echo '{"device": "d", "limit": "copy", "value": 20.0, "unit": "GB/s", "how": "h"}' ;;
        *'--kernels library'*) echo 'No cuBLAS on this device.' >&2; exit 2 ;;
        check\\ iris*bad:0*)
          echo '{"device": "bad:0", "error": 3e-3, "allowed": 1e-4, "ok": false}'
          echo 'One check of iris failed.' >&2
          exit 1 ;;
        check*)
          echo '{"device": "d", "error": 0.0, "allowed": 0.0, "ok": true}'
          echo '{"device": "d", "error": 2.5e-6, "allowed": 1e-5, "ok": true}' ;;
        bench\\ linear-tiny*bad:0*) echo 'Out of registers.' >&2; kill -SEGV $$ ;;
        bench*)
          echo "{\\"workload\\": \\"$2\\", \\"kernels\\": \\"$7\\", \\"median_step_us\\": 12.5, \\"samples_per_second\\": 80000, \\"gb_per_s\\": 5.0, \\"gflop_per_s\\": 7.0}" ;;
        *) exit 2 ;;
      esac
      """;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private CommandLine line;

  @BeforeAll
  static void bePatient() {
    CommandLineRun.bePatient();
  }

  @BeforeEach
  void command() throws IOException {
    line =
        new CommandLine(new DeviceCheckCommand(FakeLauncher.of(folder, LAUNCHER)))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
  }

  @Test
  void everyUsableDeviceIsCheckedMeasuredAndTimed() {
    assertThat(execute("--device", "good:0")).isZero();

    JsonNode report = report();
    assertThat(report.get("passed").booleanValue()).isTrue();
    assertThat(report.get("doctor")).hasSize(1);
    assertThat(report.get("devices")).hasSize(1);
    JsonNode device = report.get("devices").get(0);
    assertThat(device.get("checks"))
        .extracting(check -> check.get("recipe").asString())
        .containsExactly("seed, jit", "seed, prebuilt", "iris, jit", "iris, prebuilt");
    JsonNode check = device.get("checks").get(2);
    assertThat(check.get("findings").intValue()).isEqualTo(2);
    assertThat(check.get("worst_share_of_allowed").doubleValue()).isCloseTo(0.25, within(1e-12));
    assertThat(device.get("limits").get(0).get("value").doubleValue()).isEqualTo(20);
    assertThat(device.get("benchmarks"))
        .extracting(benchmark -> benchmark.get("workload").asString())
        .containsExactly("linear-tiny", "linear-tiny", "linear-full", "linear-full");
    // A family that a device has not got is asked for once, and is no failure.
    assertThat(err.toString().split("No cuBLAS on this device", -1)).hasSize(3);
  }

  @Test
  void jsonIsTheReportAndNothingElse() {
    assertThat(execute("--device", "good:0", "--json")).isZero();

    assertThat(JsonMapper.shared().readTree(out.toString())).isEqualTo(report());
    assertThat(out.toString().lines()).hasSize(1);
  }

  @Test
  void figuresOfWhatIsBoundByMemoryAreAShareOfTheCopy() {
    execute("--device", "good:0");

    JsonNode benchmarks = report().get("devices").get(0).get("benchmarks");
    assertThat(benchmarks.get(3).get("share_of_copy").doubleValue()).isCloseTo(0.25, within(1e-12));
    assertThat(benchmarks.get(0).has("share_of_copy")).isFalse();
    assertThat(out.toString()).containsPattern("linear-full, prebuilt .*25 % of copy");
  }

  @Test
  void dataThatIsDamagedIsAFailureAndNoFamilyThatIsLacking() throws IOException {
    Path data = Files.createDirectories(folder.resolve("bundle/data/mnist"));
    System.setProperty("thalweg.bundle", folder.resolve("bundle").toString());
    try {
      assertThat(execute("--device", "good:0", "--recipe", "mnist")).isEqualTo(1);
    } finally {
      System.clearProperty("thalweg.bundle");
    }

    JsonNode device = report().get("devices").get(0);
    assertThat(device.at("/failures/0").asString())
        .startsWith("check mnist: MNIST is not in the cache (" + data);
    assertThat(device.get("benchmarks")).hasSize(4);
  }

  @Test
  void failureOnOneDeviceFailsTheWholeAndHidesNothing() throws IOException {
    assertThat(execute()).isEqualTo(1);

    JsonNode devices = report().get("devices");
    assertThat(report().get("passed").booleanValue()).isFalse();
    assertThat(devices)
        .extracting(device -> device.get("device").asString())
        .containsExactly("good:0", "bad:0", "ptx:0");
    assertThat(devices.get(0).get("failures")).isEmpty();
    assertThat(devices.get(1).get("checks").get(0).get("passed").booleanValue()).isTrue();
    assertThat(devices.get(1).get("checks").get(2).get("passed").booleanValue()).isFalse();
    assertThat(devices.get(1).get("benchmarks")).hasSize(2);
    assertThat(devices.get(1).get("failures"))
        .extracting(JsonNode::asString)
        .containsExactly(
            "check iris, jit: One check of iris failed.",
            "check iris, prebuilt: One check of iris failed.",
            "bench linear-tiny, jit: It crashed (signal 11). Out of registers.",
            "bench linear-tiny, prebuilt: It crashed (signal 11). Out of registers.");
    assertThat(devices.get(2).get("reason").asString()).isEqualTo("No driver.");
    assertThat(out.toString())
        .contains("FAILED check iris, jit: One check of iris failed.", "not usable: No driver.")
        .containsPattern("iris, jit +FAILED");
    assertThat(Files.readString(folder.resolve("report/table.txt"))).isEqualTo(out.toString());
  }

  @Test
  void namesThatAreNotThereAreWrongUse() {
    assertThat(CommandLineRun.of("device-check", "--recipe", "digts").wrongUse())
        .contains("'digts' is not a recipe", "digits");
    assertThat(CommandLineRun.of("device-check", "--workload", "mlp").wrongUse())
        .contains("'mlp' is not a workload");
    assertThat(CommandLineRun.of("device-check", "--limit", "0").wrongUse()).contains("--limit");
    line.setExecutionExceptionHandler((failure, _, _) -> {
      err.write(failure.getMessage());
      return 2;
    });
    assertThat(execute("--device", "good")).isEqualTo(2);
    assertThat(err.toString()).contains("'good' is not a device's id", "good:0, bad:0, ptx:0");
    line.setExecutionExceptionHandler((failure, _, _) -> {
      assertThat(failure)
          .isInstanceOf(RunFailedException.class)
          .hasMessage("TornadoVM has no device ptx:7 here.");
      return 1;
    });
    assertThat(execute("--device", "ptx:7")).isEqualTo(1);
  }

  @Test
  void reportThatCannotBeWrittenIsSaidBeforeAnythingRuns() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(CommandLineRun.of("device-check", "--out", file + "/report").failure())
        .startsWith(
            "The report cannot be written to " + file + "/report (" + file + " is not a folder);");
  }

  private int execute(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--out", folder.resolve("report").toString()));
    arguments.addAll(List.of("--recipe", "seed", "--recipe", "iris"));
    arguments.addAll(List.of("--workload", "linear-tiny", "--workload", "linear-full"));
    arguments.addAll(List.of(more));
    return line.execute(arguments.toArray(String[]::new));
  }

  private JsonNode report() {
    return JsonMapper.shared().readTree(folder.resolve("report/device-check.json").toFile());
  }
}
