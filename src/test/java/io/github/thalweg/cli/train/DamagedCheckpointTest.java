package io.github.thalweg.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.io.Safetensors;
import io.github.thalweg.io.StoredTensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checkpoint with what no run could have gone on from is not blamed on the learning rate. */
class DamagedCheckpointTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"parameters, NaN", "parameters, Infinity", "parameters, -Infinity", "slots, NaN"})
  void whatIsNoNumberIsNamedWithItsPlace(String tensor, float value) {
    Path file = trainAndChange(tensor, value);

    assertThat(CommandLineRun.tryToResume(folder.resolve("run"), "--epochs", "3").wrongUse())
        .startsWith(
            file
                + " is damaged: "
                + tensor
                + " has "
                + value
                + " at [3]; a number was expected. Put an undamaged file there, or start a new run");
  }

  @Test
  void momentThatIsInfiniteIsGoneOnWith() {
    trainAndChange("slots", Float.POSITIVE_INFINITY);
    assertThat(CommandLineRun.tryToResume(folder.resolve("run"), "--epochs", "3").err())
        .doesNotContain("is damaged");
  }

  private Path trainAndChange(String tensor, float value) {
    Path run = folder.resolve("run");
    CommandLineRun.train("iris", run, "--epochs", "2");
    Path file = run.resolve("checkpoint.safetensors");
    Safetensors content = Safetensors.read(file);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>(content.tensors());
    float[] values = tensors.get(tensor).floats().clone();
    values[3] = value;
    tensors.put(tensor, new StoredTensor.F32(new int[] {values.length}, values));
    Safetensors.write(file, tensors, content.metadata());
    return file;
  }
}
