package io.github.thalweg.program;

import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Role;
import io.github.thalweg.nn.Shape;
import io.github.thalweg.nn.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A training step and an evaluation as straight lists of operations over named tensors: an engine
 * sees nothing else of a model. Parameters, their gradient and the optimizer's state are flat: the
 * tensors {@code theta} (P), {@code gradient} (P) and {@code state} (slots, P), into which the
 * tensors of the layers are views.
 *
 * @param gradient forward pass, loss and gradient of one batch
 * @param update from the gradient to new parameters
 * @param evaluation forward pass and metrics of up to its capacity of rows
 */
public record TrainingProgram(Training training, Phase gradient, Phase update, Phase evaluation) {
  /** Lowers a description to operations, fused where possible. */
  public static TrainingProgram of(Training training) {
    return of(training, Epilogues::fuse);
  }

  /** The same without fusion. */
  public static TrainingProgram unfused(Training training) {
    return of(training, ops -> ops);
  }

  private static TrainingProgram of(Training training, UnaryOperator<List<Op>> fused) {
    int capacity = training.batches().size();
    return new TrainingProgram(
        training,
        new Phase(capacity, fused.apply(gradientOps(training))),
        new Phase(capacity, updateOps(training)),
        new Phase(Inference.ROWS, fused.apply(evaluationOps(training))));
  }

  private static List<Op> gradientOps(Training training) {
    Lowering tape = new Lowering(training.model(), true);
    Tensor x = tape.input();
    Tensor target = target(training);
    tape.emit(new StepOp.LoadBatch(x, target, training.batches().shuffled()));
    Tensor y = tape.forward(x);
    Tensor dy = tape.gradientOfActivation(y);
    Tensor loss = new Tensor("loss", Role.METRIC, Shape.of());
    tape.emit(new StepOp.LossAndGradient(training.loss(), y, target, loss, dy));
    tape.backward(y, dy);
    return tape.ops();
  }

  private static List<Op> updateOps(Training training) {
    int count = training.model().parameterCount();
    int slots = training.optimizer().slots();
    Tensor gradient = new Tensor("gradient", Role.GRADIENT, Shape.of(count));
    Tensor norm = new Tensor("norm", Role.METRIC, Shape.of());
    List<Op> ops = new ArrayList<>();
    training
        .clipNorm()
        .ifPresent(maximum -> ops.add(new StepOp.ClipGradient(gradient, maximum, norm)));
    ops.add(
        new StepOp.Update(
            training.optimizer(),
            new Tensor("theta", Role.PARAMETER, Shape.of(count)),
            gradient,
            new Tensor("state", Role.STATE, Shape.of(slots, count))));
    return ops;
  }

  private static List<Op> evaluationOps(Training training) {
    Lowering tape = new Lowering(training.model(), false);
    Tensor x = tape.input();
    Tensor target = target(training);
    tape.emit(new StepOp.LoadBatch(x, target, false));
    Tensor y = tape.forward(x);
    Tensor metrics = new Tensor("metrics", Role.METRIC, Shape.ofExample(2));
    tape.emit(new StepOp.RowMetrics(training.loss(), y, target, metrics));
    return tape.ops();
  }

  private static Tensor target(Training training) {
    Shape shape = Shape.ofExample(targetColumns(training));
    return new Tensor("t", Role.TARGET, training.loss().targetKind(), shape, 0);
  }

  private static int targetColumns(Training training) {
    Model model = training.model();
    Loss loss = training.loss();
    return loss.targetColumns(model.outputs());
  }

  /** A whole step: its gradient and its update. */
  public Phase step() {
    return gradient.then(update);
  }

  /** The program that applies the model to examples without targets. */
  public Inference inference() {
    return Inference.of(training.model());
  }

  /** Elements of θ and of g. */
  public int parameterCount() {
    return training.model().parameterCount();
  }

  /** Elements of the optimizer's state. */
  public long stateCount() {
    return (long) training.optimizer().slots() * parameterCount();
  }

  /** Target columns of the loss. */
  public int targetColumns() {
    return targetColumns(training);
  }

  /** The first operation of a step. */
  public StepOp.LoadBatch load() {
    return gradient.only(StepOp.LoadBatch.class);
  }

  /** The loss operation of a step. */
  public StepOp.LossAndGradient loss() {
    return gradient.only(StepOp.LossAndGradient.class);
  }

  /** The update at the end of a step. */
  public StepOp.Update parameterUpdate() {
    return update.only(StepOp.Update.class);
  }

  /** The metrics at the end of an evaluation. */
  public StepOp.RowMetrics metrics() {
    return evaluation.only(StepOp.RowMetrics.class);
  }
}
