package io.github.thalweg.train;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.TestSeed;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Floats;
import io.github.thalweg.data.InlineData;
import io.github.thalweg.data.Task;
import io.github.thalweg.engine.State;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RunFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelBuilderTest {
  private static final float[][] BITS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};

  @TempDir private Path folder;

  /** y = 3a − 2b + 1 and −a, of features far from 0 with deviations far from 1. */
  private static float[][][] plane() {
    Random random = TestSeed.random();
    float[][] features = new float[200][];
    float[][] targets = new float[200][];
    for (int i = 0; i < features.length; i++) {
      float a = (float) random.nextGaussian();
      float b = (float) random.nextGaussian();
      features[i] = new float[] {1000 + 50 * a, 0.01f * b};
      targets[i] = new float[] {3 * a - 2 * b + 1, -a};
    }
    return new float[][][] {features, targets};
  }

  private static ModelBuilder line() {
    return new ModelBuilder()
        .dense(2)
        .optimizer(new Optimizer.Adam(0.1))
        .epochs(60)
        .standardize()
        .device("cpu");
  }

  @Test
  void numbersComeOutInTheTargetsUnitsForRowsAsTheyAreMeasured() {
    float[][][] plane = plane();
    Predictor model =
        line().features("weight", "length").targets("u", "v").train(plane[0], plane[1]);

    assertThat(model.features()).containsExactly("weight", "length");
    assertThat(model.values()).containsExactly("u", "v");
    float[] one = model.predict(new float[] {1050, -0.01f});
    assertThat(one).hasSize(2);
    assertThat(one[0]).isCloseTo(6, within(0.01f));
    assertThat(one[1]).isCloseTo(-1, within(0.01f));
    float[][] all = model.predict(plane[0]);
    assertThat(all).hasDimensions(200, 2);
    assertThat(model.predict(plane[0][7])).containsExactly(all[7]);
  }

  /** A run reorders and scales its rows in place; those of the caller are not the run's. */
  @Test
  void rowsOfTheCallerStayAsTheyAre() {
    float[][][] plane = plane();
    Dataset rows = new Dataset(200, 2, flat(plane[0]), 2, flat(plane[1]), new Task.Regression());

    Predictor first = line().testFraction(0.25).train(rows);
    Predictor second = line().testFraction(0.25).train(rows);

    assertThat(Floats.of(rows.features())).isEqualTo(flat(plane[0]));
    assertThat(Floats.of(rows.targets())).isEqualTo(flat(plane[1]));
    assertThat(second.predict(plane[0])).isDeepEqualTo(first.predict(plane[0]));
  }

  private static float[] flat(float[][] rows) {
    float[] all = new float[rows.length * rows[0].length];
    for (int i = 0; i < all.length; i++) {
      all[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return all;
  }

  @Test
  void classesAreKnownByTheirNamesAndValuesAreProbabilities() {
    Predictor model =
        new ModelBuilder()
            .dense(8, Activation.TANH)
            .dense(2)
            .optimizer(new Optimizer.Adam(0.05))
            .epochs(200)
            .classes("same", "different")
            .device("cpu")
            .train(BITS, new int[] {0, 1, 1, 0});

    assertThat(model.values()).containsExactly("same", "different");
    assertThat(List.of(BITS))
        .map(model::classOf)
        .containsExactly("same", "different", "different", "same");
    for (float[] row : model.predict(BITS)) {
      assertThat(row[0] + row[1]).isCloseTo(1, within(1e-6f));
    }
  }

  @Test
  void logisticRegressionGivesAProbabilityAndHasNoClasses() {
    Predictor model =
        new ModelBuilder()
            .dense(1)
            .loss(new Loss.BceWithLogits())
            .optimizer(new Optimizer.Sgd(1))
            .epochs(500)
            .fullBatch()
            .device("cpu")
            .train(BITS, new float[][] {{0}, {1}, {1}, {1}});

    assertThat(model.predict(new float[] {0, 0})[0]).isBetween(0f, 0.2f);
    assertThat(model.predict(new float[] {1, 1})[0]).isBetween(0.9f, 1f);
    assertThatThrownBy(() -> model.classOf(BITS[0]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bce_with_logits");
  }

  @Test
  void folderHasTheModelAndNotTheRows() throws Exception {
    float[][][] plane = plane();
    Path run = folder.resolve("run");
    Predictor trained =
        line().targets("u", "v").testFraction(0.25).folder(run).train(plane[0], plane[1]);

    assertThat(Files.readString(run.resolve("run.yaml"))).contains("source: memory");
    assertThat(Files.size(run.resolve("run.yaml"))).isLessThan(1000);
    Predictor again = new Predictor(RunFolder.existing(run));
    assertThat(again.predict(plane[0])).isDeepEqualTo(trained.predict(plane[0]));
    assertThat(again.values()).containsExactly("u", "v");
    Recipe recipe = RunFile.read(run.resolve("run.yaml").toString());
    assertThat(recipe.data().split()).isPresent();
    assertThatThrownBy(() -> PreparedRun.of(recipe))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("The Java program that trained this model gave the rows");
  }

  @Test
  void folderOfARunThatLearnsNextToNothingSaysSo() {
    float[][][] plane = plane();
    Path run = folder.resolve("run");
    float[][] zeros = new float[plane[0].length][2];
    line().optimizer(new Optimizer.Sgd(1e-9)).fullBatch().folder(run).train(plane[0], zeros);

    JsonNode outcome = RunFolder.existing(run).about().path("outcome");
    assertThat(outcome.path("status").asString()).isEqualTo("stalled");
    assertThat(outcome.path("message").asString())
        .startsWith("It learned next to nothing")
        .contains("Try a larger learning rate");
  }

  @Test
  void builderTrainsAgainToTheSameBitsAndTellsItsListeners() {
    float[][][] plane = plane();
    List<Integer> epochs = new ArrayList<>();
    ModelBuilder builder =
        line()
            .epochs(3)
            .listener(
                new TrainingListener() {
                  @Override
                  public void epochEnded(EpochMetrics metrics, State state) {
                    epochs.add(metrics.epoch());
                  }
                });

    float[][] first = builder.train(plane[0], plane[1]).predict(plane[0]);
    assertThat(builder.train(plane[0], plane[1]).predict(plane[0])).isDeepEqualTo(first);
    assertThat(epochs).containsExactly(1, 2, 3, 1, 2, 3);
  }

  /** What nobody has said is as in a run file. */
  @Test
  void defaultsAreThoseOfARunFile() {
    Recipe built =
        new ModelBuilder()
            .dense(1)
            .recipe(InlineData.regression(new double[][] {{1}}, new double[][] {{1}}));
    Recipe read =
        RunFile.ofSettings(
            JsonMapper.shared()
                .readTree(
                    "{\"data\":{\"source\":\"memory\"},\"model\":[{\"dense\":1}],\"loss\":\"mse\",\"optimizer\":\"adam\"}"));

    assertThat(built.data().split()).isEqualTo(read.data().split());
    assertThat(built.data().shuffle()).isEqualTo(read.data().shuffle());
    assertThat(built.data().standardize()).isEqualTo(read.data().standardize());
    assertThat(built).usingRecursiveComparison().ignoringFields("name", "data").isEqualTo(read);
  }

  @Test
  void whatDoesNotFitIsASentence() {
    float[][] one = {{1}, {2}, {3}, {4}};
    refused(() -> line().train(BITS, new float[][] {{1, 2}}), "there are 1 and 4 rows");
    refused(() -> line().train(BITS, one), "1 target in a row, and the model 2 outputs");
    refused(
        () -> line().train(new float[][] {{1, 2}, {3}}, new float[][] {{1, 2}, {1, 2}}),
        "Row 2 of the features has length 1");
    refused(
        () -> line().train(new float[][] {{1, Float.NaN}}, new float[][] {{1, 2}}),
        "Row 1, column 2 of the features is NaN");
    refused(() -> line().train(new float[0][], new float[0][]), "no numbers in the targets");
    refused(() -> line().train(BITS, new int[] {0, 1, -1, 0}), "-1 is not a class");
    refused(() -> line().classes("a").train(BITS, new int[] {0, 1, 1, 0}), "1 is not a class");
    refused(() -> line().features("a").train(BITS, new int[4]), "needs 1 numbers, a; it has 2");
    refused(() -> line().targets("a").train(BITS, BITS), "2 targets, and 1 names are given: a");
    refused(() -> new ModelBuilder().train(BITS, BITS), "at least one layer with parameters");
    refused(() -> line().batch(0).train(BITS, BITS), "batch");
    refused(() -> line().epochs(0).train(BITS, BITS), "at least 1 epoch");
    Predictor model = line().epochs(1).train(BITS, BITS);
    refused(() -> model.predict(new float[] {1, 2, 3}), "needs 2 numbers, x1, x2; it has 3");
  }

  @Test
  void folderInUseIsRefusedWithoutTheOptionsOfACommand() {
    Path run = folder.resolve("run");
    line().epochs(1).folder(run).train(BITS, BITS);

    assertThatThrownBy(() -> line().epochs(1).folder(run).train(BITS, BITS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The output folder " + run + " is in use already; name another one, or remove it.");
  }

  @Test
  void noRowsGiveNoValuesAndARowThatIsNullIsNamed() {
    Predictor model = line().epochs(1).train(BITS, BITS);

    assertThat(model.predict(new float[][] {})).isEmpty();
    String row = " of the features is null; an array of numbers was expected.";
    refused(() -> model.predict(new float[][] {BITS[0], null}), "Row 2" + row);
    refused(() -> model.predict((float[]) null), "Row 1" + row);
    refused(() -> line().train(new float[][] {null, BITS[0]}, new int[] {0, 1}), "Row 1" + row);
    refused(
        () -> line().train(new float[][] {BITS[0]}, new float[][] {null}),
        "Row 1 of the targets is null; ");
  }

  @Test
  void progressIsPrintedInTheStreamsOwnEncoding() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    float[][] xor = {{0}, {1}, {1}, {0}};
    ModelBuilder builder = new ModelBuilder().dense(8, Activation.TANH).dense(1);

    builder
        .optimizer(new Optimizer.Adam(0.05))
        .epochs(200)
        .device("cpu")
        .listener(new PrintedProgress(new PrintStream(printed, true, US_ASCII)))
        .train(BITS, xor);

    assertThat(printed.toString(US_ASCII))
        .containsPattern("RMSE [0-9.]+e-[0-9] \\(always the mean: 0\\.5\\)\\.")
        .doesNotContain("?");
  }

  private static void refused(Runnable work, String fact) {
    assertThatThrownBy(work::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(fact);
  }
}
