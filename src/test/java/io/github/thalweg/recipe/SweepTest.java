package io.github.thalweg.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
  @TempDir private Path folder;

  @Test
  void recipeWithoutListsIsOneRunThatChoosesNothing() {
    for (String recipe : RunFile.BUILT_IN) {
      List<RunFile.Variant> variants = RunFile.readAll(recipe, List.of());

      assertThat(variants).as(recipe).hasSize(1);
      assertThat(variants.getFirst().chosen()).isEmpty();
    }
  }

  @Test
  void listsMakeEveryCombinationTheFirstChangingSlowest() {
    List<RunFile.Variant> variants =
        RunFile.readAll("digits", List.of("optimizer.sgd.lr=[0.3, 0.1]", "batch=[7, full, 9]"));

    assertThat(variants)
        .extracting(RunFile.Variant::chosen)
        .containsExactly(
            Map.of("optimizer.sgd.lr", "0.3", "batch", "7"),
            Map.of("optimizer.sgd.lr", "0.3", "batch", "full"),
            Map.of("optimizer.sgd.lr", "0.3", "batch", "9"),
            Map.of("optimizer.sgd.lr", "0.1", "batch", "7"),
            Map.of("optimizer.sgd.lr", "0.1", "batch", "full"),
            Map.of("optimizer.sgd.lr", "0.1", "batch", "9"));
    assertThat(variants.get(1).recipe().batch()).isEmpty();
    assertThat(variants.get(5).recipe().batch()).hasValue(9);
    assertThat(variants.get(5).recipe().optimizer().learningRate()).isEqualTo(0.1);
  }

  @Test
  void listsInARunFileCountTooAndMayHoldListsThemselves() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("several.yaml"),
            """
            data: {source: iris}
            model: [{dense: [3, 5]}, [relu, tanh], {dense: 3}]
            loss: cross_entropy
            optimizer: [{sgd: {lr: [0.1, 0.2]}}, {adam: {betas: [0.8, 0.9]}}]
            """);

    List<RunFile.Variant> variants = RunFile.readAll(file.toString(), List.of());

    // Two widths, two activations, and three optimizers.
    assertThat(variants).hasSize(12);
    assertThat(variants.stream().map(variant -> variant.recipe().optimizer()).distinct())
        .hasSize(3);
    assertThat(variants.getLast().recipe().layers())
        .containsExactly(new Dense(5), Activation.TANH, new Dense(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model=[{dense: 3}]",
        "optimizer.adam.betas=[0.8, 0.9]",
        "init.0.weight=[1, 2, 3, 4]",
        "data.features=[[1, 2, 3, 4], [5, 6, 7, 8]]"
      })
  void settingsThatAreListsStayWhole(String assignment) {
    List<String> all =
        assignment.startsWith("data")
            ? List.of(assignment, "data.targets=[[1, 0], [0, 1]]")
            : List.of(assignment);

    assertThat(RunFile.readAll("seed", all)).hasSize(1);
  }

  @Test
  void listOfModelsTrainsEach() {
    List<RunFile.Variant> variants =
        RunFile.readAll(
            "seed", List.of("model=[[{dense: 2}], [{dense: 7}, relu, {dense: 2}]]", "init=random"));

    assertThat(variants)
        .extracting(variant -> variant.recipe().layers().size())
        .containsExactly(1, 3);
  }

  @Test
  void emptyListAndTooManyRunsAreRefused() {
    assertThatThrownBy(() -> RunFile.readAll("line", List.of("optimizer.sgd.lr=[]")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("optimizer.sgd.lr is an empty list; give one value, or several to train each.");
    String hundred =
        "=" + IntStream.rangeClosed(1, 100).boxed().toList().toString().replace(" ", "");
    assertThatThrownBy(() -> RunFile.readAll("line", List.of("seed" + hundred, "epochs" + hundred)))
        .hasMessageContaining("more than 1000 runs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "optimizer.sgd.lr=[0.2, 0.1, 0.10]      | optimizer.sgd.lr=0.1 | optimizer.sgd.lr=0.1",
        "optimizer.sgd.lr=[1e-1, 0.1]           | optimizer.sgd.lr=0.1 | optimizer.sgd.lr=0.1",
        "optimizer=[{sgd: {}}, {sgd: {lr: 0.001}}] | optimizer={\"sgd\":{}} | optimizer={\"sgd\":{\"lr\":0.001}}"
      })
  void valueThatIsThereTwiceIsRefused(String list, String one, String other) {
    assertThatThrownBy(() -> RunFile.readAll("line", List.of(list)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "These lists train the same twice: %s and %s; give each value once.", one, other);
    assertThatThrownBy(() -> RunFile.readAll("line", List.of(list, "seed=[3, 4]")))
        .hasMessageContaining(other + ", seed=3; give each value once.");
  }

  @Test
  void wrongElementIsRefusedAsItWouldBeAlone() {
    assertThatThrownBy(() -> RunFile.readAll("line", List.of("optimizer.sgd.lr=[0.1, fast]")))
        .hasMessageContaining("optimizer.sgd.lr must be a number; it is \"fast\"");
    assertThatThrownBy(() -> RunFile.readAll("line", List.of("speed=[1, 2]")))
        .hasMessageContaining("speed");
  }
}
