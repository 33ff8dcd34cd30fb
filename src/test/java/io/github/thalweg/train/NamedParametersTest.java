package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Schema;
import io.github.thalweg.io.StoredTensor;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedParametersTest {
  private static final Model MODEL =
      new Model(2, List.of(new Dense(3), Activation.RELU, new Dense(1, false)));
  private static final StoredTensor WEIGHT =
      new StoredTensor.F32(new int[] {3, 2}, new float[] {1, 2, 3, 4, 5, 6});
  private static final StoredTensor BIAS =
      new StoredTensor.F64(new int[] {3}, new double[] {7, 8, 9});
  private static final StoredTensor LAST =
      new StoredTensor.F32(new int[] {1, 3}, new float[] {10, 11, 12});

  @Test
  void valuesLieInTheOrderOfTheta() {
    assertThat(flat(Map.of("2.weight", LAST, "0.bias", BIAS, "0.weight", WEIGHT)))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  @Test
  void listOfAllNumbersIsReadRowByRow() {
    StoredTensor row = new StoredTensor.F64(new int[] {6}, new double[] {1, 2, 3, 4, 5, 6});

    assertThat(flat(Map.of("0.weight", row, "0.bias", BIAS, "2.weight", LAST)))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  @Test
  void missingParameterIsNamedWithItsShapeAndWhatThereIs() {
    refused(Map.of("0.weight", WEIGHT, "2.weight", LAST))
        .hasMessage(
            "file has no values for the parameter 0.bias [3]; it has 0.weight [3, 2], 2.weight [1, 3]. Take others.");
  }

  @Test
  void transposedWeightIsNamedWithBothShapes() {
    StoredTensor transposed = new StoredTensor.F32(new int[] {2, 3}, new float[6]);

    refused(Map.of("0.weight", transposed, "0.bias", BIAS, "2.weight", LAST))
        .hasMessageContaining(
            "0.weight has the shape [3, 2] in the model and [2, 3] in file; a weight is [out, in] here, as in PyTorch, and"
                + " [in, out] in Keras, so transpose it. Take others.");
  }

  @Test
  void leftOverParameterIsNamed() {
    refused(Map.of("0.weight", WEIGHT, "0.bias", BIAS, "2.weight", LAST, "2.bias", BIAS))
        .hasMessageContaining("'2.bias' is not a parameter of the model (in file)")
        .hasMessageContaining("Known: 0.weight, 0.bias, 2.weight. Take others.");
  }

  @Test
  void numberThatFloat32HasNotIsNamedWithItsPlace() {
    StoredTensor notANumber =
        new StoredTensor.F32(new int[] {3, 2}, new float[] {1, 2, 3, Float.NaN, 5, Float.NaN});
    StoredTensor infinite =
        new StoredTensor.F32(new int[] {3}, new float[] {0, 0, Float.NEGATIVE_INFINITY});
    StoredTensor large =
        new StoredTensor.F64(new int[] {3, 2}, new double[] {1, 2, -3.5e38, 4, 5, 6});

    refused(Map.of("0.weight", notANumber, "0.bias", BIAS, "2.weight", LAST))
        .hasMessageStartingWith("0.weight in file has NaN at [1, 1], ");
    refused(Map.of("0.weight", WEIGHT, "0.bias", infinite, "2.weight", LAST))
        .hasMessageStartingWith("0.bias in file has -Infinity at [2], ");
    refused(Map.of("0.weight", large, "0.bias", BIAS, "2.weight", LAST))
        .hasMessageStartingWith(
            "0.weight in file has -3.5e38, more than float32 can hold (3.4e38), at [1, 0], ");
  }

  @Test
  void numbersAtTheEndsOfFloat32AreTaken() {
    double[] ends = {
      Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -0.0, 1e-300, 3.4028235e38
    };

    assertThat(
            flat(
                Map.of(
                    "0.weight",
                    new StoredTensor.F64(new int[] {3, 2}, ends),
                    "0.bias",
                    BIAS,
                    "2.weight",
                    LAST)))
        .startsWith(Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -0f, 0f, Float.MAX_VALUE);
  }

  @Test
  void modelFileKeepsEveryBitAndWhatItSaysBesides(@TempDir Path folder) {
    Path file = folder.resolve("model.safetensors");
    float[] theta = {1, -0f, 3e-45f, 4, 5, 6, 7, 8, 9, 10, 11, Float.MAX_VALUE};
    Schema schema = new Schema(Optional.empty(), List.of("a", "b, \"c\""), List.of("x", "y"));

    ModelFile.write(file, MODEL, theta, schema);

    assertThat(ModelFile.parameters(file, MODEL)).containsExactly(theta);
    assertThat(ModelFile.schema(file)).contains(schema);
  }

  private static float[] flat(Map<String, StoredTensor> tensors) {
    return new NamedParameters("file", "Take others.", "Take others.", tensors, Map.of())
        .flat(MODEL);
  }

  private static AbstractThrowableAssert<?, ?> refused(Map<String, StoredTensor> tensors) {
    return assertThatThrownBy(() -> flat(tensors)).isInstanceOf(InvalidInputException.class);
  }
}
