package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.nn.Model;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RunFile;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Start weights that stand in the recipe itself. */
class InlineStartTest {
  @Test
  void inlineValuesAreHeldAgainstTheModelAsThoseOfAFile() {
    String right = "{net.0.weight: [[1, 2]], net.0.bias: [3]}";
    assertThat(inline(right).theta()).containsExactly(1, 2, 3);
    assertThat(inline(right).remarks())
        .containsExactly(
            "init has other names than the model: net.0.weight becomes 0.weight, net.0.bias becomes 0.bias.");
    assertThat(inline("{0.weight: [1, 2], 0.bias: 3}").theta()).containsExactly(1, 2, 3);

    inlineRefused("{0.weight: [[1], [2]], 0.bias: [3]}")
        .hasMessageContaining(
            "0.weight has the shape [1, 2] in the model and [2, 1] in init; a weight is [out, in]");
    inlineRefused("{0.weight: [[1, 2, 3]], 0.bias: [3]}")
        .hasMessageContaining("[1, 2] in the model and [1, 3] in init. ");
    inlineRefused("{0.weight: [[1, 2]], 0.bias: [3], 1.bias: [3]}")
        .hasMessageContaining("'1.bias' is not a parameter of the model (in init)");
    inlineRefused("{0.weight: [[1, 1e39]], 0.bias: [3]}")
        .hasMessageContaining(
            "0.weight in init has 1e39, more than float32 can hold (3.4e38), at [0, 1]");
    inlineRefused("{0.weight: [[NaN, 1]], 0.bias: [3]}")
        .hasMessageContaining("init.0.weight[0][0] must be a number");
    inlineRefused("{0.weight: [[.nan, 1]], 0.bias: [3]}")
        .hasMessageContaining("0.weight in init has NaN at [0, 0]");
    inlineRefused("{0.weight: [[1, 1e400]], 0.bias: [3]}")
        .hasMessageContaining("0.weight in init has Infinity at [0, 1]");
    inlineRefused("{0.weight: [[1, .inf]], 0.bias: [3]}")
        .hasMessageContaining("0.weight in init has Infinity at [0, 1]");
    inlineRefused("{0.weight: [[1, none]], 0.bias: [3]}")
        .hasMessageContaining("init.0.weight[0][1] must be a number");
  }

  @Test
  void oneListForSeveralRowsIsReadRowByRowAndThatIsSaid() {
    assertThat(inline("[{dense: 2}]", "{0.weight: [1, 2, 3, 4], 0.bias: [0, 0]}").remarks())
        .containsExactly(
            "0.weight in init is one list of numbers; it is read row by row as [2, 2].");
    assertThat(inline("[{dense: 2}]", "{0.weight: [[1, 2], [3, 4]], 0.bias: [0, 0]}").remarks())
        .isEmpty();
    assertThat(inline("[{dense: 1}]", "{0.weight: [1, 2], 0.bias: [0]}").remarks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[1, 2], [3]]     | init.0.weight[1] has 1 element, where init.0.weight[0] has 2 elements; all must be alike.",
        "[[1, 2], 3]       | init.0.weight[1] is 3, where init.0.weight[0] has 2 elements",
        "[1, [2]]          | init.0.weight[1] is a list, where init.0.weight[0] is a number",
        "[[1], [[2]]]      | init.0.weight[1][0] is a list, where init.0.weight[0][0] is a number",
        "[[1, 2], [3, x]]  | init.0.weight[1][1] must be a number",
      })
  void inlineRowsAreAllAlike(String weight, String facts) {
    inlineRefused("{0.weight: " + weight + "}").hasMessageContaining(facts);
  }

  private static StartWeights inline(String init) {
    return inline("[{dense: 1}]", init);
  }

  private static StartWeights inline(String model, String init) {
    Recipe recipe = RunFile.read("line", "init=" + init, "model=" + model);
    return StartWeights.of(recipe, new Model(2, recipe.layers()));
  }

  private static AbstractThrowableAssert<?, ?> inlineRefused(String init) {
    return assertThatThrownBy(() -> inline(init)).isInstanceOf(InvalidInputException.class);
  }
}
