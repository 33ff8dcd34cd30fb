package io.github.thalweg.cli.train;

import static io.github.thalweg.cli.CommandLineRun.metrics;
import static io.github.thalweg.cli.CommandLineRun.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Schema;
import io.github.thalweg.data.Split;
import io.github.thalweg.data.Standardization;
import io.github.thalweg.data.csv.CsvReader;
import io.github.thalweg.io.Safetensors;
import io.github.thalweg.train.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Runs on CSV files. */
class TrainOwnDataTest {
  private static final Path WINE = Path.of("examples", "wine.yaml");

  @TempDir private Path folder;

  @Test
  void wineExampleIsLearnt() {
    CommandLineRun run = train(WINE.toString(), folder.resolve("run"), "--json");

    assertThat(run.err()).contains("wine: 13 → 16 relu → 3", "133 rows train, 45 test");
    assertThat(run.epochs().getLast().get("test_accuracy").doubleValue()).isGreaterThan(0.9);
  }

  @Test
  void standardizationIsFittedOnTheTrainingPartOnly() {
    train(WINE.toString(), folder.resolve("run"), "--epochs", "1");
    Dataset all = CsvReader.read(Path.of("examples", "wine.csv"), List.of("cultivar"), true);
    Dataset train = new Split(0.25, 0, true).apply(all).train();

    Schema schema = ModelFile.schema(folder.resolve("run/model.safetensors")).orElseThrow();

    Standardization fitted = schema.standardization().orElseThrow();
    assertThat(schema.features()).isEqualTo(all.featureNames()).hasSize(13);
    assertThat(schema.classes()).containsExactly("0", "1", "2");
    boolean differs = false;
    for (int column = 0; column < 13; column++) {
      double mean = mean(train, column);
      assertThat(fitted.mean()[column]).isCloseTo(mean, within(1e-6 * Math.abs(mean)));
      differs |= Math.abs(mean(all, column) - mean) > 1e-3 * Math.abs(mean);
    }
    assertThat(differs).as("the whole file has other means").isTrue();
  }

  @Test
  void regressionWithTwoTargetsRecoversBothLines() throws IOException {
    StringBuilder csv = new StringBuilder("a,u,b,v\n");
    for (int i = 0; i < 40; i++) {
      double a = (i % 8) / 4.0 - 1;
      double b = Math.floorDiv(i, 8) / 2.0 - 1;
      csv.append(
          String.format(Locale.ROOT, "%s,%s,%s,%s%n", a, 3 * a - b + 0.5, b, -a + 2 * b - 2));
    }
    Files.writeString(folder.resolve("points.csv"), csv);
    Path file =
        Files.writeString(
            folder.resolve("plane.yaml"),
            """
            data: {source: csv, path: points.csv, target: [u, v], split: {test: 0.25}}
            model: [{dense: 2}]
            loss: mse
            optimizer: {sgd: {lr: 0.4}}
            batch: full
            epochs: 300
            """);

    train(file.toString(), folder.resolve("run"));

    JsonNode last = metrics(folder.resolve("run")).getLast();
    assertThat(last.propertyNames())
        .startsWith(
            "epoch",
            "step",
            "train_loss",
            "test_loss",
            "test_rmse",
            "seconds",
            "samples_per_second");
    assertThat(last.get("test_rmse").doubleValue()).isLessThan(1e-4);
    Safetensors model = Safetensors.read(folder.resolve("run/model.safetensors"));
    assertThat(model.tensors().get("0.weight").floats())
        .containsExactly(new float[] {3, -1, -1, 2}, within(1e-3f));
    assertThat(model.tensors().get("0.bias").floats())
        .containsExactly(new float[] {0.5f, -2}, within(1e-3f));
    assertThat(
            ModelFile.schema(folder.resolve("run/model.safetensors"))
                .orElseThrow()
                .standardization())
        .isEmpty();
  }

  @Test
  void columnNamesThatLookLikeNumbersSurviveTheRunFile() throws IOException {
    Files.writeString(folder.resolve("od d #.csv"), "1.50,x,null\n1,2,3\n2,3,4\n4,5,6\n5,5,5\n");
    Path file =
        Files.writeString(
            folder.resolve("odd.yaml"),
            """
            data: {source: csv, path: "od d #.csv", target: ["1.50", "null"], split: none}
            model: [{dense: 2}]
            loss: mse
            optimizer: {sgd: {lr: 0.01}}
            epochs: 2
            """);
    String run = folder.resolve("run").toString();
    train(file.toString(), folder.resolve("run"));

    CommandLineRun.of("train", "--resume", run, "--epochs", "3", "--device", "cpu").succeeded();

    assertThat(metrics(folder.resolve("run"))).hasSize(3);
  }

  private static double mean(Dataset data, int column) {
    double sum = 0;
    for (int row = 0; row < data.rows(); row++) {
      sum += data.features().get(row * data.columns() + column);
    }
    return sum / data.rows();
  }
}
