package io.github.thalweg.cli.runs;

import static io.github.thalweg.cli.CommandLineRun.metrics;
import static io.github.thalweg.cli.CommandLineRun.runs;
import static io.github.thalweg.cli.CommandLineRun.train;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code thalweg runs list} shows. */
class RunsListTest {
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
                + " lists it with the others there, and thalweg report "
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
  void misspeltCommandOfRunsIsNamedWithTheRightOne() {
    assertThat(runs("comapre", "a").wrongUse()).contains("Did you mean 'compare'?");
  }
}
