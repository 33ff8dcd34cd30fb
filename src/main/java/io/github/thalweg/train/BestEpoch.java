package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.io.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The epoch of a run with the lowest test loss so far. Its model's file records which epoch that
 * is, so a resumed run keeps the same one as a run that was not stopped.
 *
 * @param epoch from 1
 * @param step at its end
 */
record BestEpoch(int epoch, long step, double testLoss) {
  private static final String EPOCH = "thalweg.epoch";
  private static final String STEP = "thalweg.step";
  private static final String TEST_LOSS = "thalweg.test_loss";

  /** Before the first. */
  static final BestEpoch NONE = new BestEpoch(0, 0, Double.POSITIVE_INFINITY);

  /**
   * The best epoch of a run at a step, which may be its first.
   *
   * @param step from which it continues
   */
  static BestEpoch of(RunFolder run, long step) {
    if (step == 0) {
      return NONE;
    }
    Path file = run.bestModelFile();
    try {
      if (Files.exists(file)) {
        BestEpoch kept = of(Safetensors.read(file).metadata());
        // An epoch after the checkpoint, because the process was killed, is trained again.
        return kept.step <= step ? kept : NONE;
      }
    } catch (InvalidInputException | NumberFormatException _) {
      // Damaged: the metrics hold the losses of the epochs, and a better model is saved again.
    }
    return recorded(run);
  }

  private static BestEpoch of(Map<String, String> texts) {
    return new BestEpoch(
        Integer.parseInt(texts.getOrDefault(EPOCH, "")),
        Long.parseLong(texts.getOrDefault(STEP, "")),
        Double.parseDouble(texts.getOrDefault(TEST_LOSS, "")));
  }

  /** From the epochs of a run that did not keep its model. */
  private static BestEpoch recorded(RunFolder run) {
    BestEpoch best = NONE;
    for (JsonNode line : run.recordedEpochs().shown()) {
      double loss = line.path("test_loss").asDouble(Double.POSITIVE_INFINITY);
      if (loss < best.testLoss) {
        best = new BestEpoch(line.path("epoch").asInt(), line.path("step").asLong(), loss);
      }
    }
    return best;
  }

  /** The best epoch in the model's file. */
  Map<String, String> texts() {
    return Map.of(
        EPOCH,
        Integer.toString(epoch),
        STEP,
        Long.toString(step),
        TEST_LOSS,
        Double.toString(testLoss));
  }
}
