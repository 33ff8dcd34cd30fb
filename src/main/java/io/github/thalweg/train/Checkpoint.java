package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.FlatVector;
import io.github.thalweg.engine.State;
import io.github.thalweg.io.Safetensors;
import io.github.thalweg.io.StoredTensor;
import io.github.thalweg.text.Decimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * The state of a run, in {@code checkpoint.safetensors}: the run continues from there bit for bit.
 *
 * @param progress of the current epoch
 */
public record Checkpoint(State state, EpochProgress progress) {
  private static final List<String> NUMBERS = List.of("step", "epoch_loss_sum", "epoch_rows");

  /** Of earlier checkpoints, which held a time. */
  private static final String SECONDS = "epoch_seconds";

  /** Writes everything except the time; the same run writes the same bytes. */
  void write(Path file) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("parameters", tensor(state.parameters()));
    tensors.put("slots", tensor(state.slots()));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("step", Long.toString(state.step()));
    texts.put("epoch_loss_sum", Double.toString(progress.lossSum()));
    texts.put("epoch_rows", Long.toString(progress.rows()));
    Safetensors.write(file, tensors, texts);
  }

  /** The same with the seconds of the current epoch. */
  Checkpoint after(double seconds) {
    return new Checkpoint(state, new EpochProgress(progress.lossSum(), progress.rows(), seconds));
  }

  static Checkpoint read(Path file) {
    Safetensors content = Safetensors.read(file);
    Map<String, String> texts = content.metadata();
    StoredTensor parameters = content.tensors().get("parameters");
    StoredTensor slots = content.tensors().get("slots");
    if (parameters == null || slots == null || !texts.keySet().containsAll(NUMBERS)) {
      throw new InvalidInputException(
          file + " is a safetensors file, but not the checkpoint of a run.");
    }
    requireNumbers(file, "parameters", parameters, Float::isFinite);
    // An optimizer may hold infinite values; NaN would reach the parameters.
    requireNumbers(file, "slots", slots, value -> !Float.isNaN(value));
    EpochProgress progress =
        new EpochProgress(
            number(file, texts, "epoch_loss_sum"),
            count(file, texts, "epoch_rows"),
            texts.containsKey(SECONDS) ? number(file, texts, SECONDS) : 0);
    if (progress.lossSum() < 0) {
      throw damaged(file, "epoch_loss_sum is " + progress.lossSum() + "; no loss is below 0");
    }
    if (progress.rows() == 0 && progress.lossSum() != 0) {
      throw damaged(file, "epoch_loss_sum is " + progress.lossSum() + ", but epoch_rows is 0");
    }
    return new Checkpoint(
        new State(count(file, texts, "step"), vector(parameters), vector(slots)), progress);
  }

  /**
   * Throws for a step that does not fit the rows seen in its epoch, or the epochs that the run has
   * recorded.
   */
  void requireFit(Path file, Batches batches, RecordedEpochs recorded) {
    long step = state.step();
    int rows = batches.offset(step);
    if (progress.rows() != rows) {
      throw damaged(
          file,
          "epoch_rows is %d; after step %d, with batches of %d of %d rows, it must be %d"
              .formatted(progress.rows(), step, batches.size(), batches.rows(), rows));
    }
    // An epoch is recorded after its checkpoint, so that a run that was killed may lack its last.
    int last = recorded.lastEpoch();
    if (last > 0 && batches.epochOf(step) > last + 1L + recorded.damaged().size()) {
      throw damaged(
          file,
          "step is %d, the end of epoch %d, but the last epoch in %s is %d"
              .formatted(step, batches.epochOf(step), recorded.file(), last));
    }
  }

  private static void requireNumbers(
      Path file, String name, StoredTensor tensor, Predicate<Float> right) {
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      if (!right.test(values[i])) {
        throw damaged(file, name + " has " + values[i] + " at [" + i + "]; a number was expected");
      }
    }
  }

  private static long count(Path file, Map<String, String> texts, String key) {
    // No run takes more steps than that.
    if (!texts.get(key).matches("[0-9]{1,18}")) {
      throw damaged(
          file,
          key
              + " is '"
              + texts.get(key)
              + "'; a whole number of at least 0 and at most 18 digits was expected");
    }
    return Long.parseLong(texts.get(key));
  }

  private static double number(Path file, Map<String, String> texts, String key) {
    OptionalDouble number = Decimal.parse(texts.get(key));
    if (number.isEmpty() || !Double.isFinite(number.getAsDouble())) {
      throw damaged(file, key + " is '" + texts.get(key) + "'; a finite number was expected");
    }
    return number.getAsDouble();
  }

  private static InvalidInputException damaged(Path file, String what) {
    return new InvalidInputException(file + " is damaged: " + what + ".");
  }

  private static FlatVector vector(StoredTensor tensor) {
    return switch (tensor) {
      case StoredTensor.F32 single -> FlatVector.of(single.floats());
      case StoredTensor.F64 exact -> FlatVector.of(exact.doubles());
    };
  }

  /** Single precision if that loses nothing, as with every engine except the reference. */
  private static StoredTensor tensor(FlatVector values) {
    int[] shape = {values.size()};
    float[] floats = values.floats();
    for (int i = 0; i < floats.length; i++) {
      if (floats[i] != values.get(i)) {
        return new StoredTensor.F64(shape, values.doubles());
      }
    }
    return new StoredTensor.F32(shape, floats);
  }
}
