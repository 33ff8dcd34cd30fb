package io.github.thalweg.train;

import static io.github.thalweg.train.StartFile.DEEP;
import static io.github.thalweg.train.StartFile.SHALLOW;
import static io.github.thalweg.train.StartFile.concat;
import static io.github.thalweg.train.StartFile.refused;
import static io.github.thalweg.train.StartFile.repeat;
import static io.github.thalweg.train.StartFile.start;
import static io.github.thalweg.train.StartFile.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run starts from, whatever it is called in the file that it is from. */
class StartWeightsTest {
  private static final String SQUARE = "[{dense: 2}, tanh, {dense: 2}]";

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
                .contains(w0 + " becomes 0.weight", b0 + " becomes 0.bias")
                .contains(w2 + " becomes 2.weight"));
  }

  @Test
  void blankNamesAreQuoted() {
    Path file = file(tensor("", 3, 2), tensor(" ", 3), tensor("c", 1, 3), tensor("d", 1));

    assertThat(start(SHALLOW, file).remarks().getFirst())
        .contains("'' becomes 0.weight, ' ' becomes 0.bias, c becomes 2.weight");
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
                + " has tensors that the model does not have; they are ignored: 1.running_mean [3], scale [], empty [0].");
  }

  @ParameterizedTest
  @ValueSource(strings = {"I64", "BOOL", "F8_E4M3"})
  void integersArePassedOverWhereNoLayerIsMadeOfThem(String dtype) throws IOException {
    assertThat(start(SHALLOW, withOneOf(dtype, "1.num_batches_tracked")).remarks())
        .singleElement()
        .asString()
        .endsWith(" ignored: 1.num_batches_tracked (" + dtype + " [1]).");
    refused(SHALLOW, withOneOf(dtype, "2.bias"))
        .hasMessageStartingWith("2.bias in ")
        .hasMessageContaining(
            " is " + dtype + " [1]; F64, F32, F16 and BF16 can be read. The model needs ");
  }

  /** Two layers of one shape: the other one, and what comes on top, are not taken in its place. */
  @Test
  void tensorOfTheRightNameAndShapeButAnotherTypeIsNamed() throws IOException {
    StartFile.Given[] tensors = {
      tensor("0.weight", 2, 2),
      tensor("0.bias", 2),
      tensor("2.weight", 2, 2),
      tensor("2.bias", 2),
      tensor("4.weight", 2, 2)
    };
    for (int count = 4; count <= 5; count++) {
      for (String prefix : List.of("", "module.", "model/")) {
        StartFile.Given[] prefixed = new StartFile.Given[count];
        Arrays.setAll(prefixed, i -> tensor(prefix + tensors[i].name(), tensors[i].shape()));
        Path file = withOneOf("I32", prefix + "0.weight", prefixed);
        refused(SQUARE, file)
            .hasMessageStartingWith(
                prefix
                    + "0.weight in "
                    + file
                    + " is I32 [2, 2]; F64, F32, F16 and BF16 can be read. The model needs ");
      }
    }
  }

  @Test
  void parameterIsNotMissingWhoseOwnNameIsThere() {
    refused(SQUARE, file(tensor("2.weight", 2, 2), tensor("2.bias", 2)))
        .hasMessageContaining(" has no values for the parameter 0.weight [2, 2]; it has 2.bias");
    refused(SQUARE, file(tensor("a.weight", 2, 2), tensor("a.bias", 2), tensor("0.weight", 2, 2)))
        .hasMessageContaining(" has no values for the parameter 0.bias [2]; it has 0.weight");
  }

  @Test
  void ownNameIsTakenBeforeOthersOfItsShape() {
    Path file =
        file(
            tensor("a.weight", 2, 2),
            tensor("a.bias", 2),
            tensor("0.weight", 2, 2),
            tensor("0.bias", 2));

    assertThat(start(SQUARE, file).theta()).containsExactly(3, 3, 3, 3, 4, 4, 1, 1, 1, 1, 2, 2);
  }

  /** 2.weight is the first layer's there, though the model calls its second one so. */
  @Test
  void numbersThatAreCountedFromElsewhereAreAnOrder() {
    Path file =
        file(
            tensor("2.weight", 2, 2),
            tensor("2.bias", 2),
            tensor("4.weight", 2, 2),
            tensor("4.bias", 2));

    assertThat(start(SQUARE, file).theta()).containsExactly(1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4);
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

  /** A file for the shallow model and one tensor more, of which one is of another format. */
  private Path withOneOf(String dtype, String name) throws IOException {
    return withOneOf(
        dtype,
        name,
        tensor("0.weight", 3, 2),
        tensor("0.bias", 3),
        tensor("2.weight", 1, 3),
        tensor("2.bias", 1),
        tensor("1.num_batches_tracked", 1));
  }

  private Path withOneOf(String dtype, String name, StartFile.Given... given) throws IOException {
    Path file = file(given);
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

  private Path file(StartFile.Given... given) {
    return StartFile.in(folder, given);
  }
}
