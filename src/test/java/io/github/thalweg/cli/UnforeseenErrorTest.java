package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.cli.device.TrialStep;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.InferenceSession;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.TrainingProgram;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said where Java itself gives up, as over a class or a module that cannot be loaded. */
class UnforeseenErrorTest {
  /** A device that is there, and whose sessions cannot be opened. */
  private record Hollow(Throwable failure) implements Device {
    @Override
    public DeviceInfo info() {
      return new DeviceInfo("hollow", "hollow", "H", "java", "cpu", "none", 1, 1, Optional.empty());
    }

    @Override
    public InferenceSession open(Inference inference, float[] parameters) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Session open(TrainingProgram program) {
      switch (failure) {
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        default -> throw new AssertionError(failure);
      }
    }
  }

  @Test
  void classThatCannotBeLoadedIsASentenceAndNoStackTrace() throws Exception {
    ProcessBuilder command = CommandLineRun.process("train", "seed");
    withoutYaml(command.command());

    Process process = command.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED);
    assertThat(said.lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .singleElement()
        .asString()
        .startsWith(
            "Thalweg failed because of an error in the program (java.lang.NoClassDefFoundError: ")
        .contains("Please report this");
  }

  private static void withoutYaml(List<String> command) {
    int classPath = command.indexOf("-cp") + 1;
    command.set(
        classPath,
        Stream.of(command.get(classPath).split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("yaml"))
            .collect(Collectors.joining(File.pathSeparator)));
  }

  @Test
  void deviceThatCannotTrainIsNotUsable() {
    assertThat(TrialStep.of(new Hollow(new NoClassDefFoundError("jdk/incubator/X"))).unusable())
        .contains(
            "it fails because of an error in the program (java.lang.NoClassDefFoundError: jdk/incubator/X). Please report this.");
    assertThat(
            TrialStep.of(new Hollow(new IllegalStateException("no module")))
                .unusable()
                .orElseThrow())
        .contains("IllegalStateException: no module");
    assertThat(TrialStep.of(new Hollow(new RunFailedException("No memory."))).unusable())
        .contains("No memory.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void deviceThatTrainsIsAsItSays(String name) {
    Device device = Devices.find(name);

    assertThat(TrialStep.of(device)).isEqualTo(device.info());
  }

  @Test
  void engineThatCannotStartIsSaidByDevicesAndDoctor(@TempDir Path broken) throws Exception {
    Path engine = Files.createDirectories(broken.resolve("io/github/thalweg/engine/cpu/dense"));
    Files.writeString(engine.resolve("LinearOps.class"), "no class at all");

    String devices = output(broken, "devices");
    String doctor = output(broken, "doctor");

    assertThat(devices)
        .containsPattern(
            "(?m)^reference .*\\Rcpu .*\\R +not usable: it fails because of an error in the program \\(java");
    assertThat(doctor)
        .containsPattern("BROKEN +training +it fails because of an error in the program \\(java")
        .containsPattern("BROKEN +cpu +it fails because of an error in the program \\(java")
        .containsPattern("ok +reference ");
  }

  /** What a command prints where a folder's classes go before the right ones. */
  private static String output(Path classes, String command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = CommandLineRun.process(command);
    int classPath = builder.command().indexOf("-cp") + 1;
    builder.command().set(classPath, classes + ":" + builder.command().get(classPath));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
