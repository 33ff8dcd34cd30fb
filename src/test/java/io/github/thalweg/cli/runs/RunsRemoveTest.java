package io.github.thalweg.cli.runs;

import static io.github.thalweg.cli.CommandLineRun.files;
import static io.github.thalweg.cli.CommandLineRun.runs;
import static io.github.thalweg.cli.CommandLineRun.train;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
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

/** What {@code thalweg runs remove} takes away, and what it leaves. */
class RunsRemoveTest {
  @TempDir private Path folder;

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
              where.toString(),
              Path.of(foreign).getName(0).toString(),
              where.equals(several) ? "not the folder of a run" : "move it away",
              "nothing was removed");

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
        .isEqualTo(
            bench
                + " is not the folder of a run: it holds notes.csv as well as files of a benchmark, so nothing was removed; remove"
                + " the files yourself if they are no longer needed.");
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
  void whatIsNoRunIsRefused() throws IOException {
    Path project = Files.createDirectory(folder.resolve("project"));
    assertThat(runs("remove", project.toString(), "--yes").wrongUse()).contains("not the folder");
    Path own = Files.writeString(project.resolve("run.yaml"), "batch: 7\n");
    assertThat(runs("remove", project.toString(), "--yes").wrongUse())
        .contains("no about.json and no metrics.jsonl");
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
}
