package io.github.thalweg.cli.train;

import static io.github.thalweg.cli.CommandLineRun.metrics;
import static io.github.thalweg.cli.CommandLineRun.tryToTrain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.text.Numbers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What came of several runs is a result: it stands on stdout. */
class SweepOutcomeTest {
  @TempDir private Path folder;

  @Test
  void bestOfTheRunsIsNamedAndTiesAreSaid() {
    CommandLineRun rates =
        tryToTrain("line", folder.resolve("rates"), "--set", "optimizer.sgd.lr=[0.001,0.1,0.01]");
    assertThat(rates.succeeded().out()).contains("\nThe best by train loss, 0.0", ": lr=0.1.\n");

    CommandLineRun alike =
        tryToTrain(
            "iris", folder.resolve("alike"), "--epochs", "2", "--set", "clip_norm=[1000,2000]");
    assertThat(alike.succeeded().out())
        .contains("\nEqually good by test loss, 0.", ": clip_norm=1000; clip_norm=2000.\n");

    CommandLineRun losses =
        tryToTrain("line", folder.resolve("losses"), "--epochs", "2", "--set", "loss=[mse,huber]");
    assertThat(losses.succeeded().out())
        .contains("The runs have different losses, so none is named the best.");
  }

  @Test
  void seedsHaveMeanAndDeviationForEachSetting() {
    Path out = folder.resolve("seeds");
    CommandLineRun run =
        tryToTrain(
            "iris",
            out,
            "--epochs",
            "3",
            "--set",
            "seed=[0,1,2]",
            "--set",
            "optimizer.adam.lr=[0.001,0.05]");

    double[] losses = new double[3];
    for (int seed = 0; seed < 3; seed++) {
      losses[seed] =
          metrics(out.resolve("lr=0.05,seed=" + seed)).getLast().get("test_loss").doubleValue();
    }
    double mean = (losses[0] + losses[1] + losses[2]) / 3;
    double squares = 0;
    for (double loss : losses) {
      squares += (loss - mean) * (loss - mean) / 2;
    }
    assertThat(run.succeeded().out())
        .contains("lr=0.001, 3 seeds: test loss ")
        .contains(
            "lr=0.05, 3 seeds: test loss "
                + Numbers.significant(mean, 6)
                + " ± "
                + Numbers.significant(Math.sqrt(squares), 6)
                + ", test accuracy ")
        .contains("The best by mean test loss, " + Numbers.significant(mean, 6) + ": lr=0.05.");
  }

  @Test
  void jsonHasTheBestInALineOfItsOwnAndALineThatClosesAll() {
    Path out = folder.resolve("rates");
    List<JsonNode> lines =
        tryToTrain("line", out, "--json", "--set", "optimizer.sgd.lr=[0.001,0.1]")
            .succeeded()
            .json();

    JsonNode best = lines.get(lines.size() - 2);
    assertThat(best.get("best").valueStream().map(JsonNode::stringValue)).containsExactly("lr=0.1");
    assertThat(best.get("by").stringValue()).isEqualTo("train_loss");
    assertThat(best.get("value"))
        .isEqualTo(metrics(out.resolve("lr=0.1")).getLast().get("train_loss"));
    JsonNode end = lines.getLast();
    assertThat(end.propertyNames()).containsExactly("status", "folder", "report");
    assertThat(end.get("status").stringValue()).isEqualTo("completed");
    assertThat(end.get("folder").stringValue()).isEqualTo(out.toString());
    assertThat(Path.of(end.get("report").stringValue())).isRegularFile();
  }

  @Test
  void jsonHasMeanAndDeviationOverSeeds() {
    Path out = folder.resolve("seeds");
    List<JsonNode> lines =
        tryToTrain("iris", out, "--json", "--quiet", "--epochs", "1", "--set", "seed=[0,1]")
            .succeeded()
            .json();

    double[] accuracy = new double[2];
    for (int seed = 0; seed < 2; seed++) {
      JsonNode last = metrics(out.resolve("seed=" + seed)).getLast();
      accuracy[seed] = last.get("test_accuracy").doubleValue();
    }
    JsonNode means = lines.get(lines.size() - 3);
    assertThat(means.propertyNames())
        .containsExactly("setting", "runs", "test_loss", "test_accuracy");
    assertThat(means.get("setting").stringValue()).isEmpty();
    assertThat(means.get("runs").intValue()).isEqualTo(2);
    assertThat(means.at("/test_accuracy/mean").doubleValue())
        .isCloseTo((accuracy[0] + accuracy[1]) / 2, within(1e-12));
    assertThat(means.at("/test_accuracy/deviation").doubleValue())
        .isCloseTo(Math.abs(accuracy[0] - accuracy[1]) / Math.sqrt(2), within(1e-12));
    assertThat(lines.get(lines.size() - 2).get("by").stringValue()).isEqualTo("test_loss");
  }

  @Test
  void jsonSaysWhyNoneIsTheBest() {
    List<JsonNode> lines =
        tryToTrain(
                "line",
                folder.resolve("out"),
                "--json",
                "--epochs",
                "1",
                "--set",
                "loss=[mse,huber]")
            .succeeded()
            .json();

    JsonNode best = lines.get(lines.size() - 2);
    assertThat(best.get("best")).isEmpty();
    assertThat(best.get("message").stringValue()).startsWith("The runs have different losses");
  }
}
