package io.github.thalweg.cli.train;

import static io.github.thalweg.cli.CommandLineRun.files;
import static io.github.thalweg.cli.CommandLineRun.metrics;
import static io.github.thalweg.cli.CommandLineRun.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.train.RunLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs that go on where they stand, and such as cannot. */
class ResumedRunTest {
  @TempDir private Path folder;

  @Test
  void resumedRunLeavesTheFilesOfAnUninterruptedOne() throws IOException {
    Path halves = folder.resolve("halves");
    train("iris", halves, "--epochs", "2");
    Files.writeString(
        halves.resolve("metrics.jsonl"), "{\"epoch\":3,\"st", StandardOpenOption.APPEND);
    CommandLineRun.of("train", "--resume", halves.toString(), "--epochs", "5", "--device", "cpu")
        .succeeded();
    train("iris", folder.resolve("whole"), "--epochs", "5");

    assertThat(metrics(halves))
        .extracting(line -> line.get("epoch").intValue(), line -> line.get("train_loss"))
        .isEqualTo(
            metrics(folder.resolve("whole")).stream()
                .map(line -> tuple(line.get("epoch").intValue(), line.get("train_loss")))
                .toList());
    for (String file : new String[] {"model.safetensors", "checkpoint.safetensors", "run.yaml"}) {
      assertThat(files(halves).get(file))
          .as(file)
          .isEqualTo(files(folder.resolve("whole")).get(file));
    }
  }

  @Test
  void timeThatARunTookIsThatOfAllItsLegs() throws IOException {
    Path run = folder.resolve("run");
    Path about = run.resolve("about.json");
    train("line", run, "--epochs", "2");
    String first = Files.readString(about);
    JsonNode outcome = JsonMapper.shared().readTree(first).get("outcome");
    double trained =
        metrics(run).stream().mapToDouble(epoch -> epoch.get("seconds").doubleValue()).sum();

    Files.writeString(
        about, first.replace("\"seconds\":" + outcome.get("seconds"), "\"seconds\":1000"));
    resume(run, "--epochs", "3").succeeded();

    assertThat(outcome.get("seconds").doubleValue()).isGreaterThanOrEqualTo(trained);
    assertThat(outcome(about).get("seconds").doubleValue()).isBetween(1000.0, 1100.0);
    // What a leg took that was cut off nobody knows.
    Files.writeString(about, Files.readString(about).replaceFirst(",\"outcome\":\\{[^}]*\\}", ""));
    resume(run, "--epochs", "4").succeeded();
    assertThat(outcome(about).has("seconds")).isFalse();
  }

  private static JsonNode outcome(Path about) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(about)).get("outcome");
  }

  @Test
  void resumedRunStaysOnItsDeviceUnlessAnotherOneIsAskedFor() throws IOException {
    Path run = folder.resolve("run");
    String out = run.toString();
    CommandLineRun.of("train", "line", "--device", "reference", "--epochs", "2", "--out", out)
        .succeeded();

    CommandLineRun stayed = resume(run, "--epochs", "3").succeeded();
    CommandLineRun moved = resume(run, "--epochs", "4", "--device", "cpu").succeeded();
    CommandLineRun stayedThere = resume(run, "--epochs", "5").succeeded();

    assertThat(stayed.err()).contains("on reference (").doesNotContain("continues on");
    assertThat(moved.err().lines().toList())
        .first()
        .asString()
        .startsWith("The run continues on cpu; until now it was on reference");
    assertThat(stayedThere.err()).contains("on cpu (").doesNotContain("continues on");
    JsonNode about = JsonMapper.shared().readTree(Files.readString(run.resolve("about.json")));
    assertThat(about.at("/device/id").stringValue()).isEqualTo("reference");
    assertThat(about.get("resumed"))
        .extracting(leg -> leg.at("/device/id").stringValue())
        .containsExactly("reference", "cpu", "cpu");
    assertThat(CommandLineRun.of("runs", "list", folder.toString(), "--json").json())
        .singleElement()
        .satisfies(line -> assertThat(line.get("device").stringValue()).isEqualTo("cpu"));
  }

  @Test
  void runGoesOnWithItsOwnKernelsUnlessOthersAreAskedFor() throws IOException {
    Path run = folder.resolve("run");
    train("iris", run, "--epochs", "2");
    // As if it had been planned so long that another family had been its choice.
    Path about = run.resolve("about.json");
    String began = JsonMapper.shared().readTree(about).at("/device/kernels").stringValue();
    String other = began.equals("loops") ? "vector" : "loops";
    Files.writeString(
        about,
        Files.readString(about)
            .replace("\"kernels\":\"" + began + "\"", "\"kernels\":\"" + other + "\""));

    assertThat(resume(run, "--epochs", "3").succeeded().err()).contains(", " + other + ")");
    assertThat(resume(run, "--epochs", "4", "--kernels", began).succeeded().err())
        .contains(", " + began + ")");
    assertThat(JsonMapper.shared().readTree(about).get("resumed"))
        .extracting(leg -> leg.at("/device/kernels").stringValue())
        .containsExactly(other, began);
  }

  @Test
  void runWhoseDeviceIsNotHereIsNotMovedInSilence() throws IOException {
    Path run = folder.resolve("run");
    train("line", run, "--epochs", "2");
    String about = Files.readString(run.resolve("about.json"));
    Files.writeString(
        run.resolve("about.json"), about.replace("{\"id\":\"cpu\"", "{\"id\":\"spirv:7\""));

    assertThat(resume(run, "--epochs", "3").wrongUse())
        .startsWith("The run in " + run + " was trained on spirv:7, which cannot be used here; ")
        .contains("--device cpu");
    assertThat(metrics(run)).hasSize(2);
    resume(run, "--epochs", "3", "--device", "cpu").succeeded();
  }

  @Test
  void divergenceAtOnceAfterResumingLeavesEveryFileAsItWas() {
    Path out = folder.resolve("run");
    train("line", out, "--epochs", "3");
    Map<String, ByteBuffer> before = files(out);

    String complaint =
        resume(out, "--epochs", "5", "--set", "optimizer.sgd.lr=1e39", "--quiet").failure();

    assertThat(complaint).contains("in epoch 4, step 1 of 1", "The files of epoch 3 are kept");
    assertThat(files(out)).isEqualTo(before);
  }

  @Test
  void runThatIsBeingTrainedIsNeitherResumedNorRemoved() {
    Path out = folder.resolve("run");
    train("line", out, "--epochs", "3");
    Map<String, ByteBuffer> before = files(out);

    try (RunLock _ = RunLock.take(out)) {
      assertThat(resume(out, "--epochs", "5").wrongUse())
          .isEqualTo(
              "The run in "
                  + out
                  + " is being trained by another process; wait until it ends, or stop it there with Ctrl-C.");
      assertThat(CommandLineRun.of("runs", "remove", out.toString(), "--yes").wrongUse())
          .contains("is being trained by another process");
    }

    assertThat(files(out)).isEqualTo(before);
    resume(out, "--epochs", "5").succeeded();
    assertThat(CommandLineRun.metrics(out)).hasSize(5);
    assertThat(files(out).keySet()).isEqualTo(before.keySet());
  }

  @Test
  void runWhoseOwnFolderCannotBeWrittenIsNotSentToAnother() throws IOException {
    Path out = folder.resolve("own");
    train("seed", out, "--epochs", "3");
    Files.delete(out.resolve("metrics.jsonl"));
    Files.createSymbolicLink(out.resolve("metrics.jsonl"), Path.of("/proc/version"));

    CommandLineRun resumed = resume(out, "--epochs", "5");
    assertThat(resumed.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(resumed.err().lines().toList().getLast())
        .startsWith(out.resolve("metrics.jsonl") + " cannot be written (")
        .endsWith("; is there room on the disk, and may you write in that folder?");
  }

  @Test
  void resumingWhatIsNoRunIsRefused() throws IOException {
    Path damaged = Files.createDirectory(folder.resolve("damaged"));
    train("seed", folder.resolve("run"));
    Files.copy(folder.resolve("run/run.yaml"), damaged.resolve("run.yaml"));
    Files.copy(folder.resolve("run/model.safetensors"), damaged.resolve("checkpoint.safetensors"));

    assertThat(resume(folder.resolve("nothing")).wrongUse())
        .endsWith("nothing. Give one that thalweg train has written.")
        .startsWith("There is no folder ");
    assertThat(resume(folder).wrongUse())
        .contains(folder + " holds runs, but is not a run itself; give one of them, such as ")
        .contains(folder.resolve("damaged").toString());
    assertThat(resume(damaged).wrongUse())
        .contains("checkpoint.safetensors is a safetensors file, but not the checkpoint of a run");
    assertThat(resume(folder.resolve("run"), "--out", folder.resolve("new").toString()).wrongUse())
        .contains("leave out --out and --init");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void resumingWithOtherThanTheRunsOwnLeavesEveryFileAsItWas() {
    Path out = folder.resolve("run");
    train("iris", out, "--epochs", "2");
    Map<String, ByteBuffer> before = files(out);

    assertThat(resume(out).wrongUse()).contains("has trained 2 epochs already", "--epochs");
    assertThat(resume(out, "--epochs", "1").wrongUse()).contains("trained 2 epochs already");
    assertThat(resume(out, "--epochs", "3", "--set", "model.0.dense=17").wrongUse())
        .isEqualTo(
            out.resolve("checkpoint.safetensors")
                + " has 131 parameters and 262 values of optimizer state; the requested model and optimizer"
                + " have 139 and 278 (model.0.dense was 16, now 17); put that back, or start a new run with: thalweg"
                + " train "
                + out.resolve("run.yaml")
                + " --out DIR");
    assertThat(resume(out, "--epochs", "3", "--set", "optimizer={sgd: {}}").wrongUse())
        .contains("262 values of optimizer state", "have 131 and 0 (optimizer.")
        .endsWith("--init " + out.resolve("model.safetensors"));
    assertThat(resume(out, "--epochs", "3", "--set", "batch=7").wrongUse())
        .contains("leave batch, seed, data.shuffle, data.split and data.standardize as they are");
    assertThat(resume(out, "--epochs", "3", "--seed", "7").wrongUse())
        .contains("leave batch, seed");
    assertThat(
            resume(out, "--epochs", "3", "--set", "init=" + out + "/model.safetensors").wrongUse())
        .contains(
            "--resume continues with the run's own parameters; leave init as it is, or start a new run");
    assertThat(files(out)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cosine | | from 4.82e-5 in the last step to 0.01 in the next: the cosine runs over all epochs, which were 4 and are 8 now.
          cosine | schedule=constant,optimizer.adam.lr=0.003 | from 4.82e-5 in the last step to 0.003 in the next: schedule or learning rate were different until now.
          {constant: {warmup_epochs: 4}} | schedule.constant.warmup_epochs=8 | from 0.0196 in the last step to 0.0133 in the next: schedule or learning rate were different until now.
          {step: {epochs: 2}} | optimizer.adam.lr=0.2 | from 0.002 in the last step to 0.002 in the next: schedule or learning rate were different until now.
          """)
  void learningRateThatJumpsIsSaidWithBothRates(String schedule, String changes, String sentence) {
    Path out = folder.resolve("run");
    train(
        "iris",
        out,
        "--epochs",
        "4",
        "--set",
        "schedule=" + schedule,
        "--set",
        "optimizer={adam: {lr: 0.02}}");
    List<String> options = new ArrayList<>(List.of("--epochs", "8", "--quiet"));
    if (changes != null) {
      List.of(changes.split(",", -1)).forEach(change -> options.addAll(List.of("--set", change)));
    }

    assertThat(resume(out, options.toArray(String[]::new)).succeeded().err())
        .contains("The learning rate goes " + sentence);
  }

  @Test
  void cosineThatIsMadeLongerIsSaidWithWhatElseCanBeDone() {
    Path out = folder.resolve("run");
    train("iris", out, "--epochs", "4", "--set", "schedule=cosine");

    assertThat(resume(out, "--epochs", "8").succeeded().err())
        .contains(
            "start a new run with: thalweg train "
                + out.resolve("run.yaml")
                + " --epochs 8; to continue at a constant rate, add --set schedule=constant --set optimizer.adam.lr=RATE.");
    String[] words = {
      "--epochs", "9", "--set", "schedule=constant", "--set", "optimizer.adam.lr=1e-5"
    };
    assertThat(CommandLineRun.metrics(out)).hasSize(8);
    resume(out, words).succeeded();
    assertThat(CommandLineRun.metrics(out).getLast().get("learning_rate").doubleValue())
        .isEqualTo(1e-5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"constant", "{step: {epochs: 2}}", "{constant: {warmup_epochs: 2}}"})
  void learningRateThatGoesOnAsItWasIsNotSpokenOf(String schedule) {
    Path out = folder.resolve("run");
    train("iris", out, "--epochs", "4", "--set", "schedule=" + schedule);

    assertThat(resume(out, "--epochs", "8", "--quiet").succeeded().err()).isEmpty();
  }

  @Test
  void checkpointThatIsGoneIsNamedWithWhatElseThereIsToStartFrom() throws IOException {
    Path out = folder.resolve("run");
    train("iris", out, "--epochs", "2");
    Files.delete(out.resolve("checkpoint.safetensors"));

    String refused = resume(out, "--epochs", "3").wrongUse();

    String remedy = "train " + out.resolve("run.yaml") + " --init " + out + "/model.safetensors";
    assertThat(refused)
        .isEqualTo(
            "There is no file "
                + out.resolve("checkpoint.safetensors")
                + ", from which --resume continues; start a new run from the model with: thalweg "
                + remedy);
    CommandLineRun.of((remedy + " --device cpu --out " + folder.resolve("new")).split(" ", -1))
        .succeeded();
  }

  private static CommandLineRun resume(Path run, String... options) {
    List<String> words = new ArrayList<>(List.of("train", "--resume", run.toString()));
    words.addAll(List.of(options));
    return CommandLineRun.of(words.toArray(String[]::new));
  }
}
