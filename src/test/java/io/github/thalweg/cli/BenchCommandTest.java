package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.bench.LossFactorDevice;
import io.github.thalweg.bench.Sampling;
import io.github.thalweg.bench.Workloads;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final BenchCommand command = new BenchCommand(new Sampling(2, 1, 1e-4, 1e-3));
  private final CommandLine line =
      new CommandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

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
            "median_step_us",
            "min_step_us",
            "max_step_us",
            "samples_per_second",
            "gb_per_s",
            "gflop_per_s",
            "checked_step",
            "checked_loss",
            "final_loss",
            "versions");
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
            device -> assertThat(device).startsWith("cpu: "),
            heading -> assertThat(heading).contains("µs/step", "GFLOP/s", "final loss"),
            row -> assertThat(row).startsWith("linear-tiny "));
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("linear-tiny");
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
        new CommandLine(new BenchCommand(new Sampling(1, 1, 1e6, 1e6)))
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
  void unknownWorkloadIsRefusedBeforeAnythingRuns() {
    line.parseArgs("linear-tiny", "linear-fall", "--device", "cpu");

    assertThatThrownBy(command::call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Did you mean 'linear-full'?");
    assertThat(out.toString()).isEmpty();
  }
}
