package io.github.thalweg.check;

import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.TrainAndTest;
import io.github.thalweg.program.TrainingProgram;
import io.github.thalweg.train.PreparedRun;
import java.util.Arrays;

/**
 * The subject of a check: a program, its data, and the start parameters.
 *
 * @param parameters θ, (P)
 */
public record Subject(TrainingProgram program, TrainAndTest data, float[] parameters) {
  /**
   * For a run; its rows are rounded in the same way for all engines, because the check is about
   * arithmetic.
   */
  public static Subject of(PreparedRun run) {
    return new Subject(run.program(), run.data().map(Dataset::inFloat32), run.parameters());
  }

  /** The training rows of a step, in its order. */
  int[] rows(long step) {
    Batches batches = program.training().batches();
    int from = batches.offset(step);
    return Arrays.copyOfRange(
        batches.order(batches.epochOf(step)), from, from + batches.rowsOf(step));
  }
}
