package io.github.thalweg.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A command whose output is lost has not done what it was asked. */
@EnabledOnOs(OS.LINUX)
class StandardOutputTest {
  @TempDir private Path folder;

  @Test
  void fullDiskFailsTheCommand() throws IOException, InterruptedException {
    Path talk = folder.resolve("stderr");
    Process process =
        CommandLineRun.process("recipes", "--explain")
            .redirectOutput(new File("/dev/full"))
            .redirectError(talk.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).isEqualTo(ExitCode.FAILED);
    assertThat(Files.readString(talk).lines().toList().getLast())
        .startsWith("The output is not complete: the standard output cannot be written");
  }

  @Test
  void readerThatHasHadEnoughIsToldOfByTheExitCodeAlone() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Path talk = folder.resolve("stderr");
    Process process =
        CommandLineRun.process("train", "seed", "--device", "cpu", "--out", run.toString())
            .redirectError(talk.toFile())
            .start();
    try {
      process.getInputStream().close();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).isEqualTo(StandardOutput.PIPE_CLOSED);
    assertThat(Files.readString(talk)).doesNotContain("is not complete").contains("is in " + run);
    assertThat(CommandLineRun.metrics(run)).hasSize(10);
  }
}
