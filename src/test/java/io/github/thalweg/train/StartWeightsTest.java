package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.io.Safetensors;
import io.github.thalweg.io.Tensor;
import io.github.thalweg.nn.Model;
import io.github.thalweg.recipe.InitMap;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.recipe.Start;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a run starts from, whatever it is called in the file that it is from. In a tensor that is
 * the n-th of those given, all numbers are n.
 */
class StartWeightsTest {
  /** Two inputs; 0.weight [3, 2], 2.weight [3, 3], 4.weight [3, 3], 6.weight [1, 3]. */
  private static final String DEEP =
      "[{dense: 3}, tanh, {dense: 3}, tanh, {dense: 3}, tanh, {dense: 1}]";

  private static final String SHALLOW = "[{dense: 3}, tanh, {dense: 1}]";

  @TempDir private Path folder;

  /** Names of weights and biases, as 0.weight [3, 2], 0.bias [3], 2.weight [1, 3], 2.bias [1]. */
  @ParameterizedTest
  @CsvSource({
    "0.weight, 0.bias, 2.weight, 2.bias",
    "module.0.weight, module.0.bias, module.2.weight, module.2.bias",
    "_orig_mod.module.net.0.weight, _orig_mod.module.net.0.bias, _orig_mod.module.net.2.weight, _orig_mod.module.net.2.bias",
    "fc1.weight, fc1.bias, fc2.weight, fc2.bias",
    "1.weight, 1.bias, 4.weight, 4.bias",
    "2.weight, 2.bias, 4.weight, 4.bias",
    "hidden.weight, hidden.bias, out.weight, out.bias",
    "W1, b1, W2, b2",
    "dense/kernel:0, dense/bias:0, dense_1/kernel:0, dense_1/bias:0",
    "coefs_0, intercepts_0, coefs_1, intercepts_1",
    "p0, p1, p2, p3",
  })
  void otherNamesAreTakenForThoseOfTheModel(String w0, String b0, String w2, String b2) {
    Path file = file(tensor(w0, 3, 2), tensor(b0, 3), tensor(w2, 1, 3), tensor(b2, 1));

    assertThat(start(SHALLOW, file).theta()).containsExactly(1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4);
    assertThat(start(SHALLOW, file).remarks())
        .hasSize(w0.equals("0.weight") ? 0 : 1)
        .allSatisfy(remark ->
            assertThat(remark)
                .startsWith(file + " has other names than the model: ")
                .contains(w0 + " is taken for 0.weight", b0 + " is taken for 0.bias")
                .contains(w2 + " is taken for 2.weight"));
  }

  @Test
  void layersOfOneShapeFollowEachOtherByTheNumbersInTheirNames() {
    Path file =
        file(
            tensor("layers.10.weight", 3, 3),
            tensor("layers.10.bias", 3),
            tensor("layers.2.weight", 3, 3),
            tensor("layers.2.bias", 3),
            tensor("layers.11.bias", 1),
            tensor("layers.11.weight", 1, 3),
            tensor("layers.1.weight", 3, 2),
            tensor("layers.1.bias", 3));

    assertThat(start(DEEP, file).theta())
        .containsExactly(
            concat(
                repeat(7, 6),
                repeat(8, 3),
                repeat(3, 9),
                repeat(4, 3),
                repeat(1, 9),
                repeat(2, 3),
                repeat(6, 3),
                repeat(5, 1)));
  }

  @Test
  void layersOfOneShapeThatNothingPutsInOrderAreRefused() {
    refused(
            DEEP,
            file(
                tensor("in.weight", 3, 2),
                tensor("left.weight", 3, 3),
                tensor("right.weight", 3, 3),
                tensor("out.weight", 1, 3)))
        .hasMessageContaining(
            "has for the parameter 2.weight [3, 3] is not clear: it may be left.weight or right.weight. ")
        .hasMessageContaining("--init-map");
  }

  @Test
  void orderThatTheShapesSpeakAgainstIsNotTaken() {
    refused(
            DEEP,
            file(
                tensor("fc1.weight", 1, 3),
                tensor("fc2.weight", 3, 3),
                tensor("fc3.weight", 3, 3),
                tensor("fc4.weight", 3, 2)))
        .hasMessageContaining("is not clear: it may be ");
  }

  @Test
  void moreLayersOfAShapeThanTheModelHasAreRefused() {
    refused(
            "[{dense: 3}]",
            file(tensor("a1.weight", 3, 2), tensor("a2.weight", 3, 2), tensor("a1.bias", 3)))
        .hasMessageContaining("is not clear: it may be a1.weight or a2.weight. ");
    refused(
            SHALLOW,
            file(
                tensor("online.0.weight", 3, 2),
                tensor("online.0.bias", 3),
                tensor("online.2.weight", 1, 3),
                tensor("online.2.bias", 1),
                tensor("target.0.weight", 3, 2),
                tensor("target.0.bias", 3),
                tensor("target.2.weight", 1, 3),
                tensor("target.2.bias", 1)))
        .hasMessageContaining("is not clear: it may be online.0.weight or target.0.weight. ");
  }

  @Test
  void prefixBehindWhichTheShapesFitIsTaken() {
    Path file =
        file(
            tensor("encoder.0.weight", 7, 2),
            tensor("encoder.0.bias", 7),
            tensor("encoder.2.weight", 1, 7),
            tensor("encoder.2.bias", 1),
            tensor("decoder.0.weight", 3, 2),
            tensor("decoder.0.bias", 3),
            tensor("decoder.2.weight", 1, 3),
            tensor("decoder.2.bias", 1));

    assertThat(start(SHALLOW, file).theta()).startsWith(5, 5).endsWith(7, 8);
  }

  @Test
  void tensorsThatNoLayerHasArePassedOverAndNamed() throws IOException {
    Path file =
        file(
            tensor("0.weight", 3, 2),
            tensor("0.bias", 3),
            tensor("1.running_mean", 3),
            tensor("2.weight", 1, 3),
            tensor("2.bias", 1),
            tensor("scale"),
            tensor("empty", 0));

    StartWeights start = start(SHALLOW, file);

    assertThat(start.theta()).startsWith(1, 1).endsWith(4, 5);
    assertThat(start.remarks())
        .containsExactly(
            file
                + " has what no layer of the model has, which is passed over: 1.running_mean [3], scale [], empty [0].");
  }

  @ParameterizedTest
  @ValueSource(strings = {"I64", "BOOL", "F8_E4M3"})
  void integersArePassedOverWhereNoLayerIsMadeOfThem(String dtype) throws IOException {
    assertThat(start(SHALLOW, withOneOf(dtype, "1.num_batches_tracked")).remarks())
        .singleElement()
        .asString()
        .endsWith(" passed over: 1.num_batches_tracked (" + dtype + " [1]).");
    refused(SHALLOW, withOneOf(dtype, "2.bias"))
        .hasMessageStartingWith("2.bias in ")
        .hasMessageContaining(
            " is " + dtype + " [1]; F64, F32, F16 and BF16 can be read. The model needs ");
  }

  @Test
  void fileOfWhichNothingFitsIsRefused() {
    refused(SHALLOW, file(tensor("conv1.weight", 8, 3, 3, 3), tensor("step")))
        .hasMessageContaining(
            " has no values for the parameter 0.weight [3, 2]; it has conv1.weight [8, 3, 3, 3], step []. ");
    refused(SHALLOW, file()).hasMessageContaining("; it has no tensors. ");
    refused(
            SHALLOW,
            file(
                tensor("dense/kernel", 2, 3),
                tensor("dense/bias", 3),
                tensor("dense_1/kernel", 3, 1),
                tensor("dense_1/bias", 1)))
        .hasMessageContaining(" so transpose it. ");
  }

  @Test
  void squareKernelsMayLieEitherWay() {
    refused("[{dense: 2}]", file(tensor("dense/kernel", 2, 2), tensor("dense/bias", 2)))
        .hasMessageContaining("dense/kernel in ")
        .hasMessageContaining(" may be [in, out], as in Keras, or [out, in]");
  }

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
        "{0.weight: fc1.weight} | entry 0.weight: fc1.weight: the tensor of the file stands first; turn the entries round.",
        "{fc1.weight: 0.weight, other: 0.weight} | entry other: 0.weight: 'fc1.weight' is that parameter already; leave one out.",
        "{fc1.weight: 0.weight} | map.yaml says of no tensor that it is the parameter 0.bias [3]; add a line for it. ",
        "{fc1.weight: 0.5} | map.yaml has 0.5 for fc1.weight; it takes a line for each tensor, TENSOR: PARAMETER",
        "{fc1.weight: [0.weight]} | map.yaml has [\"0.weight\"] for fc1.weight; it takes",
        "[fc1.weight] | map.yaml holds [\"fc1.weight\"]; it takes",
        "{} | map.yaml is empty; it takes",
        "`` | map.yaml is empty; it takes",
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

  @Test
  void inlineValuesAreHeldAgainstTheModelAsThoseOfAFile() {
    String right = "{net.0.weight: [[1, 2]], net.0.bias: [3]}";
    assertThat(inline(right).theta()).containsExactly(1, 2, 3);
    assertThat(inline(right).remarks())
        .containsExactly(
            "init has other names than the model: net.0.weight is taken for 0.weight, net.0.bias is taken for 0.bias.");
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
    Recipe recipe = RunFile.read("line", "init=" + init, "model=[{dense: 1}]");
    return StartWeights.of(recipe, new Model(2, recipe.layers()));
  }

  private static AbstractThrowableAssert<?, ?> inlineRefused(String init) {
    return assertThatThrownBy(() -> inline(init)).isInstanceOf(InvalidInputException.class);
  }

  private static StartWeights start(String model, Path file) {
    return start(model, file, Optional.empty());
  }

  private static StartWeights start(String model, Path file, Optional<InitMap> map) {
    Recipe recipe =
        RunFile.read("line", "model=" + model).startingFrom(new Start.FromFile(file, map));
    return StartWeights.of(recipe, new Model(2, recipe.layers()));
  }

  private static AbstractThrowableAssert<?, ?> refused(String model, Path file) {
    return assertThatThrownBy(() -> start(model, file)).isInstanceOf(InvalidInputException.class);
  }

  private record Given(String name, int... shape) {}

  private static Given tensor(String name, int... shape) {
    return new Given(name, shape);
  }

  private Path file(Given... given) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Given each : given) {
      float[] values = repeat(tensors.size() + 1, (int) Tensor.elements(each.shape()));
      tensors.put(each.name(), new Tensor.F32(each.shape(), values));
    }
    Path file = folder.resolve("start.safetensors");
    Safetensors.write(file, tensors, Map.of());
    return file;
  }

  /** A file for the shallow model and one tensor more, of which one is of another format. */
  private Path withOneOf(String dtype, String name) throws IOException {
    Path file =
        file(
            tensor("0.weight", 3, 2),
            tensor("0.bias", 3),
            tensor("2.weight", 1, 3),
            tensor("2.bias", 1),
            tensor("1.num_batches_tracked", 1));
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String changed =
        text.replace(
            "\"" + name + "\":{\"dtype\":\"F32\"", "\"" + name + "\":{\"dtype\":\"" + dtype + "\"");
    int more = changed.length() - text.length();
    byte[] result = changed.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer.wrap(result)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(0, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0) + more);
    return Files.write(file, result);
  }

  private static float[] repeat(float value, int count) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] concat(float[]... parts) {
    List<Float> all = new ArrayList<>();
    for (float[] part : parts) {
      for (float value : part) {
        all.add(value);
      }
    }
    float[] values = new float[all.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = all.get(i);
    }
    return values;
  }
}
