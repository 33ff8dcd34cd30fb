package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import tools.jackson.databind.JsonNode;

@EnabledOnOs(OS.LINUX)
class DoctorCommandTest {
  @Test
  void everyPartIsLookedAtAndTheExitCodeSaysWhetherAnythingIsBroken() {
    CommandLineRun run = CommandLineRun.of("doctor", "--json");

    List<JsonNode> diagnoses = run.json();
    assertThat(diagnoses)
        .extracting(diagnosis -> diagnosis.get("part").asString())
        .contains("Java", "CPU engine", "TornadoVM", "OpenCL", "PTX and CUDA", "Devices");
    assertThat(diagnoses)
        .extracting(diagnosis -> diagnosis.get("state").asString())
        .isSubsetOf("found", "missing", "broken");
    boolean broken =
        diagnoses.stream()
            .anyMatch(diagnosis -> diagnosis.get("state").asString().equals("broken"));
    assertThat(run.exit()).isEqualTo(broken ? 1 : 0);
  }

  @Test
  void cpuEngineProvesItselfOnTheLossesThatAreKnown() {
    assertThat(CommandLineRun.of("doctor").out())
        .containsPattern(
            "ok +training +ten steps .* from 0\\.470480 to 0\\.008475, with loops; long runs take [a-z]+");
  }

  @Test
  void whatTheLauncherRefusedIsBroken() {
    System.setProperty("thalweg.tornadovm.refused", "It is version 1, and 2 is wanted.");
    try {
      CommandLineRun run = CommandLineRun.of("doctor");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.out())
          .containsPattern("BROKEN +SDK +It is version 1, and 2 is wanted\\.")
          .containsPattern("Broken: [1-9]");
    } finally {
      System.clearProperty("thalweg.tornadovm.refused");
    }
  }

  @Test
  void cpuEngineThatCannotMultiplyIsBroken() {
    String processor = System.getProperty("os.arch");
    System.setProperty("thalweg.gemm", "openblas");
    System.setProperty("os.arch", "pdp11");
    try {
      CommandLineRun run = CommandLineRun.of("doctor", "--json");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.json())
          .filteredOn(diagnosis -> diagnosis.get("part").asString().equals("CPU engine"))
          .singleElement()
          .satisfies(diagnosis -> {
            assertThat(diagnosis.get("state").asString()).isEqualTo("broken");
            assertThat(diagnosis.get("detail").asString()).contains("no OpenBLAS for");
          });
      assertThat(run.json().getLast().get("thing").asString()).isEqualTo("list");
    } finally {
      System.clearProperty("thalweg.gemm");
      System.setProperty("os.arch", processor);
    }
  }
}
