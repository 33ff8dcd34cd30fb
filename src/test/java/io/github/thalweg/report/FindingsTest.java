package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.TestSeed;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is found out about a model, held against what can be computed by hand. */
class FindingsTest {
  private final Random random = TestSeed.random();

  @TempDir private Path folder;

  @Test
  @SuppressWarnings("unchecked")
  void rowsThatAreWrongAreListedTheSurestFirst() {
    PreparedRun iris = PreparedRun.of(RunFile.read("iris", List.of()));
    Dataset test = iris.data().test().orElseThrow();
    float[] outputs = new float[3 * test.rows()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (float) (3 * random.nextGaussian());
    }
    Classified classified = new Classified(iris, test, outputs);

    int[][] counts = new int[3][3];
    List<Double> wrong = new ArrayList<>();
    for (int i = 0; i < test.rows(); i++) {
      int best = 0;
      double sum = 0;
      for (int j = 0; j < 3; j++) {
        best = outputs[3 * i + j] > outputs[3 * i + best] ? j : best;
        sum += Math.exp(outputs[3 * i + j]);
      }
      int actual = (int) test.targets().get(i);
      counts[actual][best]++;
      if (actual != best) {
        wrong.add(Math.exp(outputs[3 * i + best]) / sum);
      }
    }
    wrong.sort((a, b) -> Double.compare(b, a));
    assertThat(classified.confusion().orElseThrow().get("counts")).isEqualTo(counts);
    assertThat(classified.mistakes().get("total")).isEqualTo(wrong.size());
    List<Map<String, Object>> items =
        (List<Map<String, Object>>) classified.mistakes().get("items");
    assertThat(items).hasSize(Math.min(16, wrong.size()));
    for (int i = 0; i < items.size(); i++) {
      assertThat((double) items.get(i).get("probability")).isCloseTo(wrong.get(i), within(1e-6));
    }
    // In centimetres, as they were before standardization.
    Map<String, Object> features = (Map<String, Object>) items.getFirst().get("features");
    assertThat(features)
        .containsOnlyKeys("sepal_length", "sepal_width", "petal_length", "petal_width");
    assertThat((double) features.get("sepal_length")).isBetween(4.0, 8.0);
  }

  @Test
  void oneOutputTellsTwoClassesApartAtZero() {
    PreparedRun run =
        PreparedRun.of(
            RunFile.read(
                "seed",
                List.of(
                    "model=[{dense: 1}]",
                    "loss=bce_with_logits",
                    "init=random",
                    "data={source: inline, features: [[1], [2], [3]], targets: [[1], [0], [1]]}")));
    Classified classified =
        new Classified(run, run.data().train(), new float[] {2, (float) Math.log(3), -1});

    assertThat(classified.confusion().orElseThrow().get("counts"))
        .isEqualTo(new int[][] {{0, 1}, {1, 1}});
    assertThat(classified.mistakes().toString())
        .contains("row=2, actual=0, predicted=1, probability=0.75")
        .contains("row=3, actual=1, predicted=0, probability=0.73105");
  }

  @Test
  void outputsBeyondTheClassesAreShownAsNeverRight() {
    PreparedRun run = PreparedRun.of(RunFile.read("iris", "model=[{dense: 5}]"));
    Dataset three = run.data().train().select(new int[] {0, 1, 2});
    float[] outputs = new float[15];
    outputs[4] = 9;
    outputs[5 + 3] = 9;
    outputs[10 + (int) three.targets().get(2)] = 9;
    Classified classified = new Classified(run, three, outputs);

    Map<String, Object> confusion = classified.confusion().orElseThrow();
    assertThat(confusion.get("classes"))
        .isEqualTo(List.of("setosa", "versicolor", "virginica", "3", "4"));
    int[][] counts = (int[][]) confusion.get("counts");
    assertThat(counts[(int) three.targets().get(0)][4]).isEqualTo(1);
    assertThat(counts[(int) three.targets().get(1)][3]).isEqualTo(1);
    assertThat(counts[3]).containsOnly(0);
    assertThat(counts[4]).containsOnly(0);
    assertThat(classified.mistakes().toString()).contains("total=2", "predicted=4", "predicted=3");
  }

  @Test
  void oneClassAndOneOutputCannotBeWrong() {
    PreparedRun run =
        PreparedRun.of(
            RunFile.read(
                "seed",
                "model=[{dense: 1}]",
                "loss=cross_entropy",
                "init=random",
                "data={source: inline, features: [[1], [2]], targets: [[0], [0]]}"));
    Classified classified = new Classified(run, run.data().train(), new float[] {7, -7});

    assertThat(classified.confusion().orElseThrow().get("counts")).isEqualTo(new int[][] {{2}});
  }

  @Test
  void pixelsBecomeBytesOfTheirOwnRange() {
    float[] pixels = {0, 1, 0.5f, 0.2f, 0, 0};
    Dataset images =
        new Dataset(
            1,
            6,
            pixels,
            1,
            new float[] {0},
            new Task.Classification(2),
            List.of("pixel_0_0", "pixel_0_1", "pixel_0_2", "pixel_1_0", "pixel_1_1", "pixel_1_2"));
    Pixels found = Pixels.of(images, Optional.empty()).orElseThrow();

    assertThat(found.height()).isEqualTo(2);
    assertThat(found.width()).isEqualTo(3);
    assertThat(Base64.getDecoder().decode(found.base64(0))).containsExactly(0, 255, 128, 51, 0, 0);
  }

  @Test
  void otherFeaturesAreNoImages() {
    Dataset iris = PreparedRun.of(RunFile.read("iris", List.of())).data().train();

    assertThat(Pixels.of(iris, Optional.empty())).isEmpty();
  }

  @Test
  void regressionComesWithItsErrorAndItsShareOfTheVariation() {
    Trained run = Trained.of(folder.resolve("run"), "line", "epochs=4");
    JsonNode target = run.json("evaluation.json").at("/regression/0");

    double residuals = 0;
    double variation = 0;
    double mean = 0;
    for (JsonNode actual : target.get("actual")) {
      mean += actual.doubleValue() / 50;
    }
    for (int i = 0; i < 50; i++) {
      double actual = target.get("actual").get(i).doubleValue();
      residuals += Math.pow(actual - target.get("predicted").get(i).doubleValue(), 2);
      variation += Math.pow(actual - mean, 2);
    }
    assertThat(target.get("rmse").doubleValue()).isCloseTo(Math.sqrt(residuals / 50), within(1e-6));
    assertThat(target.get("r2").doubleValue()).isCloseTo(1 - residuals / variation, within(1e-6));
  }

  @Test
  void manyRowsAreThinnedOutEvenly() {
    Trained run = Trained.of(folder.resolve("run"), "line", "epochs=1", "data.points=4001");
    JsonNode fit = run.json("evaluation.json").get("fit");

    assertThat(fit.get("x")).hasSize(1334);
    assertThat(fit.get("x").get(1).doubleValue()).isCloseTo(-1 + 2.0 * 3 / 4000, within(1e-6));
    assertThat(fit.get("curve").get(1333).get(0).doubleValue())
        .isCloseTo(-1 + 2.0 * 3999 / 4000, within(1e-6));
    assertThat(run.json("evaluation.json").at("/regression/0/rows").intValue()).isEqualTo(4001);
  }
}
