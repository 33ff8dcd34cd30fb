package io.github.thalweg.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.thalweg.bench.ResultFile;
import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.FakeLauncher;
import io.github.thalweg.cli.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A benchmark in a process of its own is told to end, and leaves what it has timed. */
@EnabledOnOs(OS.LINUX)
class StoppedBenchTest {
  /** Its second workload hangs, in a process that it starts. */
  private static final String LAUNCHER =
      """
      case "$*" in
        devices*)
          for d in a:0 b:0; do
            echo '{"device": "'$d'", "engine": "tornado", "name": "D", "type": "gpu", "kernels": "jit", "usable": true}'
          done ;;
        limits*) echo '{"limit": "read", "value": 20.0, "unit": "GB/s", "how": "h"}' ;;
        bench\\ softmax*) echo $$ >>"${0%/*}/processes"; bash -c 'echo $$ >>"${0%/*}/processes"; exec sleep 300' "$0" ;;
        bench*)
          echo "{\\"workload\\": \\"$2\\", \\"batch\\": 1, \\"median_step_us\\": 40, \\"samples_us\\": [39, 40, 41], \\"samples_per_second\\": 80000, \\"gb_per_s\\": 5.0, \\"gflop_per_s\\": 7.0, \\"final_loss\\": 0.5, \\"bytes_per_step\\": 400000, \\"needed_flop_per_step\\": 1}" ;;
      esac
      """;

  @TempDir private Path folder;

  private Path out;
  private Path talk;
  private Path processes;

  @BeforeEach
  void launcher() throws IOException {
    FakeLauncher.of(folder, LAUNCHER);
    out = folder.resolve("bench.json");
    talk = folder.resolve("talk");
    processes = folder.resolve("processes");
  }

  /** A terminal's Ctrl-C goes to the processes that the benchmark has started, too. */
  @ParameterizedTest
  @CsvSource({"INT, true, 130", "INT, false, 130", "TERM, false, 143"})
  void figuresAreKeptAndNoProcessIsLeftBehind(String signal, boolean toAll, int exit)
      throws IOException, InterruptedException {
    Path csv = folder.resolve("bench.csv");
    Process process =
        bench(
            "--all",
            "linear-tiny",
            "softmax",
            "mlp-wide",
            "--csv",
            csv.toString(),
            "--json",
            "--quiet");
    try {
      assumeFalse(signal.equals("INT") && Signals.ignoresInterrupts(process));
      Signals.awaitLines(process, processes, 2);
      Signals.send(signal, toAll ? -process.pid() : process.pid());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).isEqualTo(exit);
    Path page = folder.resolve("bench-report.html");
    assertThat(Files.readAllLines(talk))
        .filteredOn(line -> !line.startsWith("WARNING: Using incubator modules"))
        .containsExactly(
            "Stopped; the figures of 1 workload are in "
                + out
                + ", its report is "
                + page
                + ", marked as incomplete. Not timed: softmax, mlp-wide on a:0;"
                + " linear-tiny, softmax, mlp-wide on b:0.");
    JsonNode content = ResultFile.read(out).content();
    assertThat(content.get("complete").booleanValue()).isFalse();
    JsonNode device = content.at("/devices/0");
    assertThat(device.at("/results/0/workload").asString()).isEqualTo("linear-tiny");
    assertThat(device.at("/limits/0/value").asDouble()).isEqualTo(20);
    assertThat(device.get("failures")).isEmpty();
    assertThat(content.at("/devices/1/missing")).hasSize(3);
    assertThat(page).content().contains("\"missing\":[\"softmax\",\"mlp-wide\"]");
    assertThat(csv).content().contains("a:0,D,tornado,jit,softmax,", "not timed");
    for (String started : Files.readAllLines(processes)) {
      Signals.awaitEnd(Long.parseLong(started));
    }
    assertThat(folder.toFile().list())
        .containsOnly(
            "launcher", "processes", "talk", "bench.json", "bench.csv", "bench-report.html");
  }

  @Test
  void noFileIsLeftWhereNothingWasTimed() throws IOException, InterruptedException {
    Process process = bench("--all", "softmax", "mlp-wide");
    try {
      Signals.awaitLines(process, processes, 2);
      Signals.send("TERM", process.pid());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(Files.readAllLines(talk).getLast())
        .isEqualTo("Stopped before anything was timed; no file was written.");
    assertThat(out).doesNotExist();
  }

  @Test
  void whatIsThereIsNotReplaced() throws IOException {
    Files.writeString(out, "yesterday's");
    assertThat(
            CommandLineRun.of(
                    "bench", "linear-tiny", "--quick", "--device", "cpu", "--out", out.toString())
                .wrongUse())
        .contains(out + " exists already, and its content would be lost; name another file.");
    assertThat(out).content().isEqualTo("yesterday's");
  }

  @Test
  void figuresOfOneDeviceAreKeptWithoutWaitingForTheStepAtHand()
      throws IOException, InterruptedException {
    Process process = bench("3-2@5", "3000-3000-3000-2@3000", "--device", "cpu", "--quick");
    try {
      Signals.awaitLines(process, out, 1);
      Signals.send("TERM", process.pid());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).isEqualTo(143);
    // What is begun meanwhile may have its say after it.
    assertThat(Files.readAllLines(talk))
        .filteredOn(said -> said.startsWith("Stopped"))
        .singleElement()
        .asString()
        .startsWith("Stopped; the figures of 1 workload are in " + out)
        .endsWith("Not timed: 3000-3000-3000-2@3000 on cpu.");
    assertThat(ResultFile.read(out).devices().getFirst().at("/results/0/workload").asString())
        .isEqualTo("3-2@5");
  }

  /** Leads a group of its own, as a shell's job does. */
  private Process bench(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("bench", "--out", out.toString()));
    words.addAll(List.of(options));
    ProcessBuilder builder =
        CommandLineRun.process(
            List.of(
                "--add-modules=jdk.incubator.vector",
                "-Dthalweg.command=" + folder.resolve("launcher")),
            words.toArray(String[]::new));
    builder.command().addFirst("setsid");
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(talk.toFile())
        .start();
  }
}
