package io.github.thalweg.program;

/**
 * A training step and an evaluation as straight lists of operations over named tensors: the one
 * thing that an engine sees of a model. Parameters, their gradient and the optimizer's state are
 * flat: the tensors {@code theta} (1, P), {@code gradient} (1, P) and {@code state} (slots, P),
 * into which the tensors of the layers are views.
 *
 * @param step forward pass, loss, gradient and update of one batch
 * @param evaluation forward pass and metrics of up to its capacity of rows
 */
public record TrainingProgram(Training training, Phase step, Phase evaluation) {
  /** Lowers a description to the operations that carry it out. */
  public static TrainingProgram of(Training training) {
    return Lowering.lower(training);
  }

  /** Elements of θ and of g. */
  public int parameterCount() {
    return training.model().parameterCount();
  }

  /** Elements of the optimizer's state. */
  public long stateCount() {
    return (long) training.optimizer().slots() * parameterCount();
  }

  /** Target columns that the loss wants. */
  public int targetColumns() {
    return training.loss().targetColumns(training.model().outputs());
  }

  /** What a step begins with. */
  public Op.LoadBatch load() {
    return step.only(Op.LoadBatch.class);
  }

  /** What a step makes small. */
  public Op.LossAndGradient loss() {
    return step.only(Op.LossAndGradient.class);
  }

  /** What a step comes to. */
  public Op.Update update() {
    return step.only(Op.Update.class);
  }

  /** What an evaluation comes to. */
  public Op.RowMetrics metrics() {
    return evaluation.only(Op.RowMetrics.class);
  }
}
