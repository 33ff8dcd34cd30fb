package io.github.thalweg.cli.model;

import static io.github.thalweg.cli.CommandLineRun.files;
import static io.github.thalweg.cli.CommandLineRun.metrics;
import static io.github.thalweg.cli.CommandLineRun.train;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files that a report is made of and the report that is made of them. */
public class ReportCommandTest {
  private static final int MOST_BYTES_BESIDES_DATA = 500_000;

  @TempDir private Path folder;

  @Test
  void everyRunLeavesAPageThatNeedsNothingElse() throws IOException {
    Path run = folder.resolve("run");
    train("digits", run, "--epochs", "2");

    String page = Files.readString(run.resolve("report.html"));
    assertThat(page)
        .doesNotContain("src=\"", "href=\"http", "@import")
        .doesNotContainPattern("url\\((?!#)");
    JsonNode data = data(page);
    assertThat(page.length() - data.toString().length()).isLessThan(MOST_BYTES_BESIDES_DATA);
    assertThat(data.at("/runs/0/metrics")).hasSize(2);
    for (int epoch = 0; epoch < 2; epoch++) {
      assertThat(data.at("/runs/0/metrics/" + epoch)).isEqualTo(metrics(run).get(epoch));
    }
    assertThat(data.at("/runs/0/yaml").stringValue())
        .isEqualTo(Files.readString(run.resolve("run.yaml")));
    assertThat(data.at("/runs/0/about/parameters").intValue()).isEqualTo(64 * 64 + 64 + 640 + 10);
  }

  @Test
  void placeOfThePageIsGivenAsJsonToo() {
    Path run = folder.resolve("run");
    train("seed", run, "--epochs", "2");

    assertThat(CommandLineRun.of("report", run.toString(), "--json").succeeded().json())
        .singleElement()
        .satisfies(written ->
            assertThat(written.get("report").stringValue())
                .isEqualTo(run.resolve("report.html").toString()));
  }

  @Test
  void commandIsKeptAsItWasTyped() throws IOException {
    Path run = folder.resolve("run");
    train("seed", run, "--set", "data.features=[[0.1, 0.2, 0.3, 0.4]]", "--set", "name=it's");

    assertThat(json(run, "about.json").get("command").stringValue())
        .isEqualTo(
            "thalweg train seed --device cpu --out "
                + run
                + " --set 'data.features=[[0.1, 0.2, 0.3, 0.4]]' --set 'name=it'\\''s'");
    assertThat(json(run, "about.json").at("/outcome/status").stringValue()).isEqualTo("completed");
    assertThat(json(run, "about.json").at("/device/id").stringValue()).isEqualTo("cpu");
  }

  @Test
  void resumedRunKeepsItsFirstCommandAndAddsTheSecond() throws IOException {
    Path run = folder.resolve("run");
    train("iris", run, "--epochs", "2");
    String first = json(run, "about.json").get("command").stringValue();
    CommandLineRun.of("train", "--resume", run.toString(), "--epochs", "4", "--device", "cpu")
        .succeeded();

    JsonNode about = json(run, "about.json");
    assertThat(about.get("command").stringValue()).isEqualTo(first);
    assertThat(about.get("epochs").intValue()).isEqualTo(4);
    assertThat(about.at("/resumed/0/command").stringValue())
        .isEqualTo("thalweg train --resume " + run + " --epochs 4 --device cpu");
    assertThat(data(Files.readString(run.resolve("report.html"))).at("/runs/0/metrics")).hasSize(4);
  }

  @Test
  void reportIsMadeAnewFromTheFolder() throws IOException {
    Path run = folder.resolve("run");
    train("iris", run, "--epochs", "2");
    Map<String, ByteBuffer> before = files(run);
    Files.delete(run.resolve("report.html"));

    CommandLineRun report = CommandLineRun.of("report", run.toString()).succeeded();

    assertThat(report.out().strip()).isEqualTo(run.resolve("report.html").toString());
    assertThat(files(run)).isEqualTo(before);
  }

  @Test
  void whatAFolderLacksIsComputed() throws IOException {
    Path run = folder.resolve("run");
    train("iris", run, "--epochs", "2");
    JsonNode evaluation = json(run, "evaluation.json");
    for (String file : new String[] {"report.html", "about.json", "evaluation.json"}) {
      Files.delete(run.resolve(file));
    }

    CommandLineRun.of("report", run.toString(), "--device", "cpu").succeeded();

    JsonNode data = data(Files.readString(run.resolve("report.html")));
    assertThat(data.at("/runs/0/about/layers")).hasSize(3);
    assertThat(data.at("/runs/0/evaluation")).isEqualTo(json(run, "evaluation.json"));
    assertThat(json(run, "evaluation.json").get("confusion"))
        .isEqualTo(evaluation.get("confusion"));
    assertThat(json(run, "evaluation.json").get("mistakes")).isEqualTo(evaluation.get("mistakes"));
  }

  @Test
  void severalRunsMakeOnePage() throws IOException {
    train("iris", folder.resolve("a"), "--epochs", "2");
    train("iris", folder.resolve("b"), "--epochs", "3", "--set", "optimizer.adam.lr=0.02");
    Path page = folder.resolve("both.html");

    CommandLineRun.of(
            "report",
            folder.resolve("a").toString(),
            folder.resolve("b").toString(),
            "--out",
            page.toString())
        .succeeded();

    JsonNode runs = data(Files.readString(page)).get("runs");
    assertThat(runs).hasSize(2);
    assertThat(runs.at("/1/name").stringValue()).isEqualTo("b");
    assertThat(runs.at("/1/metrics")).hasSize(3);
    assertThat(runs.at("/1/about/settings/optimizer/adam/lr").doubleValue()).isEqualTo(0.02);
  }

  @Test
  void pageOfSeveralRunsLiesInTheFolderThatHoldsThemAndOverwritesNothingElse() throws IOException {
    Path one = folder.resolve("a/one");
    Path two = folder.resolve("b/two");
    train("seed", one, "--epochs", "2");
    train("seed", two, "--epochs", "3");
    Path page = folder.resolve("comparison.html");
    String[] words = {"report", one.toString(), two.toString()};

    assertThat(CommandLineRun.of(words).succeeded().out().strip()).isEqualTo(page.toString());
    CommandLineRun.of(words).succeeded();
    Files.writeString(page, "<p>mine</p>");

    assertThat(CommandLineRun.of(words).wrongUse())
        .isEqualTo(
            page + " exists already, and is not a page of Thalweg; name another file with --out.");
    assertThat(page).hasContent("<p>mine</p>");
  }

  @Test
  void reportThatCannotBeWrittenLeavesTheRunWhole() throws IOException {
    Path run = folder.resolve("run");
    train("iris", run, "--epochs", "2");
    Files.delete(run.resolve("report.html"));
    Files.createSymbolicLink(run.resolve("report.html"), Path.of("/proc/version"));

    CommandLineRun resumed =
        CommandLineRun.of("train", "--resume", run.toString(), "--epochs", "3", "--device", "cpu");

    assertThat(resumed.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(resumed.err())
        .contains(run.resolve("report.html") + " could not be written", "thalweg report " + run);
    assertThat(metrics(run)).hasSize(3);
    assertThat(CommandLineRun.of("report", run.toString()).failure())
        .contains(run.resolve("report.html") + " cannot be written");
  }

  @Test
  void wrongUseIsASentence() {
    assertThat(CommandLineRun.of("report", folder.toString()).wrongUse())
        .contains("is not the folder of a run");
    Path run = folder.resolve("run");
    train("seed", run);
    assertThat(CommandLineRun.of("report", run.toString(), "--out", "x.html").wrongUse())
        .contains("leave out --out");
  }

  private static JsonNode json(Path run, String file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(run.resolve(file)));
  }

  /** The data in a page. */
  public static JsonNode data(String page) {
    String start = "<script type=\"application/json\" id=\"data\">";
    int from = page.indexOf(start) + start.length();
    return JsonMapper.shared().readTree(page.substring(from, page.indexOf("</script>", from)));
  }
}
