package io.github.thalweg.cli.train;

import static io.github.thalweg.cli.CommandLineRun.metrics;
import static io.github.thalweg.cli.CommandLineRun.tryToTrain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.Main;
import io.github.thalweg.cli.model.ReportCommandTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Lists of settings, of which each element is a run. */
class ComparisonTest {
  @TempDir private Path folder;

  @Test
  void eachIsTheRunThatItWouldBeAloneAndOneReportComparesThem() throws IOException {
    Path out = folder.resolve("rates");
    CommandLineRun run =
        tryToTrain("line", out, "--set", "optimizer.sgd.lr=[0.01,0.1,1.2]").succeeded();

    assertThat(run.err().lines().filter(line -> line.contains(" rows train")))
        .singleElement()
        .asString()
        .startsWith("3 runs, which differ in optimizer.sgd.lr; the first: line: 1 → 1, ");
    List<String> rows = run.out().lines().toList();
    assertThat(rows).hasSize(5);
    assertThat(rows.getLast()).matches("The best by train loss, 0\\.\\d+: lr=0\\.1\\.");
    assertThat(rows.get(1)).startsWith("lr=0.01 ").contains("60");
    CommandLineRun.train("line", folder.resolve("alone"), "--set", "optimizer.sgd.lr=0.1");
    assertThat(Files.readAllBytes(out.resolve("lr=0.1/model.safetensors")))
        .isEqualTo(Files.readAllBytes(folder.resolve("alone/model.safetensors")));
    JsonNode data = ReportCommandTest.data(Files.readString(out.resolve("report.html")));
    assertThat(data.get("title").stringValue()).isEqualTo("rates");
    assertThat(data.get("runs")).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(data.at("/runs/" + i + "/metrics")).hasSize(60);
    }
    assertThat(data.at("/runs/1/about/command").stringValue())
        .endsWith("train line --device cpu --out " + out + "/lr=0.1 --set optimizer.sgd.lr=0.1");
    assertThat(out.resolve("lr=1.2/report.html")).exists();
    Files.delete(out.resolve("report.html"));
    assertThat(
            CommandLineRun.of("report", out.toString(), "--device", "cpu")
                .succeeded()
                .out()
                .strip())
        .isEqualTo(out.resolve("report.html").toString());
    JsonNode again = ReportCommandTest.data(Files.readString(out.resolve("report.html")));
    assertThat(again.get("title").stringValue()).isEqualTo("rates");
    assertThat(again.get("runs")).hasSize(3);
  }

  @Test
  void listsInARunFileTrainTheProductAndEndInOneReport() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("flowers.yaml"),
            """
            data: {source: iris, standardize: true}
            model: [{dense: 5}, tanh, {dense: 3}]
            loss: cross_entropy
            optimizer: {sgd: {lr: [0.05, 0.2], momentum: 0.5}}
            batch: [7, full]
            epochs: 2
            """);
    Path out = folder.resolve("flowers");

    CommandLineRun trained = tryToTrain(file.toString(), out, "--set", "seed=3").succeeded();

    assertThat(trained.err().lines().filter(line -> line.contains(" rows train")))
        .singleElement()
        .asString()
        .startsWith("4 runs, which differ in optimizer.sgd.lr and batch; the first: ");

    JsonNode data = ReportCommandTest.data(Files.readString(out.resolve("report.html")));
    assertThat(data.get("runs").valueStream())
        .extracting(
            run -> run.get("name").stringValue(),
            run -> run.at("/about/settings/optimizer/sgd/lr").doubleValue(),
            run -> run.at("/about/settings/batch").asString(),
            run -> run.at("/about/seed").intValue())
        .containsExactly(
            tuple("lr=0.05,batch=7", 0.05, "7", 3),
            tuple("lr=0.05,batch=full", 0.05, "full", 3),
            tuple("lr=0.2,batch=7", 0.2, "7", 3),
            tuple("lr=0.2,batch=full", 0.2, "full", 3));
    assertThat(CommandLineRun.of("runs", "compare", out.toString()).succeeded().out())
        .contains("lr", "batch", "full");
  }

  @Test
  void surfaceBelowSeveralPathsIsTheLossAtItsNodes() throws IOException {
    Path out = folder.resolve("rates");
    tryToTrain("line", out, "--set", "optimizer.sgd.lr=[0.01,0.1]").succeeded();

    JsonNode data = ReportCommandTest.data(Files.readString(out.resolve("report.html")));
    JsonNode surface = data.get("surface");
    JsonNode fit = data.at("/runs/0/evaluation/fit");
    int last = surface.get("x").size() - 1;
    for (int[] node : new int[][] {{0, 0}, {last, 0}, {7, 31}, {last, last}}) {
      double w1 = surface.get("x").get(node[0]).doubleValue();
      double w2 = surface.get("y").get(node[1]).doubleValue();
      double loss = 0;
      for (int i = 0; i < 50; i++) {
        double residual =
            w1 * fit.get("x").get(i).doubleValue() + w2 - fit.get("y").get(i).doubleValue();
        loss += residual * residual / 50;
      }
      assertThat(surface.get("loss").get(node[1]).get(node[0]).doubleValue())
          .isCloseTo(loss, within(1e-4 * loss));
    }
    for (JsonNode run : data.get("runs")) {
      for (JsonNode epoch : run.get("metrics")) {
        assertThat(epoch.get("w1").doubleValue())
            .isBetween(
                surface.get("x").get(0).doubleValue(), surface.get("x").get(last).doubleValue());
      }
    }
  }

  @Test
  void runThatFailsIsPartOfTheComparisonAndOfTheExitCode() throws IOException {
    Path out = folder.resolve("rates");
    CommandLineRun run =
        tryToTrain("line", out, "--epochs", "500", "--set", "optimizer.sgd.lr=[30,0.1]");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("lr=30: The loss became");
    assertThat(run.out().lines().skip(1))
        .satisfiesExactly(
            failed -> assertThat(failed).startsWith("lr=30 ").endsWith("   failed"),
            whole -> assertThat(whole).startsWith("lr=0.1 ").doesNotContain("failed"));
    JsonNode runs =
        ReportCommandTest.data(Files.readString(out.resolve("report.html"))).get("runs");
    assertThat(runs.at("/0/about/outcome/status").stringValue()).isEqualTo("failed");
    assertThat(runs.at("/0/about/outcome/message").stringValue()).contains("The loss became");
    assertThat(runs.at("/0/metrics")).hasSameSizeAs(metrics(out.resolve("lr=30")));
    assertThat(runs.at("/1/about/outcome/status").stringValue()).isEqualTo("completed");
    assertThat(runs.at("/1/metrics")).hasSize(500);
  }

  @Test
  void runThatDoesNotFitItsDataLeavesTheOthersAndTheirReport() throws IOException {
    Path out = folder.resolve("models");
    CommandLineRun run =
        tryToTrain(
            "seed",
            out,
            "--set",
            "model=[[{dense: 2}], [{dense: 3}], [{dense: 5}, {dense: 2}]]",
            "--set",
            "init=random");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).containsOnlyOnce(", and the model 3 outputs. ");
    assertThat(run.out().lines().filter(line -> line.endsWith("failed")))
        .singleElement()
        .asString()
        .containsPattern(" 0 +– +failed$");
    assertThat(ReportCommandTest.data(Files.readString(out.resolve("report.html"))).get("runs"))
        .extracting(one -> one.at("/about/outcome/status").stringValue())
        .containsExactly("completed", "completed");
  }

  @Test
  void jsonLinesNameTheirRun() {
    CommandLineRun run =
        tryToTrain(
                "iris",
                folder.resolve("out"),
                "--json",
                "--epochs",
                "2",
                "--set",
                "batch=[16,full]")
            .succeeded();

    assertThat(run.json().subList(0, 6))
        .extracting(line -> line.get("run").stringValue(), line -> line.path("epoch").asInt(0))
        .containsExactly(
            tuple("batch=16", 1),
            tuple("batch=16", 2),
            tuple("batch=16", 0),
            tuple("batch=full", 1),
            tuple("batch=full", 2),
            tuple("batch=full", 0));
  }

  @Test
  void addressOfALiveReportIsPrintedOnceEvenWhenQuiet() {
    CommandLineRun run = tryToTrain("seed", folder.resolve("out"), "--live", "--quiet").succeeded();

    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .matches("Live report: http://127\\.0\\.0\\.1:\\d+/");
  }

  @Test
  void addressOfALiveReportStandsAboveTheTable() {
    StringWriter both = new StringWriter();
    PrintWriter terminal = new PrintWriter(both, true);
    String out = folder.resolve("out").toString();
    Main.execute(terminal, terminal, "train", "seed", "--device", "cpu", "--live", "--out", out);

    List<String> lines = both.toString().lines().toList();
    int heading = lines.indexOf("epoch    train loss   seconds");
    assertThat(lines.get(heading - 1)).startsWith("Live report: ");
    assertThat(lines.get(heading + 1)).startsWith("    1   0.");
  }

  @Test
  void namesAreShortUniqueAndGoodForFolders() {
    assertThat(
            RunNames.of(
                List.of(
                    Map.of("optimizer", "{\"sgd\":{\"lr\":0.1}}"),
                    Map.of("optimizer", "{\"sgd\":{\"lr\":.0.1}}"),
                    Map.of("model.0.dense", "16"),
                    Map.of("data.path", "../x/y.csv"))))
        .doesNotHaveDuplicates()
        .contains("model.0.dense=16")
        .allMatch(name -> name.matches("[\\w.+=,-]+") && !name.contains("/"));
  }

  @Test
  void namesAreReadable() {
    assertThat(
            RunNames.of(
                List.of(
                    Map.of("model", "[{\"dense\":32},\"relu\",{\"dense\":10}]"),
                    Map.of("model", "[{\"dense\":{\"units\":8,\"bias\":false}}]"),
                    Map.of("optimizer", "{\"sgd\":{\"lr\":0.1}}"),
                    Map.of("optimizer.adam.betas", "[0.9,0.99]"),
                    Map.of("data.slope", "-1"),
                    new TreeMap<>(Map.of("seed", "0", "data.split.seed", "1")),
                    new TreeMap<>(
                        Map.of("optimizer.sgd.weight_decay", "0", "optimizer.sgd.lr", "1e-3")))))
        .containsExactly(
            "model=32-relu-10",
            "model=8-without-bias",
            "optimizer=sgd-lr-0.1",
            "betas=0.9-0.99",
            "slope=-1",
            "split.seed=1,seed=0",
            "lr=1e-3,weight_decay=0");
  }

  @Test
  void whatTakesOneRunRefusesSeveral() {
    assertThat(
            tryToTrain("line", folder.resolve("out"), "--print-program", "--set", "seed=[1,2]")
                .wrongUse())
        .contains("--print-program prints one program", "seed");
    assertThat(
            tryToTrain("line", folder.resolve("out"), "--live", "--set", "seed=[1,2]").wrongUse())
        .contains("--live shows one run", "seed");
    assertThat(CommandLineRun.of("check", "line", "--set", "optimizer.sgd.lr=[1,2]").wrongUse())
        .contains("optimizer.sgd.lr must be a number");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
