package io.github.thalweg.cli.train;

import static io.github.thalweg.cli.CommandLineRun.tryToTrain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The JSON line that closes a run. */
class RunEndTest {
  @TempDir private Path folder;

  @Test
  void itHasTheStatusTheQualityAndWhereTheRunIs() {
    Path run = folder.resolve("run");
    JsonNode end = CommandLineRun.train("iris", run, "--json", "--epochs", "2").json().getLast();

    assertThat(end.propertyNames()).containsExactly("status", "quality", "folder", "report");
    assertThat(end.get("status").stringValue()).isEqualTo("completed");
    assertThat(end.get("quality"))
        .isEqualTo(
            CommandLineRun.of("evaluate", run.toString(), "--device", "cpu", "--json")
                .succeeded()
                .json()
                .getLast());
    assertThat(end.get("folder").stringValue()).isEqualTo(run.toString());
    assertThat(end.get("report").stringValue()).isEqualTo(run.resolve("report.html").toString());
  }

  @Test
  void itHasEachTargetOfSeveral() {
    JsonNode end =
        CommandLineRun.train("seed", folder.resolve("run"), "--json", "--quiet").json().getLast();

    assertThat(end.at("/quality/part").stringValue()).isEqualTo("train");
    assertThat(end.at("/quality/rmse").doubleValue()).isPositive();
    assertThat(end.at("/quality/targets").propertyNames()).containsExactly("y1", "y2");
  }

  @Test
  void aRunThatDivergedOrStalledSaysSo() {
    JsonNode end =
        CommandLineRun.train(
                "line",
                folder.resolve("run"),
                "--json",
                "--epochs",
                "20",
                "--set",
                "optimizer.sgd.lr=1.2")
            .json()
            .getLast();

    assertThat(end.get("status").stringValue()).isEqualTo("diverged");
    assertThat(end.get("message").stringValue()).contains("loss");
    assertThat(end.has("quality")).isTrue();
  }

  @Test
  void aRunThatFailedHasItsMessageAndNoQuality() {
    Path run = folder.resolve("run");
    CommandLineRun failed =
        tryToTrain("line", run, "--json", "--epochs", "500", "--set", "optimizer.sgd.lr=30");

    JsonNode end = failed.json().getLast();
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(end.propertyNames()).containsExactly("status", "message", "folder", "report");
    assertThat(end.get("status").stringValue()).isEqualTo("failed");
    assertThat(failed.err()).contains(end.get("message").stringValue());
  }

  @Test
  void ofSeveralRunsEachHasOneEvenWhereItFailedBeforeItBegan() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("rows.yaml"),
            """
            data: {source: inline, features: [[1], [2]], targets: [[1], [2]]}
            model: [{dense: 1}]
            loss: mse
            optimizer: {sgd: {lr: 0.01}}
            epochs: 1
            """);
    CommandLineRun several =
        CommandLineRun.of(
            "train",
            file.toString(),
            "--device",
            "cpu",
            "--json",
            "--out",
            folder.resolve("out").toString(),
            "--set",
            "model=[[{dense: 1}], [{dense: 3}]]");

    assertThat(several.exit()).isEqualTo(1);
    List<JsonNode> ends = several.json().stream().filter(line -> line.has("status")).toList();
    assertThat(ends)
        .extracting(line -> line.path("run").asString(""), line -> line.get("status").stringValue())
        .containsExactly(
            tuple("model=1", "completed"), tuple("model=3", "failed"), tuple("", "failed"));
    assertThat(ends.get(1).propertyNames()).containsExactly("run", "status", "message");
  }
}
