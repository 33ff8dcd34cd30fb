package io.github.thalweg.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.Signals;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.InferenceSession;
import io.github.thalweg.engine.Session;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.TrainingProgram;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.NewFolder;
import io.github.thalweg.train.PreparedRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are told to end while they wait for their data, from a stdin that gives none. */
@EnabledOnOs(OS.LINUX)
class StoppedEarlyTest {
  @TempDir private Path folder;
  private Path recipe;

  @BeforeEach
  void recipe() throws IOException {
    recipe =
        Files.writeString(
            folder.resolve("points.yaml"),
            """
            data: {source: csv, path: points.csv, target: y, split: none}
            model: [{dense: 1}]
            loss: mse
            optimizer: {sgd: {lr: 0.01}}
            epochs: 3
            """);
  }

  @Test
  void trainingThatHasNotBegunSaysSoAndLeavesNothing() throws Exception {
    Path out = folder.resolve("run");

    assertThat(
            stopped(
                "Reading the data.",
                "train",
                recipe.toString(),
                "--set",
                "data.path=/dev/stdin",
                "--device",
                "cpu",
                "--out",
                out.toString()))
        .isEqualTo("Stopped before the training began; nothing was written.");
    assertThat(out).doesNotExist();
  }

  /** Trains on a device that never gets ready. */
  static final class SlowDevice implements Device {
    static void main(String[] arguments) {
      CommandLineRun.bePatient();
      PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
      Screen screen = new Screen(err, err, false);
      new TrainingRun(
              screen,
              new SlowDevice(),
              OptionalInt.empty(),
              List.of(),
              new RunEnd(screen, false, false),
              false,
              "",
              Optional.of("Stopped."))
          .start(PreparedRun.of(RunFile.read("seed")), NewFolder.named(Path.of(arguments[0])));
    }

    @Override
    public DeviceInfo info() {
      throw new UnsupportedOperationException();
    }

    @Override
    public InferenceSession open(Inference inference, float[] parameters) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Session open(TrainingProgram program) {
      System.out.println("Opening.");
      LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(2));
      throw new AssertionError("It was told to stop.");
    }
  }

  @Test
  void trainingWhoseDeviceIsNotReadySaysSoAndLeavesNothing() throws Exception {
    Path out = folder.resolve("run");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SlowDevice.class.getName(),
                out.toString())
            .start();
    try (BufferedReader opening = process.inputReader();
        BufferedReader talk = process.errorReader()) {
      assertThat(opening.readLine()).isEqualTo("Opening.");
      Signals.send("TERM", process.pid());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
      assertThat(talk.readAllLines()).containsExactly("Stopped.");
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(out).doesNotExist();
  }

  @Test
  void surfaceThatIsNotDrawnLeavesTheRunAsItWas() throws Exception {
    Path out = folder.resolve("run");
    Path csv = Files.writeString(folder.resolve("points.csv"), "x,y\n1,2\n2,3\n3,5\n");
    CommandLineRun.train(recipe.toString(), out);
    Path settings = out.resolve("run.yaml");
    Files.writeString(
        settings, Files.readString(settings).replace(csv.toRealPath().toString(), "/dev/stdin"));
    Map<String, ByteBuffer> before = CommandLineRun.files(out);

    assertThat(stopped("Drawing the surface.", "surface", out.toString(), "--device", "cpu"))
        .isEqualTo("Stopped before the surface was drawn; the report of " + out + " is as it was.");
    assertThat(CommandLineRun.files(out)).isEqualTo(before);
  }

  /**
   * The last word of a command that is told to end while it reads.
   *
   * @param reading what it says then
   */
  private String stopped(String reading, String... arguments)
      throws IOException, InterruptedException {
    Path talk = folder.resolve("stderr");
    Process process =
        CommandLineRun.process(
                List.of("--add-modules=jdk.incubator.vector", "-Dthalweg.patience=1"), arguments)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(talk.toFile())
            .start();
    try {
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
      while (!Files.readString(talk).contains(reading) && System.nanoTime() < end) {
        Thread.sleep(20);
      }
      assertThat(Files.readString(talk)).contains(reading);
      Signals.send("TERM", process.pid());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(143);
    return Files.readAllLines(talk).getLast();
  }
}
