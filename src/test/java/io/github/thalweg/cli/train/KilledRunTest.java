package io.github.thalweg.cli.train;

import static io.github.thalweg.cli.CommandLineRun.files;
import static io.github.thalweg.cli.CommandLineRun.metrics;
import static io.github.thalweg.cli.CommandLineRun.train;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.train.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a run leaves that was killed, such as by kill -9, and what becomes of it. */
class KilledRunTest {
  /** No process has it: Linux has no number above 2²². */
  private static final long NOBODY = 99_999_999;

  @TempDir private Path folder;

  @Test
  void runThatWasKilledBeforeItsFirstCheckpointBeginsAnewInItsFolder() throws IOException {
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    train("iris", whole, "--epochs", "3", "--seed", "5");
    train("iris", killed, "--epochs", "3", "--seed", "5");
    cutOff(killed);
    for (String file : new String[] {"model.safetensors", "checkpoint.safetensors"}) {
      Files.delete(killed.resolve(file));
    }

    CommandLineRun again = resume(killed);

    assertThat(again.err())
        .contains(
            "The run in "
                + killed
                + " ended before its first checkpoint, so it cannot continue; it starts again.");
    assertThat(metrics(killed)).hasSize(3);
    assertSame(killed, whole);
  }

  @Test
  void runThatWasKilledBetweenModelAndCheckpointBeginsAnew() throws IOException {
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    train("seed", whole);
    train("seed", killed);
    cutOff(killed);
    Files.delete(killed.resolve("checkpoint.safetensors"));

    assertThat(resume(killed).err()).contains("it starts again.");
    assertSame(killed, whole);
  }

  @Test
  void modelThatMayBeAllThatIsLeftIsNotTrainedOver() throws IOException {
    Path run = folder.resolve("run");
    train("seed", run);
    Files.delete(run.resolve("checkpoint.safetensors"));
    Files.delete(run.resolve("metrics.jsonl"));

    assertThat(CommandLineRun.of("train", "--resume", run.toString()).wrongUse())
        .contains("There is no file " + run.resolve("checkpoint.safetensors"));
  }

  /** Between making the folder and writing the settings. */
  @Test
  void runThatWasKilledBeforeItHadBegunIsTrainedAnewOrRemoved() throws IOException {
    Path runs = folder.resolve("runs");
    for (String file :
        new String[] {RunLock.NAME, ".run.yaml." + NOBODY + ".tmp", "half/" + RunLock.NAME}) {
      Path killed = runs.resolve("killed");
      Files.createDirectories(killed.resolve(file).getParent());
      Files.createFile(killed.resolve(file));
      Path run = killed.resolve(file).getParent();
      String nothing =
          run
              + " holds nothing of a run yet; perhaps a run was killed before it started; train it with --out "
              + run
              + ", or remove its files with: thalweg runs remove "
              + run;
      for (String command : new String[] {"train --resume ", "evaluate ", "report ", "surface "}) {
        assertThat(CommandLineRun.of((command + run).split(" ", -1)).wrongUse())
            .as(file)
            .isEqualTo(nothing);
      }
      assertThat(CommandLineRun.of("runs", "list", run.getParent().toString()).succeeded().err())
          .contains("In " + run + " a run was killed before it started; ");

      train("seed", run, "--epochs", "1");
      assertThat(files(run)).containsKey("run.yaml").doesNotContainKey(file);
      CommandLineRun.of("runs", "remove", "--yes", run.toString()).succeeded();
      Files.createDirectories(run);
      Files.createFile(killed.resolve(file));
      CommandLineRun.of("runs", "remove", "--yes", killed.toString()).succeeded();
      assertThat(killed).doesNotExist();
    }
  }

  @Test
  void folderWhoseRunIsJustBeginningIsNotRemoved() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));

    try (RunLock _ = RunLock.take(run)) {
      assertThat(CommandLineRun.of("runs", "remove", "--yes", run.toString()).wrongUse())
          .contains("is being trained by another process");
    }
    assertThat(run).exists();
  }

  @Test
  void settingsAloneAreBegunAnew() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    train("seed", folder.resolve("whole"));
    Files.copy(folder.resolve("whole/run.yaml"), run.resolve("run.yaml"));
    Files.createFile(run.resolve(RunLock.NAME));

    assertThat(resume(run).err()).contains("it starts again.");
    assertSame(run, folder.resolve("whole"));
  }

  /** Killed after its last epoch, while it wrote the report: resuming writes what is missing. */
  @Test
  void runWithoutAnEndIsFinishedWithoutMoreEpochs() throws IOException {
    Path run = folder.resolve("run");
    train("iris", run, "--epochs", "3");
    train("iris", folder.resolve("whole"), "--epochs", "3");
    ObjectNode about = (ObjectNode) JsonMapper.shared().readTree(run.resolve("about.json"));
    about.remove("outcome");
    Files.writeString(run.resolve("about.json"), about.toString());
    Files.delete(run.resolve("report.html"));
    Files.delete(run.resolve("evaluation.json"));
    Files.writeString(run.resolve(".report.html." + NOBODY + ".tmp"), "half");

    assertThat(resume(run).err()).contains("ended before its last files were written");

    assertThat(halfWritten(run)).isEmpty();
    assertThat(run.resolve("report.html")).exists();
    assertThat(run.resolve("evaluation.json")).exists();
    assertThat(
            JsonMapper.shared()
                .readTree(run.resolve("about.json"))
                .at("/outcome/status")
                .asString())
        .isEqualTo("completed");
    for (String file : List.of("model.safetensors", "checkpoint.safetensors")) {
      assertThat(run.resolve(file)).hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
    }
    assertThat(CommandLineRun.of("train", "--resume", run.toString()).wrongUse())
        .contains("has trained 3 epochs already");

    Files.delete(run.resolve("report.html"));
    resume(run);
    assertThat(run.resolve("report.html")).exists();
    Files.writeString(run.resolve(".about.json." + NOBODY + ".tmp"), "half");
    resume(run);
    assertThat(halfWritten(run)).isEmpty();
  }

  @Test
  void whatAKilledRunHasLeftHalfWrittenGoesWhenItIsResumed() throws IOException {
    Path run = folder.resolve("run");
    train("seed", run, "--epochs", "3");
    for (String name :
        new String[] {"model.safetensors", "checkpoint.safetensors", "run.yaml", "about.json"}) {
      Files.writeString(run.resolve("." + name + "." + NOBODY + ".tmp"), "half");
    }
    long own = ProcessHandle.current().pid();
    Files.writeString(run.resolve(".surface.json." + own + ".tmp"), "of one with this number");
    Path ofSomebody = Files.writeString(run.resolve(".notes.txt." + NOBODY + ".tmp"), "mine");
    Path notes = Files.writeString(run.resolve("model.safetensors.tmp"), "mine");

    CommandLineRun.of("train", "--resume", run.toString(), "--epochs", "5").succeeded();

    assertThat(halfWritten(run)).containsExactlyInAnyOrder(ofSomebody, notes);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatALivingProcessWritesStaysUnlessItOnlyHasTheNumberOfADeadOne() throws IOException {
    Path run = folder.resolve("run");
    train("seed", run, "--epochs", "3");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process living =
        new ProcessBuilder(java.toString(), "-m", "jdk.httpserver", "-p", "0")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      String name = "." + living.pid() + ".tmp";
      Path report = Files.writeString(run.resolve(".report.html" + name), "half");
      Path before = Files.writeString(run.resolve(".model.safetensors" + name), "half");
      Path ofNoJava =
          Files.writeString(run.resolve(".model.safetensors." + other.pid() + ".tmp"), "half");
      Files.setLastModifiedTime(ofNoJava, FileTime.from(Instant.now().plusSeconds(3)));
      Files.setLastModifiedTime(before, FileTime.from(Instant.now().minusSeconds(3600)));
      Files.setLastModifiedTime(report, FileTime.from(Instant.now().plusSeconds(3)));

      CommandLineRun.of("train", "--resume", run.toString(), "--epochs", "5").succeeded();

      assertThat(halfWritten(run)).containsExactly(report);
    } finally {
      living.destroyForcibly();
      other.destroyForcibly();
    }
  }

  @Test
  void folderWithNothingButWhatAKilledProcessLeftIsNew() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.createFile(run.resolve(RunLock.NAME));
    Files.writeString(run.resolve(".run.yaml." + NOBODY + ".tmp"), "half");

    train("seed", run);

    assertThat(halfWritten(run)).isEmpty();
    assertThat(run.resolve(RunLock.NAME)).doesNotExist();
  }

  @Test
  void runsThatWereKilledAreRemovedWithAllThatTheyLeft() throws IOException {
    Path run = folder.resolve("run");
    Path several = folder.resolve("several");
    train("seed", run);
    train("seed", several, "--set", "seed=[1,2]");
    Files.writeString(run.resolve(".model.safetensors." + NOBODY + ".tmp"), "half");
    Files.writeString(several.resolve(".report.html." + NOBODY + ".tmp"), "half");
    Path early = Files.createDirectory(folder.resolve("early"));
    Files.copy(run.resolve("run.yaml"), early.resolve("run.yaml"));
    Files.createFile(early.resolve(RunLock.NAME));

    CommandLineRun.of(
            "runs", "remove", run.toString(), several.toString(), early.toString(), "--yes")
        .succeeded();

    assertThat(folder).isEmptyDirectory();
  }

  /** Leaves of a run what was there before its first checkpoint, apart from weights. */
  private static void cutOff(Path run) throws IOException {
    for (String file : new String[] {"metrics.jsonl", "evaluation.json", "report.html"}) {
      Files.deleteIfExists(run.resolve(file));
    }
    Path about = run.resolve("about.json");
    ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(Files.readString(about));
    tree.remove("outcome");
    Files.writeString(about, tree.toString());
  }

  private static void assertSame(Path run, Path other) {
    for (String file : new String[] {"run.yaml", "model.safetensors", "checkpoint.safetensors"}) {
      assertThat(files(run).get(file)).as(file).isEqualTo(files(other).get(file));
    }
  }

  private static Iterable<Path> halfWritten(Path run) throws IOException {
    try (Stream<Path> content = Files.list(run)) {
      return content.filter(path -> path.toString().endsWith(".tmp")).toList();
    }
  }

  private static CommandLineRun resume(Path run) {
    return CommandLineRun.of("train", "--resume", run.toString(), "--device", "cpu").succeeded();
  }
}
