package io.github.thalweg.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The model of the epoch with the least test loss is kept beside the last one. */
class BestModelTest {
  private static final String BEST = "model-best.safetensors";

  @TempDir private Path folder;

  @Test
  void bestEpochCanBeEvaluatedAndPredictedFrom() {
    Path run = train("run", 40);
    JsonNode least = least(run);
    assertThat(least.get("epoch").intValue()).isLessThan(40);

    JsonNode test = evaluate(run, "--best", "--json").json().getLast();

    assertThat(test.get("loss").doubleValue())
        .isCloseTo(least.get("test_loss").doubleValue(), within(1e-9));
    assertThat(evaluate(run, "--json").json().getLast().get("loss").doubleValue())
        .isGreaterThan(least.get("test_loss").doubleValue());
    assertThat(predict(run, "--best").out()).isNotEqualTo(predict(run).out());
  }

  @Test
  void resumedRunKeepsTheSameOneAsARunThatWasNotStopped() throws IOException {
    Path whole = train("whole", 40);
    int best = least(whole).get("epoch").intValue();
    assertThat(best).isBetween(2, 38);

    for (int stop : new int[] {best - 1, best, best + 2}) {
      Path run = train("until-" + stop, stop);
      CommandLineRun.of("train", "--resume", run.toString(), "--epochs", "40", "--device", "cpu")
          .succeeded();

      assertThat(Files.readAllBytes(run.resolve(BEST)))
          .isEqualTo(Files.readAllBytes(whole.resolve(BEST)));
    }
  }

  @Test
  void modelThatIsDamagedIsKeptAnewOnlyByABetterEpoch() throws IOException {
    Path run = train("run", 40);
    double least = least(run).get("test_loss").doubleValue();
    Files.writeString(run.resolve(BEST), "nothing");

    CommandLineRun.of("train", "--resume", run.toString(), "--epochs", "41", "--device", "cpu")
        .succeeded();

    assertThat(least(run).get("test_loss").doubleValue()).isEqualTo(least);
    assertThat(run.resolve(BEST)).hasContent("nothing");
  }

  @Test
  void runWithoutATestPartHasNone() {
    Path run = folder.resolve("run");
    CommandLineRun.train("seed", run);

    assertThat(run.resolve(BEST)).doesNotExist();
    assertThat(
            CommandLineRun.of("evaluate", run.toString(), "--best", "--device", "cpu").wrongUse())
        .contains(BEST, "a run with a test part", "Leave out --best");
  }

  /** Learns its rows by heart, so that the test loss turns upwards. */
  private Path train(String name, int epochs) {
    Path run = folder.resolve(name);
    CommandLineRun.train(
        "iris",
        run,
        "--epochs",
        Integer.toString(epochs),
        "--set",
        "data.split.test=0.5",
        "--set",
        "optimizer.adam.lr=0.1");
    return run;
  }

  private static JsonNode least(Path run) {
    return CommandLineRun.metrics(run).stream()
        .min(Comparator.comparingDouble(line -> line.get("test_loss").doubleValue()))
        .orElseThrow();
  }

  private static CommandLineRun evaluate(Path run, String... options) {
    return command("evaluate", run, options);
  }

  private CommandLineRun predict(Path run, String... options) {
    try {
      Path rows =
          Files.writeString(
              folder.resolve("rows.csv"),
              "sepal_length,sepal_width,petal_length,petal_width\n5,3,2,1\n");
      String[] all = new String[options.length + 2];
      System.arraycopy(options, 0, all, 0, options.length);
      all[options.length] = "--input";
      all[options.length + 1] = rows.toString();
      return command("predict", run, all);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static CommandLineRun command(String name, Path run, String... options) {
    String[] all = new String[options.length + 4];
    all[0] = name;
    all[1] = run.toString();
    all[2] = "--device";
    all[3] = "cpu";
    System.arraycopy(options, 0, all, 4, options.length);
    return CommandLineRun.of(all).succeeded();
  }
}
