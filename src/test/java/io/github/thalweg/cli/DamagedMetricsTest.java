package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.Session;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunRecorder;
import io.github.thalweg.train.Trainer;
import io.github.thalweg.train.TrainingListener;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a metrics.jsonl that is not as the run wrote it. */
class DamagedMetricsTest {
  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void train() {
    out = folder.resolve("run");
    CommandLineRun.train("iris", out, "--epochs", "7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"epoch\":3,\"step\":24,\"train_lo", "{garbage}", "\uFFFD\u0000", "17", "{}"})
  void damagedLineIsNamedAndLeftOutOfTheReport(String line) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(out.resolve("metrics.jsonl")));
    lines.set(2, line);
    Files.write(out.resolve("metrics.jsonl"), lines);

    CommandLineRun report = CommandLineRun.of("report", out.toString()).succeeded();

    String sentence =
        out.resolve("metrics.jsonl")
            + " is damaged in line 3; the report leaves this out, and shows the 6 epochs that can be read.";
    assertThat(report.err()).isEqualTo(sentence + "\n");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("\"damage\":\"" + sentence + "\"", "\"epoch\":2,", "\"epoch\":4,")
        .doesNotContain("\"epoch\":3,", "garbage");
  }

  @Test
  void bytesThatAreNoTextAreDamage() throws IOException {
    byte[] bytes = Files.readAllBytes(out.resolve("metrics.jsonl"));
    bytes[1] = (byte) 0xff;
    Files.write(out.resolve("metrics.jsonl"), bytes);

    assertThat(CommandLineRun.of("report", out.toString()).succeeded().err())
        .contains("damaged in line 1;", "the 6 epochs");
  }

  @Test
  void linesThatGoBackAreLeftOut() throws IOException {
    Path metrics = out.resolve("metrics.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(metrics));
    List<String> twice = new ArrayList<>(lines);
    twice.addAll(2, lines.subList(0, 2));
    Files.write(metrics, twice);

    assertThat(CommandLineRun.of("report", out.toString()).succeeded().err())
        .isEqualTo(
            metrics
                + " is damaged in lines 3, 4; the report leaves this out, and shows the 7 epochs that can be read.\n");
    CommandLineRun.tryToResume(out, "--epochs", "8").succeeded();
    assertThat(Files.readAllLines(metrics)).startsWith(lines.toArray(String[]::new)).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
  void linesInAnotherEncodingAreDamage(String encoding) throws IOException {
    Path metrics = out.resolve("metrics.jsonl");
    Files.writeString(metrics, Files.readString(metrics), Charset.forName(encoding));

    CommandLineRun.tryToResume(out, "--epochs", "8").succeeded();

    assertThat(Files.readString(metrics)).startsWith("{\"epoch\":8,").hasLineCount(1);
  }

  @Test
  void manyDamagedLinesAreCounted() throws IOException {
    Files.writeString(out.resolve("metrics.jsonl"), "x\n".repeat(9));

    assertThat(CommandLineRun.of("report", out.toString()).succeeded().err())
        .contains("damaged in lines 1, 2, 3, 4, 5 and 4 more;");
  }

  @Test
  void lastEpochsOfARunThatCameToItsEndAreMissedToo() throws IOException {
    Path metrics = out.resolve("metrics.jsonl");
    Files.write(metrics, Files.readAllLines(metrics).subList(0, 4));

    String lacking = metrics + " lacks epochs 5, 6, 7; ";
    assertThat(CommandLineRun.of("report", out.toString()).succeeded().err())
        .isEqualTo(
            lacking + "the report leaves this out, and shows the 4 epochs that can be read.\n");
    assertThat(CommandLineRun.of("runs", "list", folder.toString()).succeeded().err())
        .isEqualTo(lacking + "this is left out here.\n");

    Files.writeString(metrics, "");
    assertThat(CommandLineRun.of("report", out.toString()).succeeded().err())
        .isEqualTo(
            metrics + " lacks epochs 1, 2, 3, 4, 5 and 2 more; the report shows no epochs.\n");
  }

  @Test
  void pageOfSeveralRunsNamesTheOneThatIsDamaged() throws IOException {
    Path other = folder.resolve("other");
    CommandLineRun.train("iris", other, "--epochs", "2");
    Files.writeString(other.resolve("metrics.jsonl"), "{\"epoch\":1,");

    assertThat(CommandLineRun.of("report", out.toString(), other.toString()).succeeded().err())
        .startsWith(other.resolve("metrics.jsonl") + " is damaged in line 1;")
        .hasLineCount(1);
  }

  @Test
  void resumedRunSaysWhatItLeavesOutAndGoesOn() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(out.resolve("metrics.jsonl")));
    lines.set(4, "{\"epoch\":5,");
    Files.write(out.resolve("metrics.jsonl"), lines);

    CommandLineRun resumed =
        CommandLineRun.of("train", "--resume", out.toString(), "--epochs", "8", "--device", "cpu");

    assertThat(resumed.succeeded().err())
        .contains(
            out.resolve("metrics.jsonl")
                + " is damaged in line 5; that is left out from now on.\n");
    assertThat(CommandLineRun.metrics(out))
        .extracting(epoch -> epoch.get("epoch").intValue())
        .containsExactly(1, 2, 3, 4, 6, 7, 8);
    assertThat(CommandLineRun.of("report", out.toString()).succeeded().err())
        .isEqualTo(
            out.resolve("metrics.jsonl")
                + " lacks epoch 5; the report leaves this out, and shows the 7 epochs that can be read.\n");
  }

  @Test
  void missingFileIsNoRunOfNoEpochs() throws IOException {
    Path other = folder.resolve("other");
    CommandLineRun.train("iris", other, "--epochs", "2");
    Path metrics = out.resolve("metrics.jsonl");
    Files.delete(metrics);

    assertThat(CommandLineRun.of("report", out.toString()).succeeded().err())
        .isEqualTo(metrics + " is missing; the report shows no epochs.\n");
    CommandLineRun list = CommandLineRun.of("runs", "list", folder.toString()).succeeded();
    assertThat(list.err()).isEqualTo(metrics + " is missing; this is left out here.\n");
    assertThat(list.out()).containsPattern("run +iris +cpu +–   .* completed\\R");
    CommandLineRun compared =
        CommandLineRun.of("runs", "compare", out.toString(), other.toString(), "--json");
    assertThat(compared.succeeded().err()).isEqualTo(list.err());
    assertThat(compared.json().getFirst().at("/metrics/epochs").isMissingNode()).isTrue();
    assertThat(compared.json().getFirst().at("/damage/0").asString() + "\n").isEqualTo(list.err());
    assertThat(compared.json().getLast().has("damage")).isFalse();

    CommandLineRun resumed =
        CommandLineRun.of("train", "--resume", out.toString(), "--epochs", "9", "--device", "cpu");
    assertThat(resumed.succeeded().err())
        .contains(metrics + " is missing; it starts again with the next epoch.\n");
    assertThat(CommandLineRun.of("runs", "list", folder.toString()).err())
        .isEqualTo(metrics + " lacks epochs 1, 2, 3, 4, 5 and 2 more; this is left out here.\n");
  }

  @Test
  void runThatWasStoppedInItsFirstEpochMissesNothing() throws IOException {
    Path stopped = folder.resolve("stopped");
    PreparedRun run = PreparedRun.of(RunFile.read("iris"));
    try (Session session = run.open("cpu")) {
      RunRecorder kept = RunRecorder.create(stopped);
      TrainingListener stop =
          new TrainingListener() {
            @Override
            public void stepsTaken(int epoch, long step, double meanLoss) {
              session.stop();
            }
          };
      new Trainer(run, session, OptionalInt.of(3), List.of(kept, stop)).run();
    }
    assertThat(stopped.resolve("model.safetensors")).exists();
    Files.writeString(
        stopped.resolve("about.json"),
        "{\"settings\": {}, \"steps_per_epoch\": 8, \"outcome\": {\"status\": \"stopped\"}}");

    CommandLineRun list = CommandLineRun.of("runs", "list", folder.toString()).succeeded();

    assertThat(list.err()).isEmpty();
    assertThat(list.out()).containsPattern("stopped +– +– +0 .* stopped\\R");
  }

  @Test
  void damagedLineIsSaidWhereRunsAreListedAndCompared() throws IOException {
    Path other = folder.resolve("other");
    CommandLineRun.train("iris", other, "--epochs", "2");
    Files.writeString(other.resolve("metrics.jsonl"), "{\"epoch\":1,");

    String sentence =
        other.resolve("metrics.jsonl") + " is damaged in line 1; this is left out here.\n";
    assertThat(CommandLineRun.of("runs", "list", folder.toString()).succeeded().err())
        .isEqualTo(sentence);
    assertThat(CommandLineRun.of("runs", "compare", folder.toString()).succeeded().err())
        .isEqualTo(sentence);
  }
}
