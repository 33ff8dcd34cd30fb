package io.github.thalweg.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.NoisyLine;
import io.github.thalweg.io.Safetensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the built-in recipes promise. */
class TrainBuiltInTest {
  private static final double[] SEED_LOSSES = {
    0.470480000,
    0.301107200,
    0.192708608,
    0.123333509,
    0.078933446,
    0.050517405,
    0.032331139,
    0.020691929,
    0.013242835,
    0.008475414
  };

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void seedPrintsTheTenLossesAsATableAndAsJson(String device) {
    CommandLineRun table = train("seed", device, "table");
    CommandLineRun json = train("seed", device, "json", "--json");

    List<String> rows =
        table.out().lines().filter(line -> line.matches(" *\\d+ +0\\.\\d+ +[\\d.]+")).toList();
    assertThat(rows).hasSize(10);
    assertThat(json.epochs()).hasSize(10);
    for (int epoch = 1; epoch <= 10; epoch++) {
      double loss = SEED_LOSSES[epoch - 1];
      String[] columns = rows.get(epoch - 1).strip().split(" +", -1);
      assertThat(columns[0]).isEqualTo(Integer.toString(epoch));
      assertThat(Double.parseDouble(columns[1])).isCloseTo(loss, within(1e-6));
      JsonNode line = json.epochs().get(epoch - 1);
      assertThat(line.get("train_loss").doubleValue()).isCloseTo(loss, within(1e-6));
      assertThat(line.propertyNames())
          .containsExactly(
              "epoch",
              "step",
              "train_loss",
              "seconds",
              "samples_per_second",
              "learning_rate",
              "gradient_norm",
              "order_seconds",
              "evaluation_seconds",
              "host_seconds");
    }
  }

  @Test
  void seedPrintsParametersAndTheirLastGradient() {
    CommandLineRun run = train("seed", "cpu", "table");
    JsonNode last = train("seed", "cpu", "json", "--json").json().get(10);

    double[][] weight = {{0.01, 0.02, 0.03, 0.04}, {0.05, 0.06, 0.07, 0.08}};
    double[] bias = new double[2];
    double[] x = {0.8, 0.4, 0.4, 0.2};
    double[] target = {1, 0};
    double[] gradient = new double[2];
    for (int step = 0; step < 10; step++) {
      for (int i = 0; i < 2; i++) {
        double output = bias[i];
        for (int j = 0; j < 4; j++) {
          output += weight[i][j] * x[j];
        }
        gradient[i] = output - target[i]; // ∂/∂y of the mean over two elements of (y − t)²
        for (int j = 0; j < 4; j++) {
          weight[i][j] -= 0.1 * gradient[i] * x[j];
        }
        bias[i] -= 0.1 * gradient[i];
      }
    }
    for (int i = 0; i < 2; i++) {
      assertThat(last.at("/parameters/0.bias/" + i).doubleValue()).isCloseTo(bias[i], within(1e-6));
      assertThat(last.at("/gradient/0.bias/" + i).doubleValue())
          .isCloseTo(gradient[i], within(1e-6));
      for (int j = 0; j < 4; j++) {
        int k = 4 * i + j;
        assertThat(last.at("/parameters/0.weight/" + k).doubleValue())
            .isCloseTo(weight[i][j], within(1e-6));
        assertThat(last.at("/gradient/0.weight/" + k).doubleValue())
            .isCloseTo(gradient[i] * x[j], within(1e-6));
      }
    }
    assertThat(run.out().lines())
        .contains("0.weight [2, 4]", "0.bias [2]", "its last gradient")
        .contains("    0.35419649    0.19209825    0.20209825    0.12604913");
  }

  @Test
  void settingsOnTheCommandLineReplaceTheRecipes() {
    CommandLineRun run =
        train(
            "seed",
            "reference",
            "run",
            "--json",
            "--set",
            "optimizer.sgd.lr=0",
            "--set",
            "data.features=[[1,0,0,0],[0,0,0,1]]",
            "--set",
            "data.targets=[[0,0],[0,0]]",
            "--epochs",
            "2");

    // The outputs are (0.01, 0.05) and (0.04, 0.08).
    double loss = (0.01 * 0.01 + 0.05 * 0.05 + 0.04 * 0.04 + 0.08 * 0.08) / 4;
    assertThat(run.epochs()).hasSize(2);
    for (JsonNode line : run.epochs()) {
      assertThat(line.get("train_loss").doubleValue()).isCloseTo(loss, within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void lineFindsTheLeastSquaresAnswerToFourDigits(String device) {
    CommandLineRun run = train("line", device, "run", "--json");

    JsonNode last = run.json().get(run.epochs().size());
    double slope = last.at("/least_squares/0").doubleValue();
    double intercept = last.at("/least_squares/1").doubleValue();
    assertThat(slope).isCloseTo(2, within(0.1));
    assertThat(intercept).isCloseTo(-1, within(0.1));
    assertThat(last.at("/parameters/0.weight/0").doubleValue()).isCloseTo(slope, within(5e-5));
    assertThat(last.at("/parameters/0.bias/0").doubleValue()).isCloseTo(intercept, within(5e-5));
  }

  @Test
  void linePrintsDescentBesideLeastSquares() {
    List<String> rows =
        train("line", "cpu", "run").out().lines().filter(line -> line.startsWith("w")).toList();

    assertThat(rows).hasSize(2);
    for (String row : rows) {
      String[] columns = row.split(" +", -1);
      assertThat(Double.parseDouble(columns[1]))
          .isCloseTo(Double.parseDouble(columns[2]), within(5e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void lineLeavesPointsOfTheLossSurface(String device) {
    train("line", device, "run");
    Dataset points = new NoisyLine(0).dataset();

    List<JsonNode> metrics = CommandLineRun.metrics(folder.resolve("run"));

    assertThat(metrics).hasSize(60);
    for (JsonNode line : metrics) {
      assertThat(line.propertyNames())
          .startsWith(
              "epoch",
              "step",
              "train_loss",
              "seconds",
              "samples_per_second",
              "w1",
              "w2",
              "g1",
              "g2");
      double cost = 0;
      for (int i = 0; i < points.rows(); i++) {
        double residual =
            line.get("w1").doubleValue() * points.features().get(i)
                + line.get("w2").doubleValue()
                - points.targets().get(i);
        cost += residual * residual / points.rows();
      }
      assertThat(line.get("train_loss").doubleValue()).isCloseTo(cost, within(2e-6 * cost));
    }
    assertThat(metrics.getFirst().get("w1").doubleValue()).isZero();
  }

  @Test
  void digitsAreLearntAsTheReadmePromises() {
    CommandLineRun run = train("digits", "cpu", "run", "--json");

    assertThat(run.epochs()).hasSize(30);
    JsonNode last = run.epochs().getLast();
    assertThat(last.propertyNames())
        .startsWith(
            "epoch",
            "step",
            "train_loss",
            "test_loss",
            "test_accuracy",
            "seconds",
            "samples_per_second",
            "train_accuracy");
    assertThat(last.get("test_accuracy").doubleValue()).isGreaterThanOrEqualTo(0.96);
    assertThat(last.get("step").longValue()).isEqualTo(30L * Math.ceilDiv(1438, 64));
    assertThat(CommandLineRun.metrics(folder.resolve("run"))).isEqualTo(run.epochs());
    Safetensors model = Safetensors.read(folder.resolve("run/model.safetensors"));
    assertThat(model.tensors().get("2.weight").shape()).containsExactly(10, 64);
  }

  @Test
  void programIsPrintedAsAnObjectForEachOperation() {
    List<JsonNode> ops =
        CommandLineRun.of("train", "seed", "--print-program", "--json", "--device", "cpu")
            .succeeded()
            .json();

    assertThat(ops)
        .extracting(op -> op.get("phase").stringValue(), op -> op.get("op").stringValue())
        .startsWith(tuple("step", "load"), tuple("step", "linear y0"))
        .endsWith(tuple("evaluation", "metrics"));
    assertThat(ops.get(1).get("formula").stringValue())
        .isEqualTo("y0 [B, 2] = x·0.weight [2, 4]ᵀ + 0.bias [2]");
    assertThat(ops.getFirst().get("rows").intValue()).isEqualTo(1);
    assertThat(CommandLineRun.of("train", "seed", "--print-program").out())
        .startsWith("a training step of up to 1 row\n");
  }

  @Test
  void programIsPrintedWithItsShapesAndNothingIsTrained() {
    CommandLineRun run =
        CommandLineRun.of(
                "train", "digits", "--print-program", "--out", folder.resolve("run").toString())
            .succeeded();

    assertThat(run.out().lines().map(String::strip).map(line -> line.split("  +", 2)[0]))
        .containsExactly(
            "a training step of up to 64 rows",
            "load",
            "linear",
            "linear",
            "loss",
            "parameter gradient",
            "input gradient",
            "parameter gradient",
            "update",
            "an evaluation of up to 1024 rows",
            "load",
            "linear",
            "linear",
            "metrics");
    assertThat(run.out())
        .contains("y1 [B, 64] = relu(x·0.weight [64, 64]ᵀ + 0.bias [64])")
        .contains("d2.weight [10, 64], d2.bias [10] = dy2ᵀ·y1")
        .contains("theta [4810]", "θ − λ·b, b ← 0.9·b + g");
    assertThat(run.err()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  private CommandLineRun train(String recipe, String device, String name, String... options) {
    String out = folder.resolve(name).toString();
    String[] all = Arrays.copyOf(new String[] {"train", recipe, "--device", device}, 6);
    all[4] = "--out";
    all[5] = out;
    String[] command = Arrays.copyOf(all, 6 + options.length);
    System.arraycopy(options, 0, command, 6, options.length);
    return CommandLineRun.of(command).succeeded();
  }
}
