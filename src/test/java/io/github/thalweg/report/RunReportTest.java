package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunRecorder;
import io.github.thalweg.train.RunStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunReportTest {
  @TempDir private Path folder;

  /** There is a model, and no gradient of a step. */
  @Test
  void runThatIsStoppedBeforeItsFirstStepHasAWholeReport() {
    PreparedRun run = PreparedRun.of(RunFile.read("iris"));
    RunRecorder recorder = RunRecorder.create(folder.resolve("run"));
    RunReport report =
        new RunReport(recorder.folder(), Devices.find("cpu").info(), Trained.COMMAND);
    try (Session session = run.open("cpu")) {
      session.stop();
      assertThat(run.train(session, recorder, report)).isFalse();

      assertThat(report.ended(false)).isEmpty();
    }
    assertThat(report.status()).isEqualTo(RunStatus.STOPPED);
    Trained stopped = new Trained(recorder.folder());
    JsonNode findings = stopped.json("evaluation.json");
    assertThat(findings.path("parameters")).isNotEmpty();
    assertThat(findings.at("/parameters/0").has("gradient")).isFalse();
    assertThat(stopped.path("report.html")).exists();
  }
}
