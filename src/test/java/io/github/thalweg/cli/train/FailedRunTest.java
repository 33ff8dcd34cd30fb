package io.github.thalweg.cli.train;

import static io.github.thalweg.cli.CommandLineRun.files;
import static io.github.thalweg.cli.CommandLineRun.tryToResume;
import static io.github.thalweg.cli.CommandLineRun.tryToTrain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.files.WholeFileTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that were asked for rightly and could not be carried out. */
class FailedRunTest {
  @TempDir private Path folder;

  @Test
  void divergenceInTheFirstEpochSaysThatThereIsNoModel() {
    Path out = folder.resolve("run");

    String complaint =
        tryToTrain("line", out, "--set", "optimizer.sgd.lr=1e39", "--epochs", "3").failure();

    assertThat(complaint)
        .contains("became Infinity in epoch 1, step 1 of 1", "the loss before was 2.443")
        .contains("Try a smaller learning rate (a tenth, a hundredth …). No")
        .contains("No epoch was completed");
    assertThat(files(out)).containsOnlyKeys("run.yaml", "about.json", "report.html");
  }

  @Test
  void tableWithoutARowHasNoHeading() {
    String rate = "optimizer.sgd.lr=";
    CommandLineRun none = tryToTrain("line", folder.resolve("none"), "--set", rate + "1e39");
    CommandLineRun some = tryToTrain("line", folder.resolve("some"), "--set", rate + "30");

    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.out()).isEmpty();
    assertThat(some.out().lines())
        .startsWith("epoch    train loss   seconds")
        .filteredOn(line -> line.startsWith("epoch"))
        .hasSize(1);
  }

  @Test
  void divergenceWithinAnEpochNamesTheStep() {
    String complaint =
        tryToTrain(
                "line", folder.resolve("run"), "--set", "optimizer.sgd.lr=1e30", "--set", "batch=7")
            .failure();

    assertThat(complaint).containsPattern("in epoch 1, step [2-8] of 8; the loss before was \\d");
  }

  @Test
  void divergenceInALaterEpochKeepsTheFilesOfTheLastGoodOne() {
    Path out = folder.resolve("run");
    String rate = "optimizer.sgd.lr=30";

    String complaint = tryToTrain("line", out, "--set", rate, "--epochs", "500").failure();

    Matcher matcher =
        Pattern.compile("became (Infinity|NaN) in epoch (\\d+), step 1 of 1; the loss before was")
            .matcher(complaint);
    assertThat(matcher.find()).as(complaint).isTrue();
    int good = Integer.parseInt(matcher.group(2)) - 1;
    assertThat(good).isPositive();
    assertThat(complaint)
        .endsWith(
            ". That is the loss of the saved weights, so they are of no use and the run cannot"
                + " continue; start it again. Try a smaller learning rate (a tenth, a hundredth …).");
    assertThat(CommandLineRun.metrics(out)).hasSize(good);
    Path shorter = folder.resolve("shorter");
    CommandLineRun.train("line", shorter, "--set", rate, "--epochs", Integer.toString(good));
    for (String file : new String[] {"model.safetensors", "checkpoint.safetensors"}) {
      assertThat(files(out).get(file)).as(file).isEqualTo(files(shorter).get(file));
    }
  }

  @Test
  void divergenceThatStaysFiniteIsNamedWhereverTheRunIs() throws IOException {
    Path out = folder.resolve("wild");
    String rate = "optimizer.sgd.lr=1.2";
    CommandLineRun trained = tryToTrain("line", out, "--set", rate, "--epochs", "40").succeeded();
    CommandLineRun.train("line", folder.resolve("tame"), "--epochs", "40");

    assertThat(trained.err())
        .contains(out + ": It diverged: the train loss of its last epoch is ")
        .contains("that of its first step was 2.443. Try a smaller learning rate ");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("\"status\":\"diverged\"", "It diverged: ");
    assertThat(CommandLineRun.of("runs", "list", folder.toString()).out())
        .containsPattern("wild .* diverged\\R")
        .containsPattern("tame .* completed\\R");
    assertThat(CommandLineRun.of("runs", "compare", out.toString(), folder + "/tame").out())
        .containsPattern("wild .* diverged ");
    assertThat(CommandLineRun.of("evaluate", out.toString(), "--device", "cpu").succeeded().err())
        .isEqualTo("The run in " + out + " diverged; its model is that of epoch 40 of 40.\n");
    assertThat(
            tryToResume(out, "--epochs", "41", "--set", "optimizer.sgd.lr=0.01").succeeded().err())
        .contains("It diverged: ");
  }

  @Test
  void modelWithoutAFiniteLossIsOfNoUse() throws IOException {
    Path out = folder.resolve("run");
    tryToTrain("line", out, "--set", "optimizer.sgd.lr=30", "--epochs", "500").failure();
    String anew = "thalweg train " + out.resolve("run.yaml") + " --set optimizer.sgd.lr=3";
    String ofNoUse =
        "The model of the run in "
            + out
            + " is of no use: its loss is not finite. Start again with a smaller learning rate, for example: "
            + anew
            + "\n";
    Path rows = Files.writeString(folder.resolve("rows.csv"), "x\n1\n");

    CommandLineRun evaluated = CommandLineRun.of("evaluate", out.toString(), "--device", "cpu");

    assertThat(evaluated.exit()).isEqualTo(1);
    assertThat(evaluated.err()).isEqualTo(ofNoUse);
    assertThat(evaluated.out()).containsPattern("^train .* loss (Infinity|NaN) ");
    assertThat(
            CommandLineRun.of(
                    "predict", out.toString(), "--device", "cpu", "--input", rows.toString())
                .err())
        .isEqualTo(ofNoUse);
    assertThat(CommandLineRun.of("surface", out.toString(), "--device", "cpu").err())
        .isEqualTo(ofNoUse);
    assertThat(Files.readString(out.resolve("report.html"))).contains("they are of no use");
    for (String rate : new String[] {"30", "0.01"}) {
      assertThat(
              tryToResume(out, "--set", "optimizer.sgd.lr=" + rate)
                  .err()
                  .lines()
                  .toList()
                  .getLast())
          .contains(
              "it was the first step since the run was resumed. That is the loss of the saved weights")
          .endsWith(
              " the run cannot continue; start it again. Try a smaller learning rate (a tenth, a hundredth …). For example: "
                  + anew);
    }
  }

  @Test
  void modelOfAFailedRunIsEvaluatedWithAWord() {
    Path out = folder.resolve("run");
    String complaint =
        tryToTrain(
                "line", out, "--set", "optimizer.sgd.lr=5", "--set", "batch=7", "--epochs", "500")
            .failure();
    int good = CommandLineRun.metrics(out).size();

    CommandLineRun evaluated = CommandLineRun.of("evaluate", out.toString(), "--device", "cpu");

    assertThat(complaint).endsWith(" The files of epoch " + good + " are kept.");
    assertThat(evaluated.succeeded().err())
        .isEqualTo(
            "The run in "
                + out
                + " failed; its last good model is that of epoch "
                + good
                + " of 500.\n");
    assertThat(evaluated.out()).startsWith("train ");
  }

  @Test
  void reportThatCannotBeWrittenIsSaidAndTheRunIsKept() throws IOException {
    Path out = folder.resolve("run");
    CommandLineRun.train("line", out, "--epochs", "3");
    WholeFileTest.block(out.resolve("report.html"));
    byte[] page = Files.readAllBytes(out.resolve("report.html"));

    CommandLineRun completed = tryToResume(out, "--epochs", "5");
    CommandLineRun failed = tryToResume(out, "--epochs", "500", "--set", "optimizer.sgd.lr=30");

    assertThat(completed.exit()).isEqualTo(1);
    assertThat(completed.err())
        .endsWith("The run is in " + out + "; its report is missing or incomplete.\n")
        .contains(
            out.resolve("report.html") + " could not be written (",
            "; the run is complete without it, and thalweg report " + out + " tries again.");
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.err())
        .contains("); thalweg report " + out + " tries again.")
        .doesNotContain("complete without it");
    assertThat(out.resolve("report.html")).hasBinaryContent(page);
  }

  @Test
  void parametersThatAreNotFiniteAreRefusedAndSuchAsMakeNoFiniteLossFailInTheFirstStep() {
    assertThat(
            tryToTrain("seed", folder.resolve("run"), "--set", "init.0.bias=[.inf, 0]").wrongUse())
        .startsWith("0.bias in init has Infinity at [0]");
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(
            tryToTrain("seed", folder.resolve("run"), "--set", "init.0.bias=[3e38, 0]").failure())
        .contains(
            "The loss became Infinity in epoch 1, step 1 of 1; it was the first step, before any update. Try"
                + " start weights nearer to 0. No epoch was completed")
        .doesNotContain("learning rate");
    assertThat(
            tryToTrain(
                    "seed",
                    folder.resolve("other"),
                    "--set",
                    "init=random",
                    "--set",
                    "data.features=[[1e30, 0, 0, 0]]")
                .failure())
        .contains(" before any update. Try data.standardize: true. No epoch was completed");
  }

  @Test
  void runThatLearnedNothingIsNotCalledCompleted() throws IOException {
    Path out = folder.resolve("run");
    String[] settings = {"--set", "data.targets=[[300000, 200000]]", "--set", "clip_norm=1"};

    CommandLineRun run = CommandLineRun.train("seed", out, settings);

    assertThat(run.err())
        .contains(
            out + ": It learned next to nothing: its train loss was ",
            "clip_norm: 1 leaves little of gradients that are ",
            "try targets in larger units, nearer to 1 (they are about 300,000)");
    assertThat(CommandLineRun.of("runs", "list", folder.toString(), "--json").json())
        .singleElement()
        .satisfies(line -> assertThat(line.get("status").stringValue()).isEqualTo("stalled"));
    assertThat(CommandLineRun.of("evaluate", out.toString()).succeeded().err())
        .contains(
            "The run in " + out + " learned next to nothing; its model is that of epoch 10 of 10.");
    assertThat(Files.readString(out.resolve("report.html"))).contains("It learned next to nothing");
  }

  @Test
  void modelThatIsTooLargeForTheMemoryIsRefusedAtOnce() {
    long most = Runtime.getRuntime().maxMemory();
    long units = most / 24 / 75 + 1000; // 64 inputs, a bias and 10 outputs for each
    assumeTrue(units * 75 < Integer.MAX_VALUE);

    String complaint =
        tryToTrain(
                "digits",
                folder.resolve("run"),
                "--set",
                "model=[{dense: " + units + "}, {dense: 10}]")
            .failure();

    assertThat(complaint)
        .startsWith(String.format(Locale.ROOT, "The model has %,d parameters", units * 75 + 10))
        .contains(String.format(Locale.ROOT, "of Java's memory; there are %.1f GiB", most / 0x1p30))
        .contains("THALWEG_JAVA_OPTS=-Xmx");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void evaluatingWhatIsNoRunIsRefused() throws IOException {
    assertThat(CommandLineRun.of("evaluate", folder.toString()).wrongUse())
        .contains(folder + " is not the folder of a run: it has no run.yaml");

    CommandLineRun.train("seed", folder.resolve("run"));
    Files.delete(folder.resolve("run/model.safetensors"));
    for (String command : new String[] {"evaluate", "surface", "predict --input wine.csv"}) {
      String[] words = (command + " " + folder.resolve("run")).split(" ", -1);
      assertThat(CommandLineRun.of(words).wrongUse())
          .startsWith("The run in " + folder.resolve("run") + " has no model: there is no file ")
          .endsWith("thalweg train " + folder.resolve("run/run.yaml"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"opencl:0", "ptx:0", "cuda:1", "tornado"})
  void deviceOfAMissingTornadoVmSaysWhatToInstall(String device) {
    assumeTrue(thereIsNoTornadoVm());
    Path out = folder.resolve("run");

    CommandLineRun run =
        CommandLineRun.of("train", "seed", "--device", device, "--out", out.toString());

    assertThat(run.wrongUse())
        .contains("The device " + device, "No TornadoVM was found", "sdk install tornadovm")
        .contains("TORNADOVM_HOME");
    assertThat(out).doesNotExist();
  }

  @Test
  void whatTheLauncherFoundWrongWithTornadoVmIsTheReason() {
    assumeTrue(thereIsNoTornadoVm());
    System.setProperty("thalweg.tornadovm.refused", "It is version 3.0; install 5.2.0.");
    try {
      assertThat(CommandLineRun.of("train", "seed", "--device", "opencl:0").wrongUse())
          .isEqualTo("The device opencl:0 needs TornadoVM. It is version 3.0; install 5.2.0.");
    } finally {
      System.clearProperty("thalweg.tornadovm.refused");
    }
  }

  @Test
  void dataThatAreNotHereOrDamagedAreFoundBeforeAnythingIsBegun() throws IOException {
    Path data = Files.createDirectories(folder.resolve("bundle/data/mnist"));
    Path out = folder.resolve("run");
    System.setProperty("thalweg.bundle", folder.resolve("bundle").toString());
    try {
      for (String state : new String[] {" is missing", " is not an IDX file"}) {
        assertThat(tryToTrain("mnist", out).wrongUse())
            .contains("train-images-idx3-ubyte" + state, "thalweg data mnist'");
        assertThat(CommandLineRun.of("bench", "linear-tiny", "time-to-quality").wrongUse())
            .contains("train-images-idx3-ubyte" + state);
        for (String part : new String[] {"train", "t10k"}) {
          Files.writeString(data.resolve(part + "-images-idx3-ubyte"), "nonsense");
          Files.writeString(data.resolve(part + "-labels-idx1-ubyte"), "nonsense");
        }
      }
    } finally {
      System.clearProperty("thalweg.bundle");
    }
    assertThat(out).doesNotExist();
  }

  private static boolean thereIsNoTornadoVm() {
    return Devices.all()
        .getLast()
        .info()
        .unusable()
        .filter(reason -> reason.startsWith("No TornadoVM was found"))
        .isPresent();
  }
}
