package io.github.thalweg.cli.train;

import static io.github.thalweg.cli.CommandLineRun.files;
import static io.github.thalweg.cli.CommandLineRun.metrics;
import static io.github.thalweg.cli.CommandLineRun.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.cli.CommandLineRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The options of {@code thalweg train} and what a run leaves. */
class TrainOptionsTest {
  @TempDir private Path folder;

  @Test
  void dataGoesToStdoutAndTalkToStderr() {
    CommandLineRun run = train("iris", folder.resolve("run"), "--epochs", "2");

    assertThat(run.out().lines())
        .hasSize(4)
        .first()
        .isEqualTo("epoch    train loss   test loss   test accuracy   seconds");
    assertThat(run.out().lines().toList().getLast())
        .matches("On the test part: accuracy [\\d.]+ % \\(always 'setosa': 26\\.67 %\\)\\.");
    assertThat(run.err().lines())
        .satisfiesExactly(
            description ->
                assertThat(description)
                    .startsWith(
                        "iris: 4 → 16 tanh → 3, 131 parameters; 120 rows train, 30 test, 16 a step;"
                            + " on cpu ("),
            end ->
                assertThat(end)
                    .isEqualTo(
                        "The run is in "
                            + folder.resolve("run")
                            + "; its report is "
                            + folder.resolve("run/report.html")
                            + "."));
  }

  @Test
  void kernelsThatADeviceDoesNotHaveAreWrongUse() {
    assertThat(
            CommandLineRun.of("train", "seed", "--device", "cpu", "--kernels", "prebuilt")
                .wrongUse())
        .contains("The device cpu has no kernels of the family prebuilt", "--device opencl:0");
    assertThat(
            CommandLineRun.of("bench", "linear-tiny", "--device", "cpu", "--kernels", "jit")
                .wrongUse())
        .contains("The device cpu has no kernels of the family jit; take auto, openblas, vector");
  }

  @Test
  void hugeNumbersHaveOneSpellingWhereverTheyAreSaid() {
    Path run = folder.resolve("run");
    String rate = "optimizer.sgd.lr=1e4";
    CommandLineRun trained = train("line", run, "--set", rate, "--epochs", "2", "--log-every", "1");
    Path same = folder.resolve("same");
    train("line", same, "--set", "optimizer.sgd.lr=2e4", "--epochs", "2");
    CommandLineRun evaluated = CommandLineRun.of("evaluate", run.toString(), "--device", "cpu");
    CommandLineRun compared = CommandLineRun.of("runs", "compare", run.toString(), same.toString());

    assertThat(trained.out().split("10[⁰¹²³⁴-⁹]+", -1)).hasSizeGreaterThan(5);
    assertThat(trained.err())
        .containsPattern("last epoch is [1-9.]+×10[⁰¹²³⁴-⁹]+, that of its first");
    assertThat(evaluated.succeeded().out()).containsPattern("loss [1-9.]+×10[⁰¹²³⁴-⁹]+ +RMSE");
    assertThat(compared.succeeded().out()).containsPattern(" 10000 .*×10[⁰¹²³⁴-⁹]+");
    String all = trained.out() + trained.err() + evaluated.out() + compared.out();
    all = all.replace(folder.toString(), "");
    assertThat(all).doesNotContainPattern("\\d[eE][+\\d]|\\d{11}");
  }

  @Test
  void quietLeavesStderrEmpty() {
    CommandLineRun run = train("iris", folder.resolve("run"), "--epochs", "2", "--quiet");

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).hasSize(4);
  }

  @Test
  void logEverySpeaksAfterSoManyStepsAndNotBefore() {
    CommandLineRun run = train("iris", folder.resolve("run"), "--epochs", "3", "--log-every", "5");
    CommandLineRun silent =
        train("iris", folder.resolve("silent"), "--epochs", "3", "--log-every", "25");

    // An epoch has eight steps.
    assertThat(run.out().lines().filter(line -> line.startsWith("epoch ")).skip(1))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactly(
            "epoch 1, step 5", "epoch 2, step 10", "epoch 2, step 15", "epoch 3, step 20");
    assertThat(silent.out().lines()).hasSize(5);
  }

  @Test
  void logEveryTellsTheMeanLossOfTheStepsSince() {
    CommandLineRun run = train("iris", folder.resolve("run"), "--epochs", "1", "--log-every", "4");

    List<String> log = run.out().lines().filter(line -> line.startsWith("epoch 1, step ")).toList();
    double[] losses =
        log.stream()
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .toArray();
    // 120 rows are seven batches of 16 and one of 8.
    double mean = (64 * losses[0] + 56 * losses[1]) / 120;
    double epoch =
        CommandLineRun.of(
                "train",
                "iris",
                "--device",
                "cpu",
                "--epochs",
                "1",
                "--json",
                "--log-every",
                "4",
                "--out",
                folder.resolve("json").toString())
            .epochs()
            .getLast()
            .get("train_loss")
            .doubleValue();
    assertThat(epoch).isCloseTo(mean, within(1e-8));
  }

  @Test
  void epochLossWeighsEachBatchByItsRows() {
    String[] still = {
      "--set", "data.features=[[1,0,0,0],[2,0,0,0],[3,0,0,0],[4,0,0,0],[50,0,0,0]]",
      "--set", "data.targets=[[0,0],[0,0],[0,0],[0,0],[0,0]]",
      "--set", "optimizer.sgd.lr=0",
      "--set", "batch=2",
      "--epochs", "3"
    };
    train("seed", folder.resolve("run"), still);

    double sum = 0;
    for (int x : new int[] {1, 2, 3, 4, 50}) {
      sum += (0.01 * 0.01 + 0.05 * 0.05) / 2 * x * x;
    }
    for (JsonNode line : metrics(folder.resolve("run"))) {
      assertThat(line.get("train_loss").doubleValue()).isCloseTo(sum / 5, within(1e-5));
    }
  }

  @Test
  void fullBatchIsNotShuffled() {
    train("iris", folder.resolve("full"), "--epochs", "4", "--set", "batch=full");
    train(
        "iris",
        folder.resolve("inOrder"),
        "--epochs",
        "4",
        "--set",
        "batch=120",
        "--set",
        "data={source: iris, standardize: true, shuffle: false, split: {shuffle: true}}");

    assertThat(files(folder.resolve("full")).get("model.safetensors"))
        .isEqualTo(files(folder.resolve("inOrder")).get("model.safetensors"));
  }

  @Test
  void batchLargerThanTheDataIsAllOfIt() {
    CommandLineRun run =
        train("iris", folder.resolve("run"), "--epochs", "2", "--set", "batch=100000");

    assertThat(run.err()).contains("120 rows train, 30 test, 120 a step");
    assertThat(metrics(folder.resolve("run")).getLast().get("step").longValue()).isEqualTo(2);
  }

  @Test
  void seedDecidesTheRunAndNothingElseDoes() {
    train("iris", folder.resolve("a"), "--epochs", "3", "--seed", "5");
    train("iris", folder.resolve("b"), "--epochs", "3", "--seed", "5");
    train("iris", folder.resolve("c"), "--epochs", "3", "--seed", "6");

    assertThat(files(folder.resolve("a")).get("model.safetensors"))
        .isEqualTo(files(folder.resolve("b")).get("model.safetensors"))
        .isNotEqualTo(files(folder.resolve("c")).get("model.safetensors"));
  }

  @Test
  void initStartsFromTheModelOfAnotherRun() {
    train("line", folder.resolve("first"), "--epochs", "5");
    JsonNode after = train("line", folder.resolve("six"), "--epochs", "6", "--json").json().get(5);

    String model = folder.resolve("first/model.safetensors").toString();
    train("line", folder.resolve("second"), "--epochs", "1", "--init", model);

    // Plain descent has no state: the sixth epoch is the first from there.
    JsonNode first = metrics(folder.resolve("second")).getFirst();
    for (String key : new String[] {"train_loss", "w1", "w2"}) {
      assertThat(first.get(key)).as(key).isEqualTo(after.get(key));
    }
  }

  @Test
  void runFileOfARunTrainsTheSameModelAgain() {
    train("iris", folder.resolve("first"), "--epochs", "3");

    train(folder.resolve("first/run.yaml").toString(), folder.resolve("second"));

    assertThat(files(folder.resolve("second")).get("model.safetensors"))
        .isEqualTo(files(folder.resolve("first")).get("model.safetensors"));
    assertThat(files(folder.resolve("second")).get("run.yaml"))
        .isEqualTo(files(folder.resolve("first")).get("run.yaml"));
  }
}
