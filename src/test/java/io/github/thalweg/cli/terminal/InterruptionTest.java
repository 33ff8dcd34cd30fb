package io.github.thalweg.cli.terminal;

import static io.github.thalweg.cli.CommandLineRun.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.Signals;
import io.github.thalweg.io.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run in a process of its own is told to end, and goes on later as if it never had been. */
@EnabledOnOs(OS.LINUX)
class InterruptionTest {
  /** A second or more. */
  private static final String EPOCHS = "500";

  /** In an epoch of 1,438 rows, 64 a step. */
  private static final int STEPS = 23;

  private static final Pattern STOPPED =
      Pattern.compile(
          "Stopped (?:in epoch (?<epoch>\\d+) of "
              + EPOCHS
              + " after step (?<step>\\d+) of "
              + STEPS
              + "|after epoch (?<whole>\\d+) of "
              + EPOCHS
              + "); the model so far is in (?<folder>\\S+)\\. Continue with: thalweg train --resume (?<run>\\S+)");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void interruptedRunKeepsWhatWasLearnedAndGoesOnBitForBit(String signal)
      throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Path talk = folder.resolve("stderr");
    Process process = start(run, talk);
    try {
      assumeFalse(signal.equals("INT") && Signals.ignoresInterrupts(process));
      waitForEpochs(process, run, 3);
      Signals.send(signal, process.pid());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).isNotZero();
    String said = Files.readString(talk).lines().toList().getLast();
    Matcher stopped = STOPPED.matcher(said);
    assertThat(stopped.matches()).as(said).isTrue();
    assertThat(said).doesNotContain("\u001B");
    assertThat(stopped.group("folder")).isEqualTo(run.toString());
    assertThat(stopped.group("run")).isEqualTo(run.toString());
    boolean between = stopped.group("whole") != null;
    int epoch =
        between
            ? Integer.parseInt(stopped.group("whole")) + 1
            : Integer.parseInt(stopped.group("epoch"));
    assertThat(CommandLineRun.metrics(run)).hasSize(epoch - 1);
    long step = (epoch - 1L) * STEPS + (between ? 0 : Integer.parseInt(stopped.group("step")));
    assertThat(Safetensors.read(run.resolve("checkpoint.safetensors")).metadata())
        .containsEntry("step", Long.toString(step));
    assertThat(Safetensors.read(run.resolve("model.safetensors")).tensors())
        .containsOnlyKeys("0.weight", "0.bias", "2.weight", "2.bias");

    CommandLineRun.of("train", "--resume", run.toString(), "--device", "cpu", "--quiet")
        .succeeded();
    Path uninterrupted = folder.resolve("uninterrupted");
    CommandLineRun.train("digits", uninterrupted, "--epochs", EPOCHS);
    for (String file : new String[] {"model.safetensors", "checkpoint.safetensors", "run.yaml"}) {
      assertThat(files(run).get(file)).as(file).isEqualTo(files(uninterrupted).get(file));
    }
    for (int i = 0; i <= epoch; i++) {
      assertThat(trainLoss(run, i))
          .as("epoch " + (i + 1))
          .isCloseTo(trainLoss(uninterrupted, i), within(1e-12));
    }
  }

  @Test
  void stoppedSweepComparesWhatItHasAndNamesTheRest() throws IOException, InterruptedException {
    Path sweep = folder.resolve("sweep");
    Path talk = folder.resolve("stderr");
    Process process = start(sweep, talk, "--set", "optimizer.sgd.lr=[0.05,0.1,0.2]");
    try {
      waitForEpochs(process, sweep.resolve("lr=0.05"), 3);
      Signals.send("TERM", process.pid());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isNotZero();
    assertThat(Files.readString(talk)).contains("Not begun: lr=0.1, lr=0.2. Train these");
    assertThat(Files.readString(sweep.resolve("report.html"))).contains("lr=0.05");
    assertThat(sweep.resolve("lr=0.1")).doesNotExist();
  }

  /** Begins to watch over a command when the JVM is about to end: Ctrl-C came between two runs. */
  static final class TooLate {
    private TooLate() {}

    static void main() {
      Runnable command =
          () -> {
            try (Interruption _ = new Interruption(() -> System.out.print("told to stop, "))) {
              System.out.print("went on");
            }
          };
      Runtime.getRuntime().addShutdownHook(new Thread(command));
    }
  }

  @Test
  void whatBeginsWhileTheJvmEndsIsToldToStopAtOnce() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TooLate.class.getName())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("told to stop, went on");
    assertThat(process.waitFor()).isZero();
  }

  private static double trainLoss(Path run, int epoch) throws IOException {
    return CommandLineRun.metrics(run).get(epoch).get("train_loss").doubleValue();
  }

  private static Process start(Path run, Path talk, String... more) throws IOException {
    Stream<String> words =
        Stream.of(
            "train", "digits", "--epochs", EPOCHS, "--device", "cpu", "--out", run.toString());
    return CommandLineRun.process(Stream.concat(words, Stream.of(more)).toArray(String[]::new))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(talk.toFile())
        .start();
  }

  private static void waitForEpochs(Process process, Path run, int epochs)
      throws IOException, InterruptedException {
    Path metrics = run.resolve("metrics.jsonl");
    for (int tries = 0; tries < 6000; tries++) {
      if (Files.exists(metrics) && Files.readString(metrics).lines().count() >= epochs) {
        return;
      }
      assertThat(process.isAlive()).as("the process is training").isTrue();
      Thread.sleep(10);
    }
    throw new AssertionError("The process has not trained " + epochs + " epochs in a minute.");
  }
}
