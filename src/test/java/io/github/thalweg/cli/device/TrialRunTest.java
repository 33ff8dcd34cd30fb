package io.github.thalweg.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.Main;
import io.github.thalweg.cli.terminal.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is said by a Java that computes, and lacks a module that only writing a run needs. */
@EnabledOnOs(OS.LINUX)
class TrialRunTest {
  private static final String WITHOUT_XML =
      "--limit-modules=java.logging,java.management,jdk.management,jdk.unsupported,jdk.zipfs,jdk.httpserver,jdk.incubator.vector";

  private record Answer(int exit, String text) {}

  @Test
  void doctorFindsThatNoRunCanBeWritten() throws Exception {
    Answer doctor = answer("doctor");

    assertThat(doctor.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(doctor.text())
        .containsPattern("ok +training ")
        .containsPattern("(?s)BROKEN +a whole run .*org/w3c/dom/Node.*a full JDK 25")
        .contains("Training does not work: fix what is BROKEN above");
  }

  @Test
  void checkFindsThatNoRunCanBeWritten() throws Exception {
    Answer check = answer("check", "seed", "--device", "cpu");

    assertThat(check.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(check.text().lines())
        .last()
        .asString()
        .startsWith("All checks passed, but no run can be trained and written here: ")
        .contains("org/w3c/dom/Node");
  }

  @Test
  void wholeJavaHasNoTrouble() {
    assertThat(TrialRun.trouble(Main::execute)).isEmpty();
  }

  /** A run can be trained all the same, and written where there is room. */
  @Test
  void doctorFindsThatThereIsNoPlaceForTemporaryFiles(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path none = folder.resolve("none");
    ProcessBuilder doctor =
        CommandLineRun.process(
            List.of("--add-modules=jdk.incubator.vector", "-Djava.io.tmpdir=" + none), "doctor");
    doctor.environment().put("THALWEG_CACHE", file.toString());
    doctor.environment().put("COLUMNS", "1000");

    Answer answer = answer(doctor);

    assertThat(answer.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(answer.text())
        .containsPattern("ok +training ")
        .containsPattern("BROKEN +temporary files +There is no place for temporary files")
        .contains(none + " (", file + " (", "THALWEG_CACHE", "Training works on cpu");
  }

  private static Answer answer(String... command) throws Exception {
    return answer(
        CommandLineRun.process(
            List.of("--add-modules=jdk.incubator.vector", WITHOUT_XML), command));
  }

  private static Answer answer(ProcessBuilder command) throws Exception {
    Process process = command.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }
}
