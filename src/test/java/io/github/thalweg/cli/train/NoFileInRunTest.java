package io.github.thalweg.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run in whose folder a folder or a pipe has the name of one of its files. To open a pipe waits
 * for who is at its other end, which is nobody.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NoFileInRunTest {
  @TempDir private static Path folder;
  private static Path run;
  private static Path other;

  @BeforeAll
  static void train() {
    run = folder.resolve("run");
    other = folder.resolve("other");
    CommandLineRun.train("iris", run, "--epochs", "2");
    CommandLineRun.train("iris", other, "--epochs", "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run.yaml",
        "metrics.jsonl",
        "model.safetensors",
        "model-best.safetensors",
        "checkpoint.safetensors",
        "about.json",
        "evaluation.json",
        "surface.json",
        "report.html",
        "report.png",
        ".lock"
      })
  void whatIsNoFileIsRefusedBeforeAnythingIsDone(String name) throws Exception {
    Path file = run.resolve(name);
    Path away = folder.resolve("away");
    boolean had = Files.exists(file);
    if (had) {
      Files.move(file, away);
    }
    pipe(file);
    requireRefused(file, "it is a device or a pipe, not a file on a disk");
    Files.delete(file);
    Files.createDirectory(file);
    requireRefused(file, "it is a folder");
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of(name));
    if (name.equals("run.yaml")) {
      assertThat(CommandLineRun.of("report", run.toString()).wrongUse())
          .startsWith(run + " is not the folder of a run: it has no run.yaml.");
    } else {
      requireRefused(file, "it is a link without a target");
    }
    Files.delete(file);
    if (had) {
      Files.move(away, file);
    }
  }

  private static void requireRefused(Path file, String reason) throws IOException {
    var before = CommandLineRun.files(folder);
    String sentence =
        file
            + " is not a file of a run: "
            + reason
            + "; put the run's own file there, or remove it.";
    for (List<String> command :
        List.of(
            List.of("train", "--resume", run.toString(), "--epochs", "3", "--device", "cpu"),
            List.of("report", run.toString(), "--device", "cpu"),
            List.of("report", run.toString(), other.toString(), "--device", "cpu"),
            List.of("report", folder.toString(), "--device", "cpu"),
            List.of("runs", "compare", run.toString(), other.toString()),
            List.of("evaluate", run.toString(), "--device", "cpu"),
            List.of("predict", run.toString(), "--input", "none.csv", "--device", "cpu"),
            List.of("surface", run.toString(), "--device", "cpu"),
            List.of("check", run.toString(), "--device", "cpu"),
            List.of("check", run.resolve("run.yaml").toString(), "--device", "cpu"))) {
      CommandLineRun refused = CommandLineRun.of(command.toArray(String[]::new));
      assertThat(refused.wrongUse()).as(command.toString()).isEqualTo(sentence);
    }
    CommandLineRun list = CommandLineRun.runs("list", folder.toString()).succeeded();
    assertThat(list.err()).contains(sentence);
    assertThat(list.out()).contains("run ", "other ");
    assertThat(CommandLineRun.files(folder)).isEqualTo(before);
  }

  @Test
  void aPipeInTheWayOfANewRunIsNotWaitedFor() throws Exception {
    Path fresh = Files.createDirectory(folder.resolve("fresh"));
    pipe(fresh.resolve(".lock"));

    assertThat(CommandLineRun.tryToTrain("seed", fresh).wrongUse())
        .isEqualTo(
            "The output folder " + fresh + " holds other files; name another one with --out.");
    assertThat(CommandLineRun.runs("remove", fresh.toString()).wrongUse())
        .startsWith(fresh + " is not the folder of a run");
    Files.delete(fresh.resolve(".lock"));
    Files.delete(fresh);
  }

  @Test
  void aPipeThatIsNamedForAFileIsToldFromOneThatMayNotBeRead() throws Exception {
    Path map = folder.resolve("map.yaml");
    pipe(map);
    String[] options = {"--init", run + "/model.safetensors", "--init-map", map.toString()};
    assertThat(CommandLineRun.tryToTrain("iris", folder.resolve("mapped"), options).wrongUse())
        .isEqualTo(
            map
                + " cannot be read: it is a device or a pipe, not a file on a disk; give another file.");
    Files.delete(map);
  }

  @Test
  void aRunIsRemovedWithItsPipesAndNotWithItsFolders() throws Exception {
    Path removed = folder.resolve("removed");
    CommandLineRun.train("seed", removed);
    Path extra = removed.resolve("surface.json");
    Files.createDirectory(extra);
    assertThat(CommandLineRun.runs("remove", removed.toString(), "--yes").wrongUse())
        .contains("holds the folder surface.json, which no run writes, so nothing was removed");
    Files.delete(extra);
    pipe(extra);
    pipe(removed.resolve(".lock"));

    CommandLineRun.runs("remove", removed.toString(), "--yes").succeeded();
    assertThat(removed).doesNotExist();
  }

  private static void pipe(Path file) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
  }
}
