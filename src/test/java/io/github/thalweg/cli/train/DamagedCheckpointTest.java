package io.github.thalweg.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.io.Safetensors;
import io.github.thalweg.io.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
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

  /** 120 training rows in batches of 16: eight steps an epoch. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "16 | -3.5 | 0   | epoch_loss_sum is -3.5; no loss is below 0.",
        "16 | 2.5  | 0   | epoch_loss_sum is 2.5, but epoch_rows is 0.",
        "16 | 2.5  | 7   | epoch_rows is 7; after step 16, with batches of 16 of 120 rows, it must be 0.",
        "18 | 2.5  | 31  | epoch_rows is 31; after step 18, with batches of 16 of 120 rows, it must be 32.",
        "18 | 0    | 0   | epoch_rows is 0; after step 18, with batches of 16 of 120 rows, it must be 32.",
        "23 | 2.5  | 120 | epoch_rows is 120; after step 23, with batches of 16 of 120 rows, it must be 112.",
        "32 | 0    | 0   | step is 32, the end of epoch 4, but the last epoch in METRICS is 2.",
        "34 | 2.5  | 32  | step is 34, the end of epoch 4, but the last epoch in METRICS is 2.",
      })
  void numbersThatContradictEachOtherAreNamed(
      String step, String lossSum, String rows, String complaint) throws IOException {
    Path run = folder.resolve("run");
    Path file = trainAndCount(step, lossSum, rows);
    byte[] metrics = Files.readAllBytes(run.resolve("metrics.jsonl"));

    assertThat(CommandLineRun.tryToResume(run, "--epochs", "6").wrongUse())
        .startsWith(
            file
                + " is damaged: "
                + complaint.replace("METRICS", run.resolve("metrics.jsonl").toString())
                + " Put an undamaged file there, or start a new run");
    assertThat(run.resolve("metrics.jsonl")).hasBinaryContent(metrics);
  }

  /** In its first steps of an epoch, or after an epoch that it could not record any more. */
  @ParameterizedTest
  @CsvSource({"18, 40, 32", "23, 100, 112", "24, 0, 0", "8, 0, 0"})
  void placeThatARunMayHaveIsGoneOnFrom(String step, String lossSum, String rows) {
    trainAndCount(step, lossSum, rows);
    CommandLineRun.tryToResume(folder.resolve("run"), "--epochs", "6").succeeded();
  }

  private Path trainAndCount(String step, String lossSum, String rows) {
    Path run = folder.resolve("run");
    CommandLineRun.train("iris", run, "--epochs", "2", "--set", "batch=16");
    Path file = run.resolve("checkpoint.safetensors");
    Safetensors.write(
        file,
        Safetensors.read(file).tensors(),
        Map.of("step", step, "epoch_loss_sum", lossSum, "epoch_rows", rows));
    return file;
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
