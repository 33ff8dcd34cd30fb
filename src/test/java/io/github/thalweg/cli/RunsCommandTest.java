package io.github.thalweg.cli;

import static io.github.thalweg.cli.CommandLineRun.files;
import static io.github.thalweg.cli.CommandLineRun.metrics;
import static io.github.thalweg.cli.CommandLineRun.train;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.EpochMetrics;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.RunRecorder;
import io.github.thalweg.train.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Listing, comparing and removing runs. */
class RunsCommandTest {
  @TempDir private Path folder;

  @Test
  void newestRunIsListedFirstWithWhatItsLastEpochCameTo() throws IOException {
    Path first = folder.resolve("first");
    train("iris", first, "--epochs", "3");
    Path several = folder.resolve("several");
    train("line", several, "--epochs", "2", "--set", "optimizer.sgd.lr=[0.1,0.2]");
    Files.createDirectory(folder.resolve("device-check-1"));

    List<JsonNode> runs = runs("list", folder.toString(), "--json").succeeded().json();

    assertThat(runs)
        .extracting(run -> run.get("run").stringValue())
        .containsExactly(
            several.resolve("lr=0.2").toString(),
            several.resolve("lr=0.1").toString(),
            first.toString());
    JsonNode last = metrics(first).getLast();
    JsonNode iris = runs.getLast();
    assertThat(iris.get("recipe").stringValue()).isEqualTo("iris");
    assertThat(iris.get("device").stringValue()).isEqualTo("cpu");
    assertThat(iris.get("status").stringValue()).isEqualTo("completed");
    assertThat(iris.get("epochs").intValue()).isEqualTo(3);
    for (String metric : List.of("train_loss", "test_loss", "test_accuracy")) {
      assertThat(iris.get(metric)).isEqualTo(last.get(metric));
    }
    List<String> table = runs("list", folder.toString()).succeeded().out().lines().toList();
    assertThat(table).hasSize(4);
    assertThat(table.getLast())
        .contains(first + " ", " 3/3 ", " completed")
        .contains("%.2f %%".formatted(100 * last.get("test_accuracy").doubleValue()));
  }

  @Test
  void runWhoseFilesAreDamagedIsListedAllTheSame() throws IOException {
    Path run = folder.resolve("run");
    train("seed", run, "--epochs", "4");
    Files.writeString(run.resolve("about.json"), "{\"recipe\": \"se");
    String lines = Files.readString(run.resolve("metrics.jsonl"));
    Files.writeString(run.resolve("metrics.jsonl"), lines.substring(0, lines.length() - 9));

    assertThat(runs("list", folder.toString(), "--json").succeeded().json())
        .singleElement()
        .satisfies(only -> {
          assertThat(only.get("status").stringValue()).isEqualTo("unknown");
          assertThat(only.get("epochs").intValue()).isEqualTo(3);
          assertThat(only.has("recipe")).isFalse();
          assertThat(only.get("damage")).hasSize(2);
        });
  }

  @Test
  void folderThatIsItselfARunIsNamedAsSuch() {
    Path run = folder.resolve("run");
    train("seed", run);

    assertThat(runs("list", run.toString()).wrongUse())
        .isEqualTo(
            run
                + " is itself a run; thalweg runs list "
                + folder
                + " lists it with those beside it, and thalweg report "
                + run
                + " makes its page.");
  }

  @Test
  void folderInPlaceOfACommandIsToldHowToBeListed() {
    assertThat(runs(folder.toString()).wrongUse())
        .startsWith("'" + folder + "' is a folder, not a command")
        .contains("list what is in it with: thalweg runs list " + folder);
    assertThat(CommandLineRun.of(folder.toString()).wrongUse()).contains("' is not a command.");
  }

  @Test
  void linkedFoldersAreNotListed() throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    train("seed", elsewhere.resolve("run"));
    Path here = Files.createDirectory(folder.resolve("here"));
    Files.createSymbolicLink(here.resolve("link"), elsewhere);
    Files.createSymbolicLink(here.resolve("run"), elsewhere.resolve("run"));

    CommandLineRun list = runs("list", here.toString()).succeeded();

    assertThat(list.out()).isEmpty();
    assertThat(list.err()).contains("There are no runs in " + here);
  }

  @Test
  void comparisonShowsTheSettingsThatDifferAndNoOthers() {
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    train("iris", a, "--epochs", "2", "--set", "model.0.dense=5", "--set", "batch=7");
    train("iris", b, "--epochs", "2", "--set", "model.0.dense=6", "--set", "clip_norm=1");

    List<JsonNode> runs = runs("compare", a.toString(), b.toString(), "--json").json();
    String table = runs("compare", a.toString(), b.toString()).succeeded().out();

    assertThat(runs.get(0).get("settings").propertyNames())
        .containsExactlyInAnyOrder("model.0.dense", "batch");
    assertThat(runs.get(1).get("settings").propertyNames())
        .containsExactlyInAnyOrder("model.0.dense", "batch", "clip_norm");
    assertThat(runs.get(1).at("/settings/clip_norm").doubleValue()).isEqualTo(1);
    assertThat(runs.get(0).at("/metrics/test_loss"))
        .isEqualTo(metrics(a).getLast().get("test_loss"));
    assertThat(table).contains("model.0.dense", "batch", "clip_norm", "–").doesNotContain("lr");
  }

  @Test
  void runThatIsNamedTwiceIsRefused() {
    Path run = folder.resolve("both/run");
    train("seed", run, "--epochs", "1");
    train("seed", folder.resolve("both/other"), "--epochs", "2");

    for (String again :
        new String[] {run.toString(), run + "/../run", folder.resolve("both").toString()}) {
      for (String command : new String[] {"report", "runs compare"}) {
        String[] words = (command + " " + again + " " + run).split(" ", -1);
        assertThat(CommandLineRun.of(words).wrongUse())
            .startsWith("The run in " + run)
            .endsWith(" is named twice; name each once.");
      }
    }
    assertThat(folder.resolve("both/comparison.html")).doesNotExist();
  }

  @Test
  void learningRateThatARunWasResumedWithStandsBehindItsFirst() {
    Path changed = folder.resolve("changed");
    Path same = folder.resolve("same");
    train("line", changed, "--epochs", "2", "--set", "optimizer.sgd.lr=0.125");
    train("line", same, "--epochs", "3", "--set", "optimizer.sgd.lr=0.25");
    String[] resume = {"train", "--resume", changed.toString(), "--epochs", "3", "--device", "cpu"};
    List<String> words = new ArrayList<>(List.of(resume));
    words.addAll(List.of("--set", "optimizer.sgd.lr=0.25"));
    CommandLineRun.of(words.toArray(String[]::new)).succeeded();

    CommandLineRun compared = runs("compare", changed.toString(), same.toString()).succeeded();
    JsonNode first =
        runs("compare", changed.toString(), same.toString(), "--json").json().getFirst();

    assertThat(compared.out())
        .containsPattern("changed +0\\.125, then 0\\.25 +")
        .containsPattern("same +0\\.25 ");
    assertThat(first.get("settings").get("optimizer.sgd.lr").toString()).isEqualTo("[0.125,0.25]");
  }

  @Test
  void deviceThatARunWasResumedOnStandsBehindItsFirst() {
    Path moved = folder.resolve("moved");
    Path same = folder.resolve("same");
    CommandLineRun.of(
            "train", "line", "--device", "reference", "--epochs", "2", "--out", moved.toString())
        .succeeded();
    for (String epochs : new String[] {"3", "4"}) {
      CommandLineRun.of(
              "train", "--resume", moved.toString(), "--epochs", epochs, "--device", "cpu")
          .succeeded();
    }
    train("line", same, "--epochs", "4");

    String listed = runs("list", folder.toString()).succeeded().out();
    JsonNode last =
        runs("list", folder.toString(), "--json").succeeded().json().stream()
            .filter(run -> run.get("run").stringValue().endsWith("moved"))
            .findFirst()
            .orElseThrow();

    assertThat(listed)
        .containsPattern("moved +line +reference, then cpu +4/4")
        .containsPattern("same +line +cpu +4/4");
    assertThat(runs("compare", moved.toString(), same.toString()).succeeded().out())
        .containsPattern("moved +reference, then cpu ")
        .containsPattern("same +cpu ");
    assertThat(last.get("device").stringValue()).isEqualTo("cpu");
    assertThat(last.get("devices").toString()).isEqualTo("[\"reference\",\"cpu\"]");
  }

  @Test
  void whatAGlobFindsBesideRunsIsLeftOutAndSaid() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    train("seed", first, "--epochs", "1");
    train("seed", second, "--epochs", "2");
    Path page = Files.writeString(folder.resolve("comparison.html"), "");
    Path bench = Files.createDirectory(folder.resolve("bench"));
    String remark = "Left out, as there is no run in it: " + bench + ", " + page + ".\n";
    String all = " " + bench + " " + page + " " + first + " " + second;

    for (String command : new String[] {"runs compare", "report --out " + page + "2"}) {
      CommandLineRun run = CommandLineRun.of((command + all).split(" ", -1)).succeeded();
      assertThat(run.err()).isEqualTo(remark);
    }
    CommandLineRun one = runs("compare", bench.toString(), page.toString(), first.toString());
    assertThat(one.exit()).isEqualTo(Main.WRONG_USE);
    assertThat(one.err()).startsWith(remark + "A comparison takes two runs or more; " + first);
    assertThat(runs("compare", page.toString(), bench.toString()).wrongUse())
        .isEqualTo(page + " is a file; give a folder that thalweg train has written.");
    assertThat(runs("compare", first.toString(), folder + "/secnd").wrongUse())
        .startsWith("There is no folder " + folder + "/secnd");
  }

  @Test
  void comparisonOfAFolderOfRunsIsThatOfTheRunsInIt() {
    Path several = folder.resolve("several");
    train("line", several, "--epochs", "2", "--set", "optimizer.sgd.lr=[0.125,0.25,0.5]");

    assertThat(runs("compare", several.toString()).succeeded().out().lines())
        .hasSize(4)
        .satisfiesExactly(
            header -> assertThat(header).contains("run", "  optimizer.sgd.lr "),
            row -> assertThat(row).contains("lr=0.125", "  0.125 "),
            row -> assertThat(row).contains("lr=0.25", "  0.25 "),
            row -> assertThat(row).contains("lr=0.5", "  0.5 "));
    assertThat(runs("compare", several.resolve("lr=0.5").toString()).wrongUse())
        .contains("takes two runs or more");
  }

  @Test
  void removesARunAndAComparisonWholeAndNothingBeside() {
    Path run = folder.resolve("run");
    Path several = folder.resolve("several");
    Path kept = folder.resolve("kept");
    train("seed", run);
    train("line", several, "--epochs", "2", "--set", "seed=[1,2]");
    train("seed", kept);
    Map<String, ByteBuffer> before = files(kept);

    CommandLineRun.of("report", several + "/seed=1", several + "/seed=2").succeeded();
    assertThat(several.resolve("comparison.html")).exists();
    runs("remove", run.toString(), several.toString(), "--yes").succeeded();

    assertThat(folder).isDirectoryContaining("glob:**/kept");
    assertThat(run).doesNotExist();
    assertThat(several).doesNotExist();
    assertThat(files(kept)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "thesis/chapter.tex"})
  void folderWithSomethingElseInItIsLeftAsItIs(String foreign) throws IOException {
    Path several = folder.resolve("several");
    train("line", several, "--epochs", "2", "--set", "seed=[1,2]");
    for (Path where : List.of(several, several.resolve("seed=2"))) {
      Path own = where.resolve(foreign);
      Files.createDirectories(own.getParent());
      Files.writeString(own, "mine");
      Map<String, ByteBuffer> before = files(several);

      assertThat(runs("remove", several.toString(), "--yes").wrongUse())
          .contains(
              where.toString(), Path.of(foreign).getName(0).toString(), "nothing was removed");

      assertThat(files(several)).isEqualTo(before);
      Files.delete(own);
      if (!own.getParent().equals(where)) {
        Files.delete(own.getParent());
      }
    }
  }

  @Test
  void removesWhatABenchmarkAndACheckOfDevicesHaveLeft() throws IOException {
    Path bench = Files.createDirectory(folder.resolve("bench"));
    for (String name : List.of("bench", "again")) {
      Files.writeString(bench.resolve(name + ".json"), "{\"format\": \"thalweg-bench-1\"}");
      Files.writeString(bench.resolve(name + ".csv"), "device\n");
      Files.writeString(bench.resolve(name + "-report.html"), "page");
      Files.writeString(bench.resolve(name + "-report.png"), "picture");
    }
    Path check = Files.createDirectory(folder.resolve("check"));
    Files.writeString(check.resolve("device-check.json"), "{}");
    Files.writeString(check.resolve("table.txt"), "table");
    Path mine = Files.writeString(bench.resolve("notes.csv"), "mine");

    assertThat(runs("remove", bench.toString(), "--yes").wrongUse())
        .contains("holds notes.csv, which no benchmark writes, so nothing was removed");
    assertThat(bench).isDirectoryContaining("glob:**/bench.json");
    Files.delete(mine);
    List<String> questions = new ArrayList<>();
    assertThat(removeAnswering("n", bench, questions)).isEqualTo(1);
    assertThat(questions.getFirst()).startsWith("Remove 1 folder of figures (");
    runs("remove", bench.toString(), check.toString(), "--yes").succeeded();

    assertThat(bench).doesNotExist();
    assertThat(check).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"format\": \"mine\"}", "{", "[]"})
  void jsonThatIsNoBenchmarkIsNotRemoved(String json) throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path file = Files.writeString(other.resolve("bench.json"), json);

    assertThat(runs("remove", other.toString(), "--yes").wrongUse()).contains("not the folder");
    assertThat(file).hasContent(json);
  }

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

  @Test
  void whatIsNoRunIsRefused() throws IOException {
    Path project = Files.createDirectory(folder.resolve("project"));
    assertThat(runs("remove", project.toString(), "--yes").wrongUse()).contains("not the folder");
    Path own = Files.writeString(project.resolve("run.yaml"), "batch: 7\n");
    assertThat(runs("remove", project.toString(), "--yes").wrongUse())
        .contains("neither about.json nor metrics.jsonl");
    assertThat(runs("remove", own.toString(), "--yes").wrongUse()).contains("not the folder");
    assertThat(own).exists();
  }

  @Test
  void linksAreNeitherFollowedNorTheirTargetsTouched() throws IOException {
    Path run = folder.resolve("run");
    train("seed", run);
    Path link = Files.createSymbolicLink(folder.resolve("link"), run);
    assertThat(runs("remove", link.toString(), "--yes").wrongUse()).contains("is a link");

    Path treasure = Files.createDirectory(folder.resolve("treasure"));
    Files.writeString(treasure.resolve("gold"), "gold");
    Path model = folder.resolve("best.safetensors");
    Files.move(run.resolve("model.safetensors"), model);
    Files.createSymbolicLink(run.resolve("model.safetensors"), model);
    Files.createSymbolicLink(run.resolve("treasure"), treasure);
    assertThat(runs("remove", run.toString(), "--yes").wrongUse()).contains("treasure");
    Files.delete(run.resolve("treasure"));
    runs("remove", run.toString(), "--yes").succeeded();

    assertThat(run).doesNotExist();
    assertThat(treasure.resolve("gold")).hasContent("gold");
    assertThat(model).isNotEmptyFile();
  }

  @Test
  void asksFirstAndOnlyAYesRemoves() {
    Path run = folder.resolve("run");
    train("seed", run);
    assertThat(runs("remove", run.toString()).wrongUse()).contains("give --yes");

    List<String> questions = new ArrayList<>();
    for (String answer : List.of("", "n", "yesterday")) {
      assertThat(removeAnswering(answer, run, questions)).isEqualTo(1);
      assertThat(run).isDirectory();
    }
    assertThat(removeAnswering(" Y", run, questions)).isZero();
    assertThat(run).doesNotExist();
    assertThat(questions)
        .hasSize(4)
        .allMatch(question ->
            question.matches("Remove 1 run \\([\\d.]+ MB\\) in \\Q" + run + "\\E\\? \\[y/N] "));
  }

  @Test
  void misspeltCommandOfRunsIsNamedWithTheRightOne() {
    assertThat(runs("comapre", "a").wrongUse()).contains("Did you mean 'compare'?");
  }

  private static int removeAnswering(String answer, Path run, List<String> questions) {
    return new CommandLine(
            new RunsRemoveCommand(question -> {
              questions.add(question);
              return Optional.of(answer);
            }))
        .setOut(new PrintWriter(Writer.nullWriter()))
        .setErr(new PrintWriter(Writer.nullWriter()))
        .execute(run.toString());
  }

  private static CommandLineRun runs(String... arguments) {
    List<String> all = new ArrayList<>(List.of("runs"));
    all.addAll(List.of(arguments));
    return CommandLineRun.of(all.toArray(String[]::new));
  }
}
