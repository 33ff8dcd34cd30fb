package io.github.thalweg.train;

import static io.github.thalweg.train.StartFile.DEEP;
import static io.github.thalweg.train.StartFile.SHALLOW;
import static io.github.thalweg.train.StartFile.concat;
import static io.github.thalweg.train.StartFile.repeat;
import static io.github.thalweg.train.StartFile.start;
import static io.github.thalweg.train.StartFile.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.recipe.InitMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Start weights from a file, of which a map says what is what. */
class MappedStartTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "'{fc1.weight: 0.weight, fc1.bias: 0.bias, fc2.weight: 2.weight, fc2.bias: 2.bias}', yaml",
    "'{\"fc1.weight\": \"0.weight\",\n\t\"fc1.bias\": \"0.bias\", \"fc2.weight\": \"2.weight\", \"fc2.bias\": \"2.bias\"}', json",
  })
  void mapSaysWhatIsWhat(String text, String ending) throws IOException {
    Path map = Files.writeString(folder.resolve("map." + ending), text);
    Path file =
        file(
            tensor("fc2.weight", 1, 3),
            tensor("fc2.bias", 1),
            tensor("fc1.weight", 3, 2),
            tensor("fc1.bias", 3),
            tensor("ema.fc1.weight", 3, 2));

    StartWeights start = start(SHALLOW, file, Optional.of(InitMap.read(map)));

    assertThat(start.theta()).containsExactly(3, 3, 3, 3, 3, 3, 4, 4, 4, 1, 1, 1, 2);
    assertThat(start.remarks()).singleElement().asString().endsWith(": ema.fc1.weight [3, 2].");
  }

  @Test
  void mapMayTurnLayersOfOneShapeRoundAndLeaveTheRest() {
    Path file =
        file(
            tensor("0.weight", 3, 2),
            tensor("a.weight", 3, 3),
            tensor("b.weight", 3, 3),
            tensor("6.weight", 1, 3));
    String model = DEEP.replaceAll("dense: (\\d)", "dense: {units: $1, bias: false}");

    StartWeights start =
        start(
            model,
            file,
            Optional.of(
                new InitMap("map", Map.of("b.weight", "2.weight", "a.weight", "4.weight"))));

    assertThat(start.theta())
        .containsExactly(concat(repeat(1, 6), repeat(3, 9), repeat(2, 9), repeat(4, 3)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{fc9.weight: 0.weight} | map.yaml, entry fc9.weight: 0.weight: 'fc9.weight' is not a tensor in ",
        "{fc1.weight: 1.weight} | map.yaml, entry fc1.weight: 1.weight: '1.weight' is not a parameter of the model",
        "{fc1.weight: 2.weight} | entry fc1.weight: 2.weight: the shape there is [3, 2], and that of the parameter is [1, 3].",
        "{0.weight: fc1.weight} | entry 0.weight: fc1.weight: the tensor of the file comes first; swap the two sides.",
        "{fc1.weight: 0.weight, other: 0.weight} | entry other: 0.weight: 'fc1.weight' is that parameter already; leave one out.",
        "{fc1.weight: 0.weight} | map.yaml maps no tensor to the parameter 0.bias [3]; add a line for it. ",
        "{fc1.weight: 0.5} | map.yaml has 0.5 for fc1.weight; it needs a line for each tensor, TENSOR: PARAMETER",
        "{fc1.weight: [0.weight]} | map.yaml has [\"0.weight\"] for fc1.weight; it needs",
        "[fc1.weight] | map.yaml holds [\"fc1.weight\"]; it needs",
        "{} | map.yaml is empty; it needs",
        "`` | map.yaml is empty; it needs",
        "{a: b | map.yaml is not valid YAML: line 1",
        "{a: 0.weight, a: 0.bias} | map.yaml: ",
      })
  void mapThatCannotBeRightIsNamedWithTheEntry(String text, String facts) throws IOException {
    Path map = Files.writeString(folder.resolve("map.yaml"), text);
    Path file =
        file(
            tensor("fc1.weight", 3, 2),
            tensor("fc1.bias", 3),
            tensor("fc2.weight", 1, 3),
            tensor("fc2.bias", 1),
            tensor("other", 3, 2));

    assertThatThrownBy(() -> start(SHALLOW, file, Optional.of(InitMap.read(map))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(facts);
  }

  private Path file(StartFile.Given... given) {
    return StartFile.in(folder, given);
  }
}
