package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is said by a Java that computes, and lacks a module that only writing a run needs. */
@EnabledOnOs(OS.LINUX)
class TrialRunTest {
  private static final String WITHOUT_XML =
      "--limit-modules=java.logging,java.management,jdk.management,jdk.unsupported,jdk.zipfs,jdk.httpserver,jdk.incubator.vector";

  private record Answer(int exit, String text) {}

  @Test
  void doctorFindsThatNoRunCanBeWritten() throws Exception {
    Answer doctor = answer("doctor");

    assertThat(doctor.exit()).isEqualTo(Main.FAILED);
    assertThat(doctor.text())
        .containsPattern("ok +training ")
        .containsPattern("(?s)BROKEN +a whole run .*org/w3c/dom/Node.*a full JDK 25")
        .contains("Training does not work: mend what is BROKEN above");
  }

  @Test
  void checkFindsThatNoRunCanBeWritten() throws Exception {
    Answer check = answer("check", "seed", "--device", "cpu");

    assertThat(check.exit()).isEqualTo(Main.FAILED);
    assertThat(check.text().lines())
        .last()
        .asString()
        .startsWith("What was checked is right, but no run can be trained and written here: ")
        .contains("org/w3c/dom/Node");
  }

  @Test
  void wholeJavaHasNoTrouble() {
    assertThat(TrialRun.trouble()).isEmpty();
  }

  private static Answer answer(String... command) throws Exception {
    Process process =
        CommandLineRun.process(List.of("--add-modules=jdk.incubator.vector", WITHOUT_XML), command)
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }
}
