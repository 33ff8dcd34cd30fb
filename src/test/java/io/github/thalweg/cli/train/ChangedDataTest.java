package io.github.thalweg.cli.train;

import static io.github.thalweg.cli.CommandLineRun.files;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose data or settings were changed after they had been trained. */
class ChangedDataTest {
  @TempDir private Path folder;
  private Path csv;
  private Path out;

  @BeforeEach
  void train() throws IOException {
    csv = folder.resolve("plane.csv");
    out = folder.resolve("run");
    StringBuilder rows = new StringBuilder("a,b,y\n");
    // Of some rows, two epochs learn next to nothing, which would be said too.
    Random random = new Random(2);
    for (int i = 0; i < 41; i++) {
      float a = random.nextFloat(-1, 1);
      float b = random.nextFloat(-1, 1);
      rows.append(a).append(',').append(b).append(',').append(a - 2 * b).append('\n');
    }
    Files.writeString(csv, rows);
    Path recipe =
        Files.writeString(
            folder.resolve("plane.yaml"),
            """
            data: {source: csv, path: plane.csv, target: y, split: {test: 0.25}}
            model: [{dense: 3}, tanh, {dense: 1}]
            loss: mse
            optimizer: {sgd: {lr: 0.1}}
            batch: 7
            epochs: 2
            """);
    CommandLineRun.train(recipe.toString(), out);
  }

  @Test
  void sameRowsInAnotherFileAndFormAreTheSameData() throws IOException {
    Path moved = folder.resolve("moved.csv");
    Files.writeString(moved, Files.readString(csv).replace(",", " ; ").replace("\n", "\r\n"));
    Files.delete(csv);
    Path settings = out.resolve("run.yaml");
    Files.writeString(
        settings, Files.readString(settings).replace(csv.toString(), moved.toString()));

    assertThat(evaluate().succeeded().err()).isEmpty();
    assertThat(resume().succeeded().err()).doesNotContain("trained on", "edited");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "value  | as many rows and features, with other values or names",
        "row    | 31 training and 10 test rows then, 30 and 10 now"
      })
  void otherRowsAreRefusedByResumeAndSaidByEvaluate(String change, String difference)
      throws IOException {
    String text = Files.readString(csv);
    Files.writeString(
        csv,
        switch (change) {
          case "value" -> text.replaceFirst("\n[^,]+,", "\n0.5,");
          default -> text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1);
        });
    Map<String, ByteBuffer> before = files(out);

    CommandLineRun evaluated = evaluate();
    String refused = resume().wrongUse();

    assertThat(evaluated.err().lines().findFirst())
        .contains(
            "The data is not what the run in "
                + out
                + " was trained on ("
                + difference
                + "), so the training may have seen rows of the test part.");
    assertThat(evaluated.exit()).isZero();
    assertThat(refused)
        .startsWith("The data is not what the run in " + out + " was trained on (" + difference)
        .endsWith(
            "restore that data, or start a new run from its model with: thalweg train "
                + out.resolve("run.yaml")
                + " --init "
                + out.resolve("model.safetensors"));
    assertThat(files(out)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,", ""})
  void missingColumnIsNamedByAllThatReadTheData(String name) throws IOException {
    String text = Files.readString(csv);
    Files.writeString(
        csv, name.isEmpty() ? text.replaceAll("(?m)^[^,]+,", "") : text.replaceFirst(name, "c,"));
    Map<String, ByteBuffer> before = files(out);
    String missing =
        out.resolve("run.yaml")
            + ": 'a' is not a column of "
            + csv
            + " (line 1), and the model needs it as a feature.";

    assertThat(evaluate().wrongUse()).startsWith(missing);
    assertThat(resume().wrongUse()).startsWith(missing);
    assertThat(CommandLineRun.of("surface", out.toString(), "--device", "cpu").wrongUse())
        .startsWith(missing);
    assertThat(CommandLineRun.of("check", out.toString(), "--device", "cpu").wrongUse())
        .startsWith(missing);
    assertThat(files(out)).isEqualTo(before);
  }

  @Test
  void otherDataOnTheCommandLineOfResumeIsRefusedToo() {
    assertThat(resume("--set", "data.standardize=true").wrongUse())
        .contains("data.standardize", "as they are, or start a new run from its model with --init");
  }

  @Test
  void remedyOfTheRefusalStartsANewRun() throws IOException {
    Files.writeString(csv, Files.readString(csv) + "0,0,0\n");

    CommandLineRun.train(
        out.resolve("run.yaml").toString(),
        folder.resolve("new"),
        "--init",
        out.resolve("model.safetensors").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "batch: 7, batch: 8, 'batch was 7, now 8'",
    "seed: 0, seed: 3, 'seed was 0, now 3'",
    "test: 0.25, test: 0.5, 'data.split.test was 0.25, now 0.5'"
  })
  void batchesThatWereEditedInTheRunsOwnSettingsAreRefused(
      String from, String to, String difference) throws IOException {
    edit(from, to);

    assertThat(resume().wrongUse())
        .startsWith(out.resolve("run.yaml") + " was edited since the run was trained (")
        .contains(difference, "put that back, or start a new run from its model with");
  }

  @Test
  void otherSettingsThatWereEditedAreFollowedWithAWord() throws IOException {
    edit("lr: 0.1", "lr: 0.01");
    edit("- tanh", "- relu");

    assertThat(resume().succeeded().err())
        .contains(
            out.resolve("run.yaml")
                + " was edited since the run was trained, and the run continues with the new settings: model.1 was"
                + " \"tanh\", now \"relu\"; optimizer.sgd.lr was 0.1, now 0.01.");
    assertThat(evaluate().succeeded().err()).isEmpty(); // They are the run's own by now.
  }

  @Test
  void otherSettingsThatAreAskedForAreFollowedWithAWord() {
    String said =
        "The run continues with other settings than before: optimizer.sgd.lr was"
            + " 0.1, now 0.02.";

    assertThat(resume("--set", "optimizer.sgd.lr=0.02").succeeded().err()).contains(said);
    CommandLineRun again =
        CommandLineRun.of("train", "--resume", out.toString(), "--epochs", "4", "--device", "cpu");
    assertThat(again.succeeded().err()).doesNotContain("other settings");
  }

  @Test
  void editThatKeepsARunFromGoingOnIsSaidInItsRefusalAlone() throws IOException {
    edit("dense: 3", "dense: 5");
    edit("lr: 0.1", "lr: 0.01");

    assertThat(resumeElsewhere().wrongUse())
        .startsWith(out.resolve("checkpoint.safetensors") + " has 13 parameters and 0 values")
        .contains(
            "have 21 and 0 (", "model.0.dense was 3, now 5", "; put that back, or start a new run");

    edit("dense: 5", "dense: 3");
    Files.writeString(csv, Files.readString(csv) + "0,0,0\n");
    assertThat(resumeElsewhere().wrongUse()).startsWith("The data is not what");
  }

  @Test
  void modelThatWasEditedIsEvaluatedWithAWord() throws IOException {
    edit("- tanh", "- relu");
    edit("lr: 0.1", "lr: 0.01");

    String note =
        out.resolve("run.yaml")
            + " is not as the run was trained (model.1 was \"tanh\", now \"relu\"), and is followed.\n";
    assertThat(evaluate().succeeded().err()).isEqualTo(note);
    CommandLineRun predicted =
        CommandLineRun.of("predict", out.toString(), "--input", csv.toString(), "--device", "cpu");
    assertThat(predicted.succeeded().err()).isEqualTo(note);
  }

  @Test
  void splitThatWasEditedIsNamedWhereTheModelIsEvaluated() throws IOException {
    edit("test: 0.25", "test: 0.5");

    assertThat(evaluate().succeeded().err())
        .contains(
            "31 training and 10 test rows then, ",
            "; in " + out.resolve("run.yaml") + " data.split.test was 0.25, now 0.5)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"settings\": ", "[]", "{}"})
  void runThatForgotWhatItWasTrainedWithSaysSo(String about) throws IOException {
    Path file = out.resolve("about.json");
    if (about.isEmpty()) {
      Files.delete(file);
    } else {
      Files.writeString(file, about);
    }

    String note = out + " has no valid about.json, so nothing says whether ";
    assertThat(evaluate().succeeded().err()).contains(note);
    assertThat(resume().succeeded().err()).contains(note).doesNotContain("could not be written");
    assertThat(evaluate().succeeded().err()).doesNotContain(note); // It knows again.
  }

  @Test
  void surfaceOfOtherRowsIsDrawnWithAWord() throws IOException {
    Files.writeString(csv, Files.readString(csv) + "0,0,0\n");

    CommandLineRun drawn =
        CommandLineRun.of("surface", out.toString(), "--points", "5", "--device", "cpu");

    assertThat(drawn.succeeded().err())
        .contains("31 training and 10 test rows then, 31 and 11 now");
  }

  private void edit(String from, String to) throws IOException {
    Path settings = out.resolve("run.yaml");
    String before = Files.readString(settings);
    assertThat(before).contains(from);
    Files.writeString(settings, before.replace(from, to));
  }

  private CommandLineRun evaluate() {
    return CommandLineRun.of("evaluate", out.toString(), "--device", "cpu");
  }

  private CommandLineRun resumeElsewhere() {
    return CommandLineRun.of(
        "train", "--resume", out.toString(), "--epochs", "3", "--device", "reference");
  }

  private CommandLineRun resume(String... options) {
    return CommandLineRun.of(
        Stream.concat(
                Stream.of("train", "--resume", out.toString(), "--epochs", "3", "--device", "cpu"),
                Stream.of(options))
            .toArray(String[]::new));
  }
}
