package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Floats;
import io.github.thalweg.data.Split;
import io.github.thalweg.nn.Initialization;
import io.github.thalweg.recipe.RunFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparedRunTest {
  @Test
  void modelTakesItsInputsFromTheData() {
    assertThat(prepare("digits").program().training().model().inputs()).isEqualTo(64);
    assertThat(prepare("iris").program().training().model().inputs()).isEqualTo(4);
  }

  @Test
  void splitSetsRowsAsideByTheSettings() {
    assertThat(prepare("iris", "data.split.test=0.5").data().test().orElseThrow().rows())
        .isEqualTo(75);
    assertThat(prepare("iris", "data.split=none").data().test()).isEmpty();
    assertThat(prepare("iris", "data.split=none").data().train().rows()).isEqualTo(150);
    assertThat(prepare("line").data().test()).isEmpty();
    assertThat(prepare("line", "data.split.test=0.2").data().test().orElseThrow().rows())
        .isEqualTo(10);
  }

  @Test
  void splitIsInOrderWhereTheDataIsNotShuffled() {
    Split split = RunFile.read("iris", List.of("data.shuffle=false")).data().split().orElseThrow();

    assertThat(split.shuffled()).isFalse();
  }

  @Test
  void trainingPartHasMeanZeroAndDeviationOneAndTheTestPartTheSameScale() {
    PreparedRun run = prepare("iris");
    PreparedRun raw = prepare("iris", "data.standardize=false");

    assertThat(raw.standardization()).isEmpty();
    Dataset train = run.data().train();
    for (int column = 0; column < train.columns(); column++) {
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < train.rows(); row++) {
        double value = train.features().get(row * train.columns() + column);
        sum += value;
        squares += value * value;
      }
      assertThat(sum / train.rows()).isCloseTo(0, within(1e-6));
      assertThat(squares / train.rows()).isCloseTo(1, within(1e-5));
    }
    var fitted = run.standardization().orElseThrow();
    float[] test = Floats.of(run.data().test().orElseThrow().features());
    float[] rawTest = Floats.of(raw.data().test().orElseThrow().features());
    for (int i = 0; i < test.length; i++) {
      assertThat(test[i] * fitted.scale()[i % 4] + fitted.mean()[i % 4])
          .isCloseTo((double) rawTest[i], within(1e-5));
    }
    assertThat(run.data().train().targets()).isEqualTo(raw.data().train().targets());
  }

  @Test
  void fullBatchIsAllRowsInTheirOrder() {
    assertThat(batches("batch=full")).isEqualTo(new Batches(120, 120, false, 0));
    assertThat(batches("batch=1000")).isEqualTo(new Batches(120, 120, true, 0));
    assertThat(batches("batch=7", "seed=9")).isEqualTo(new Batches(120, 7, true, 9));
    assertThat(batches("batch=7", "data.shuffle=false")).isEqualTo(new Batches(120, 7, false, 0));
  }

  @Test
  void parametersStartAsTheRecipeSays() {
    assertThat(prepare("seed").parameters())
        .containsExactly(
            new float[] {0.01f, 0.02f, 0.03f, 0.04f, 0.05f, 0.06f, 0.07f, 0.08f, 0, 0},
            within(1e-9f));
    PreparedRun iris = prepare("iris", "seed=3");
    assertThat(iris.parameters())
        .containsExactly(Initialization.uniform(iris.program().training().model(), 3))
        .isNotEqualTo(prepare("iris", "seed=4").parameters());
  }

  private static Batches batches(String... assignments) {
    return prepare("iris", assignments).program().training().batches();
  }

  private static PreparedRun prepare(String recipe, String... assignments) {
    return PreparedRun.of(RunFile.read(recipe, List.of(assignments)));
  }
}
