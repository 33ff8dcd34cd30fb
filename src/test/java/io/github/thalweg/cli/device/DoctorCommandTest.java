package io.github.thalweg.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.terminal.CommandProcess;
import io.github.thalweg.doctor.Diagnosis;
import io.github.thalweg.doctor.Diagnosis.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

  /** As the launcher says it of an SDK of another version: once, and not as a device, too. */
  @Test
  void tornadoThatIsNotUsedIsOneDiagnosis() {
    System.setProperty("thalweg.tornadovm.refused", "It is version 1, and 2 is wanted.");
    try {
      assertThat(CommandLineRun.of("doctor", "--json").json())
          .filteredOn(diagnosis -> diagnosis.get("detail").asString().contains("2 is wanted"))
          .singleElement()
          .satisfies(diagnosis -> assertThat(diagnosis.get("thing").asString()).isEqualTo("SDK"));
    } finally {
      System.clearProperty("thalweg.tornadovm.refused");
    }
  }

  @Test
  void cpuEngineProvesItselfOnTheLossesThatAreKnown() {
    assertThat(CommandLineRun.of("doctor").out())
        .containsPattern(
            "ok +training +ten steps .* from 0\\.470480 to 0\\.008475, with loops; long runs take [a-z]+");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cpu=FOUND | Training works on cpu; nothing is broken. What is missing above is only needed to train on a GPU or another device of TornadoVM.
          cpu=FOUND tornado=MISSING | Training works on cpu; nothing is broken. What is missing above is only needed to train on a GPU or another device of TornadoVM.
          cpu=FOUND opencl:0=FOUND | Training works on cpu, opencl:0; nothing is broken, and what is missing above is not needed for these.
          cpu=FOUND tornado=BROKEN | Training works on cpu. Other devices cannot be used until what is BROKEN above is fixed.
          list=BROKEN engine=BROKEN | Training does not work: fix what is BROKEN above, the CPU engine first.
          """)
  void conclusionSaysWhatCanBeTrainedOnAndWhatIsMissingFor(String found, String conclusion) {
    List<Diagnosis> diagnoses = new ArrayList<>();
    diagnoses.add(new Diagnosis("Devices", "reference", State.FOUND, "", Optional.empty()));
    for (String one : found.split(" ", -1)) {
      String[] words = one.split("=", -1);
      String part = words[0].equals("engine") ? "CPU engine" : "Devices";
      diagnoses.add(new Diagnosis(part, words[0], State.valueOf(words[1]), "", Optional.empty()));
    }

    assertThat(DoctorCommand.conclusion(diagnoses)).isEqualTo(conclusion);
  }

  @Test
  void deviceIsSoundOnceItHasTrained() {
    assertThat(DoctorCommand.trained("opencl:0", "A device", answer(0, 0.47048, 0.008475414, "")))
        .isEqualTo(
            new Diagnosis(
                "Devices",
                "opencl:0",
                State.FOUND,
                "A device; ten steps of the recipe seed take the loss from 0.470480 to 0.008475",
                Optional.empty()));
    assertThat(DoctorCommand.trained("opencl:0", "A device", answer(1, 0.47048, 0.1, "No.")))
        .isEqualTo(
            new Diagnosis(
                "Devices",
                "opencl:0",
                State.BROKEN,
                "A device; training fails: No.",
                Optional.empty()));
    assertThat(DoctorCommand.trained("opencl:0", "A device", answer(0, 0.47048, 0.1, "")))
        .isEqualTo(
            new Diagnosis(
                "Devices",
                "opencl:0",
                State.BROKEN,
                "A device; the losses of the recipe seed are wrong there",
                Optional.of("Find the difference with: thalweg check seed --device opencl:0")));
  }

  private static CommandProcess.Answer answer(int exit, double first, double tenth, String said) {
    List<JsonNode> lines = new ArrayList<>();
    for (int epoch = 1; epoch <= 10; epoch++) {
      double loss = epoch == 1 ? first : tenth;
      lines.add(
          JsonMapper.shared().readTree("{\"epoch\":" + epoch + ",\"train_loss\":" + loss + "}"));
    }
    lines.add(JsonMapper.shared().readTree("{\"status\":\"completed\"}"));
    return new CommandProcess.Answer(exit, lines, said);
  }

  @Test
  void whatTheLauncherRefusedIsBroken() {
    System.setProperty("thalweg.tornadovm.refused", "It is version 1, and 2 is wanted.");
    try {
      CommandLineRun run = CommandLineRun.of("doctor");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.out())
          .containsPattern("BROKEN +SDK +It is version 1, and 2 is wanted\\.")
          .contains("Other devices cannot be used until what is BROKEN above is fixed");
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
          .filteredOn(diagnosis -> diagnosis.get("thing").asString().equals("training"))
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
