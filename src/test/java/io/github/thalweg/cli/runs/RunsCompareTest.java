package io.github.thalweg.cli.runs;

import static io.github.thalweg.cli.CommandLineRun.metrics;
import static io.github.thalweg.cli.CommandLineRun.runs;
import static io.github.thalweg.cli.CommandLineRun.train;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code thalweg runs compare} shows. */
class RunsCompareTest {
  @TempDir private Path folder;

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
    String remark = "Left out, because there is no run in it: " + bench + ", " + page + ".\n";
    String all = " " + bench + " " + page + " " + first + " " + second;

    for (String command : new String[] {"runs compare", "report --out " + page + "2"}) {
      CommandLineRun run = CommandLineRun.of((command + all).split(" ", -1)).succeeded();
      assertThat(run.err()).isEqualTo(remark);
    }
    CommandLineRun one = runs("compare", bench.toString(), page.toString(), first.toString());
    assertThat(one.exit()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(one.err()).startsWith(remark + "A comparison needs two runs or more; " + first);
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
        .contains("needs two runs or more");
  }
}
