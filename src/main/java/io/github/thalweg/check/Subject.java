package io.github.thalweg.check;

import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.TrainAndTest;
import io.github.thalweg.program.TrainingProgram;
import io.github.thalweg.train.PreparedRun;
import java.util.Arrays;

/**
 * What is checked: a program, its data, and the parameters to start from.
 *
 * @param parameters θ, (P)
 */
public record Subject(TrainingProgram program, TrainAndTest data, float[] parameters) {
  /**
   * Of a run; its rows are rounded for all engines alike, because arithmetic is what is checked.
   */
  public static Subject of(PreparedRun run) {
    return new Subject(run.program(), run.data().map(Dataset::inFloat32), run.parameters());
  }

  /** The rows of the training data that a step sees, in its order. */
  int[] rows(long step) {
    Batches batches = program.training().batches();
    int from = batches.offset(step);
    return Arrays.copyOfRange(
        batches.order(batches.epochOf(step)), from, from + batches.rowsOf(step));
  }
}
