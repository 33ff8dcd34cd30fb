package io.github.thalweg.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.bench.LossFactorDevice;
import io.github.thalweg.bench.Sampling;
import io.github.thalweg.bench.Workloads;
import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.terminal.CommandProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {
  private static final CommandProcess HERE = new CommandProcess(Optional.empty());

  @TempDir private Path folder;

  private double load;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final BenchCommand command =
      new BenchCommand(new Sampling(0, 2, 1, 1e-4, 1e-3, 60), HERE, () -> load);
  private final CommandLine line =
      new CommandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @BeforeAll
  static void bePatient() {
    CommandLineRun.bePatient();
  }

  @Test
  void jsonHasOneObjectALineWithTheKeysOfTheContract() {
    assertThat(line.execute("linear-tiny", "linear-tiny", "--device", "cpu", "--json")).isZero();

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode node = JsonMapper.shared().readTree(lines.getFirst());
    assertThat(node.propertyNames())
        .containsExactly(
            "workload",
            "engine",
            "device",
            "kernels",
            "batch",
            "rows",
            "parameters",
            "bytes_per_step",
            "needed_flop_per_step",
            "median_step_us",
            "p95_step_us",
            "min_step_us",
            "max_step_us",
            "sd_step_us",
            "samples_us",
            "samples_per_second",
            "gb_per_s",
            "gflop_per_s",
            "checked_step",
            "checked_loss",
            "device_loss",
            "loss_tolerance",
            "final_loss",
            "compile_seconds",
            "step_kernels",
            "versions",
            "jvm_flags");
    assertThat(node.get("workload").asString()).isEqualTo("linear-tiny");
    assertThat(node.get("engine").asString()).isEqualTo("cpu");
    assertThat(node.get("median_step_us").asDouble()).isPositive();
    assertThat(node.get("versions").propertyNames()).contains("thalweg", "java", "os");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void tableGoesToStdoutAndTalkToStderr() {
    assertThat(line.execute("linear-tiny", "--device", "cpu")).isZero();

    assertThat(out.toString().lines().toList())
        .hasSize(3)
        .satisfiesExactly(
            device -> assertThat(device).startsWith("cpu: ").doesNotContain("vector"),
            heading -> assertThat(heading).contains("µs/step", "GFLOP/s").endsWith(" kernels"),
            row -> assertThat(row).startsWith("linear-tiny ").endsWith(" loops"));
    // What it is about is only said where that takes long.
    assertThat(err.toString().lines()).allMatch(line -> line.contains("linear-tiny"));
  }

  @Test
  void shapeIsTimedUnderItsOwnName() {
    assertThat(line.execute("13-5-3@7", "--device", "cpu", "--json")).isZero();

    JsonNode node = JsonMapper.shared().readTree(out.toString());
    assertThat(node.get("workload").asString()).isEqualTo("13-5-3@7");
    assertThat(node.get("checked_step").asInt()).isEqualTo(10);
    assertThat(node.get("checked_loss").asDouble()).isBetween(0.5, 1.5);
  }

  @Test
  void quickTakesShorterSamples() {
    CommandLine quick =
        new CommandLine(new BenchCommand(new Sampling(0, 1, 1, 1e6, 1e6, 60), HERE, () -> load))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));

    assertThat(quick.execute("linear-tiny", "--quick", "--device", "cpu")).isZero();
    assertThat(out.toString()).contains("linear-tiny ");
  }

  @Test
  void quietSaysNothingOnStderr() {
    assertThat(line.execute("linear-tiny", "--device", "cpu", "--quiet")).isZero();

    assertThat(out.toString()).contains("linear-tiny ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void machineThatOthersKeepBusyIsSaidBeforeAnythingIsTimed() {
    int cores = Runtime.getRuntime().availableProcessors();
    load = 0.31 * cores;

    assertThat(line.execute("linear-tiny", "--device", "cpu")).isZero();

    assertThat(err.toString().lines().filter(line -> line.startsWith("The machine is busy: ")))
        .singleElement()
        .asString()
        .contains(" of " + cores + " core", "machine may be far faster than measured");
    load = 0.29 * cores;
    assertThat(line.execute("linear-tiny", "--device", "cpu")).isZero();
    assertThat(err.toString()).containsOnlyOnce("The machine is busy: ");
  }

  @Test
  void workloadThatDisagreesGetsASentenceAndTheOthersTheirFigures() {
    line.parseArgs("--json");

    int exit =
        command.run(
            List.of(Workloads.SOFTMAX, Workloads.LINEAR_TINY),
            new LossFactorDevice(Workloads.SOFTMAX, 1.01, 0));

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("{\"workload\":\"linear-tiny\"");
    assertThat(err.toString().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("softmax on wrong:0 (A wrong device) has the loss 2.");
  }

  @Test
  void filesHaveTheSamplesTheLimitsAndTheLossCheck() throws IOException {
    Path out = folder.resolve("bench.json");
    Path csv = folder.resolve("bench.csv");

    assertThat(
            line.execute(
                "softmax",
                "5-3@7",
                "--device",
                "cpu",
                "--size",
                "small",
                "--out",
                out.toString(),
                "--csv",
                csv.toString()))
        .isZero();

    JsonNode file = JsonMapper.shared().readTree(out.toFile());
    assertThat(file.at("/manifest/size").asDouble()).isEqualTo(0.25);
    assertThat(file.at("/manifest/command").asString()).contains("softmax 5-3@7 --device cpu");
    JsonNode device = file.at("/devices/0");
    assertThat(device.get("limits"))
        .extracting(limit -> limit.get("name").asString())
        .containsExactlyInAnyOrder("launch", "read", "copy", "gemm");
    JsonNode softmax = device.at("/results/0");
    assertThat(softmax.get("batch").asInt()).isEqualTo(32);
    assertThat(softmax.get("samples_us")).hasSizeBetween(1, 2);
    assertThat(softmax.get("share_of_limit").asDouble()).isPositive();
    assertThat(softmax.get("device_loss").asDouble())
        .isCloseTo(softmax.get("checked_loss").asDouble(), withinPercentage(0.01));
    assertThat(device.at("/results/1/workload").asString()).isEqualTo("5-3@7");
    assertThat(Files.readAllLines(csv)).hasSize(3);
  }

  @Test
  void twoResultsInAFolderHaveAPageEach() {
    for (String name : List.of("mine.json", "yours.json")) {
      assertThat(line.execute("7-3@5", "--device", "cpu", "--out", folder.resolve(name).toString()))
          .isZero();
    }

    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "mine.json", "mine-report.html", "yours.json", "yours-report.html");
  }

  @Test
  void workloadThatFailsIsInTheFile() {
    Path out = folder.resolve("bench.json");
    line.parseArgs("--json", "--out", out.toString());

    assertThat(
            command.run(
                List.of(Workloads.LINEAR_TINY),
                new LossFactorDevice(Workloads.LINEAR_TINY, 1.01, 0)))
        .isEqualTo(1);

    JsonNode device = JsonMapper.shared().readTree(out.toFile()).at("/devices/0");
    assertThat(device.get("results")).isEmpty();
    assertThat(device.at("/failures/0/workload").asString()).isEqualTo("linear-tiny");
    assertThat(device.at("/failures/0/message").asString()).contains("no figure is given");
  }

  @ParameterizedTest
  @CsvSource({
    "--out, figures.txt, --out needs a file name that ends in .json",
    "--csv, figures.json, --csv needs a file name that ends in .csv",
    "--size, huge, \"--size is 'huge'\"",
    "--size, 33, \"--size is '33'\"",
    "--size, 0, \"--size is '0'\"",
  })
  void wrongOptionIsRefusedBeforeAnythingRuns(String option, String value, String message) {
    assertThat(CommandLineRun.of("bench", "linear-tiny", option, value).wrongUse())
        .contains(message.replace("\"", ""));
  }

  @ParameterizedTest
  @CsvSource({"--out, .json", "--csv, .csv"})
  void fileThatCannotBeWrittenIsRefusedBeforeAnythingRuns(String option, String ending)
      throws IOException {
    Path path = Files.writeString(folder.resolve("file"), "").resolve("new/bench" + ending);

    assertThat(CommandLineRun.of("bench", "linear-tiny", option, path.toString()).failure())
        .startsWith(
            path + " cannot be written (" + folder.resolve("file") + " is not a folder); name");
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    assertThat(CommandLineRun.of("bench", "linear-tiny", "--json", "--markdown").wrongUse())
        .contains("either --json or --markdown");
    assertThat(CommandLineRun.of("bench", "linear-tiny", "--png").wrongUse())
        .contains("name that file with --out");
  }

  @Test
  void unknownWorkloadIsRefusedBeforeAnythingRuns() {
    line.parseArgs("linear-tiny", "linear-fall", "--device", "cpu");

    assertThatThrownBy(command::call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Did you mean 'linear-full'?");
    assertThat(out.toString()).isEmpty();
  }
}
