package io.github.thalweg.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.bench.Sampling;
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

/** With a launcher whose second device crashes in one workload, and whose third cannot be used. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class EveryDeviceTest {
  private static final String LAUNCHER =
      """
      echo "$*" >>"$(dirname "$0")/calls"
      case "$*" in
        devices*--device\\ two) echo "'two' is part of the names of several devices." >&2; exit 2 ;;
        devices*--device\\ none) echo "No driver." >&2; exit 1 ;;
        devices*--device\\ goo)
          echo '{"device": "good:0", "engine": "tornado", "name": "Good", "type": "gpu", "kernels": "jit", "usable": true}' ;;
        devices*)
          echo '{"device": "reference", "engine": "reference", "name": "r", "kernels": "loops", "usable": true}'
          echo '{"device": "good:0", "engine": "tornado", "name": "Good", "type": "gpu", "kernels": "jit", "usable": true}'
          echo '{"device": "bad:0", "engine": "tornado", "name": "Bad", "type": "gpu", "kernels": "jit", "usable": true}'
          echo '{"device": "ptx:0", "engine": "tornado", "name": "P", "kernels": "jit", "usable": false, "reason": "No driver."}' ;;
        limits*)
          echo '{"device": "d", "limit": "read", "value": 20.0, "unit": "GB/s", "how": "h"}' ;;
        bench\\ softmax*bad:0*) echo 'Out of registers.' >&2; kill -SEGV $$ ;;
        bench*)
          echo "{\\"workload\\": \\"$2\\", \\"median_step_us\\": 40, \\"samples_us\\": [39, 40, 41], \\"samples_per_second\\": 80000, \\"gb_per_s\\": 5.0, \\"gflop_per_s\\": 7.0, \\"final_loss\\": 0.5, \\"bytes_per_step\\": 400000, \\"needed_flop_per_step\\": 1}" ;;
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
        new CommandLine(
                new BenchCommand(Sampling.STANDARD, FakeLauncher.of(folder, LAUNCHER), () -> 0))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
  }

  @Test
  void everyDeviceButTheReferenceIsTimedBesideItsLimits() {
    assertThat(execute("linear-tiny", "softmax")).isEqualTo(1);

    JsonNode devices = file().get("devices");
    assertThat(devices)
        .extracting(device -> device.get("device").asString())
        .containsExactly("good:0", "bad:0", "ptx:0");
    JsonNode good = devices.get(0);
    assertThat(good.at("/limits/0/value").asDouble()).isEqualTo(20);
    assertThat(good.get("results"))
        .extracting(result -> result.get("workload").asString())
        .containsExactly("linear-tiny", "softmax");
    // 400,000 bytes at 20 GB/s take 20 of the 40 µs.
    assertThat(good.at("/results/1/share_of_limit").asDouble()).isCloseTo(0.5, within(1e-12));
    assertThat(good.get("failures")).isEmpty();
  }

  @Test
  void crashIsAFailureOfThatWorkloadAlone() {
    execute("linear-tiny", "softmax", "mlp-wide", "007-03@5");

    JsonNode bad = file().at("/devices/1");
    assertThat(bad.get("results"))
        .extracting(result -> result.get("workload").asString())
        .containsExactly("linear-tiny", "mlp-wide", "7-3@5");
    assertThat(bad.get("missing")).isEmpty();
    assertThat(file().get("complete").booleanValue()).isTrue();
    assertThat(bad.get("failures")).hasSize(1);
    assertThat(bad.at("/failures/0/message").asString())
        .isEqualTo("It crashed (signal 11). Out of registers.");
    assertThat(err.toString())
        .contains(
            "softmax on bad:0: It crashed (signal 11). Out of registers.",
            "ptx:0: P is left out: No driver.");
    assertThat(file().at("/devices/2/reason").asString()).isEqualTo("No driver.");
  }

  @Test
  void optionsArePassedOnAndResultsPrinted() {
    assertThat(execute("softmax", "--size", "large", "--seed", "3", "--quick", "--json")).isOne();

    assertThat(folder.resolve("calls"))
        .content()
        .contains(
            "bench softmax --device good:0 --json --size large --seed 3 --kernels auto --precision fp32 --quick");
    assertThat(out.toString().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("{\"workload\":\"softmax\"");
  }

  @Test
  void oneDeviceIsTheOneThatItsNameMeansToAProcessWithTornado() throws IOException {
    assertThat(execute("softmax", "--device", "goo")).isZero();

    assertThat(file().get("devices"))
        .singleElement()
        .satisfies(device -> assertThat(device.get("results")).hasSize(1));
    assertThat(folder.resolve("calls")).content().contains("bench softmax --device good:0 ");
    line.setExecutionExceptionHandler((failure, _, _) -> {
      err.write(failure.getClass().getSimpleName() + ": " + failure.getMessage());
      return 9;
    });
    Files.delete(folder.resolve("bench.json"));
    assertThat(execute("softmax", "--device", "two")).isEqualTo(9);
    assertThat(execute("softmax", "--device", "none")).isEqualTo(9);
    assertThat(err.toString())
        .contains(
            "InvalidInputException: 'two' is part of the names of several devices.",
            "RunFailedException: No driver.");
  }

  @Test
  void markdownHasAColumnForEachDeviceThatCanBeUsed() {
    assertThat(execute("linear-tiny", "softmax", "--markdown")).isEqualTo(1);

    List<String> lines = out.toString().lines().toList();
    assertThat(lines.getFirst()).contains(" cores, ", "Java ", "Thalweg ", "--markdown`");
    assertThat(lines.subList(2, lines.size()))
        .containsExactly(
            "| | good:0 | bad:0 |",
            "|---|---|---|",
            "| linear-tiny | 40 µs a step, 80 k samples/s, 50 % of reading | 40 µs a step, 80 k samples/s, 50 % of reading |",
            "| softmax | 40 µs a step, 80 k samples/s, 50 % of reading | FAILED |",
            "| *reading* | 20 GB/s | 20 GB/s |",
            "",
            "- FAILED: softmax on bad:0: It crashed (signal 11). Out of registers.");
    assertThat(err.toString()).contains("linear-tiny ", "softmax on bad:0: It crashed");
  }

  private int execute(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--all", "--out", folder.resolve("bench.json").toString()));
    arguments.addAll(List.of(more));
    return line.execute(arguments.toArray(String[]::new));
  }

  private JsonNode file() {
    return JsonMapper.shared().readTree(folder.resolve("bench.json").toFile());
  }
}
