package io.github.thalweg.cli;

import static io.github.thalweg.cli.CommandLineRun.runs;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.EpochMetrics;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.RunRecorder;
import io.github.thalweg.train.TrainingListener;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that a program trains with nothing but their folder, as the commands see them. */
class ProgramsRunTest {
  @TempDir private Path folder;

  @Test
  void runOfAProgramThatKnowsNoReportIsWhole() {
    for (int epochs : new int[] {3, 2}) {
      PreparedRun run = PreparedRun.of(RunFile.read("iris", "epochs=" + epochs));
      try (Session session = run.open("cpu")) {
        run.train(session, RunRecorder.create(folder.resolve("own-" + epochs)));
      }
    }

    CommandLineRun compared =
        runs("compare", folder.resolve("own-2").toString(), folder.resolve("own-3").toString());
    assertThat(compared.succeeded().err()).isEmpty();
    assertThat(compared.out()).doesNotContain("ended");
    CommandLineRun report =
        CommandLineRun.of("report", folder.resolve("own-3").toString(), "--device", "cpu");
    assertThat(report.succeeded().err()).isEmpty();
    assertThat(runs("list", folder.toString(), "--json").json())
        .extracting(line -> line.get("status").stringValue())
        .containsOnly("completed");
  }

  @Test
  void runOfAProgramThatIsStoppedOrGoesOnSaysSo() {
    Path own = folder.resolve("own");
    PreparedRun run = PreparedRun.of(RunFile.read("iris", "epochs=3"));
    try (Session session = run.open("cpu")) {
      TrainingListener stopping =
          new TrainingListener() {
            @Override
            public void epochEnded(EpochMetrics metrics, State state) {
              session.stop();
            }
          };
      assertThat(run.train(session, RunRecorder.create(own), stopping)).isFalse();
    }
    assertThat(status(own)).isEqualTo("stopped");

    try (Session session = run.open("cpu")) {
      session.state(RunFolder.existing(own).checkpoint().state());
      assertThat(run.train(session, new RunRecorder(RunFolder.existing(own)))).isTrue();
    }
    assertThat(status(own)).isEqualTo("completed");
    CommandLineRun.of("train", "--resume", own.toString(), "--epochs", "4", "--device", "cpu")
        .succeeded();
    assertThat(status(own)).isEqualTo("completed");
    assertThat(
            runs("list", folder.toString(), "--json").json().getFirst().get("device").stringValue())
        .isEqualTo("cpu");
  }

  private String status(Path run) {
    return runs("list", run.getParent().toString(), "--json")
        .json()
        .getFirst()
        .get("status")
        .stringValue();
  }
}
