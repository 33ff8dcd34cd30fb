package io.github.thalweg.engine.reference;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.program.Op;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Float64 memory for the tensors of a phase, and its ops on that memory, one at a time by plain
 * loops. Between two ops every tensor can be read and written, so that an op can be tried on values
 * of one's choice.
 */
public final class OpInterpreter {
  private final double[] theta;
  private final double[] gradient;
  private final double[] state;
  private final Map<Tensor, View> views = new HashMap<>();
  private Batch batch = new Batch(null, new int[0]);

  /** The rows of a data set that the next ops see, by their indices. */
  private record Batch(Dataset data, int[] rows) {}

  /** Memory of its own for the step of a program, all zero. */
  public OpInterpreter(TrainingProgram program) {
    this(
        program.step(),
        new double[program.parameterCount()],
        new double[program.parameterCount()],
        new double[Math.toIntExact(program.stateCount())]);
  }

  OpInterpreter(Phase phase, double[] theta, double[] gradient, double[] state) {
    this.theta = theta;
    this.gradient = gradient;
    this.state = state;
    for (Tensor tensor : phase.tensors()) {
      double[] data =
          switch (tensor.role()) {
            case PARAMETER -> theta;
            case GRADIENT -> gradient;
            case STATE -> state;
            case INPUT, TARGET, ACTIVATION, ACTIVATION_GRADIENT, METRIC ->
                new double[Math.toIntExact(tensor.size())];
          };
      views.put(tensor, new View(data, tensor.offset(), tensor.columns()));
    }
  }

  /**
   * Says what the next {@link Op.LoadBatch} loads, and how many rows the ops behind it see.
   *
   * @param rows indices into the data set, at most as many as the phase has room for
   */
  public void batch(Dataset data, int[] rows) {
    batch = new Batch(data, rows.clone());
  }

  /** The elements of a tensor, row-major; of a batched one the rows of the batch. */
  public double[] read(Tensor tensor) {
    return views.get(tensor).rows(rows(tensor));
  }

  /** Replaces the elements of a tensor; of a batched one those of the rows that are given. */
  public void write(Tensor tensor, double[] values) {
    View view = views.get(tensor);
    System.arraycopy(values, 0, view.data(), view.offset(), values.length);
  }

  /** Runs ops one after the other. */
  public void run(List<Op> ops, Coefficients coefficients) {
    for (Op op : ops) {
      run(op, coefficients);
    }
  }

  /**
   * Runs one op.
   *
   * @param coefficients of the step; only an {@link Op.Update} looks at them
   */
  public void run(Op op, Coefficients coefficients) {
    int rows = batch.rows().length;
    switch (op) {
      case Op.LoadBatch load -> load(load);
      case Op.Linear linear ->
          LinearLoops.forward(
              rows,
              views.get(linear.input()),
              views.get(linear.weight()),
              linear.bias().map(views::get),
              linear.activation(),
              linear.preActivation().map(views::get),
              views.get(linear.output()));
      case Op.LossAndGradient loss ->
          views
              .get(loss.loss())
              .set(
                  0,
                  0,
                  LossLoops.lossAndGradient(
                      loss.function(),
                      rows,
                      views.get(loss.output()),
                      views.get(loss.target()),
                      views.get(loss.gradient())));
      case Op.ActivationGradient activation ->
          LinearLoops.throughActivation(
              rows,
              activation.activation(),
              views.get(activation.saved()),
              views.get(activation.gradient()));
      case Op.ParameterGradient parameter ->
          LinearLoops.parameterGradient(
              rows,
              views.get(parameter.outputGradient()),
              views.get(parameter.input()),
              views.get(parameter.weightGradient()),
              parameter.biasGradient().map(views::get));
      case Op.InputGradient input -> inputGradient(input, rows);
      case Op.ClipGradient clip ->
          views.get(clip.norm()).set(0, 0, UpdateLoops.clip(gradient, clip.maximum()));
      case Op.Update update ->
          UpdateLoops.update(update.optimizer(), coefficients, theta, gradient, state);
      case Op.RowMetrics metrics ->
          LossLoops.rowMetrics(
              metrics.function(),
              rows,
              views.get(metrics.output()),
              views.get(metrics.target()),
              views.get(metrics.rowMetrics()));
    }
  }

  private void inputGradient(Op.InputGradient input, int rows) {
    View gradientView = views.get(input.inputGradient());
    LinearLoops.inputGradient(
        rows,
        views.get(input.outputGradient()),
        views.get(input.weight()),
        input.weight().rows(),
        gradientView);
    input
        .activation()
        .ifPresent(activation ->
            LinearLoops.throughActivation(
                rows, activation, views.get(input.saved().orElseThrow()), gradientView));
  }

  private void load(Op.LoadBatch load) {
    Dataset data = batch.data();
    View input = views.get(load.input());
    View target = views.get(load.target());
    for (int i = 0; i < batch.rows().length; i++) {
      int row = batch.rows()[i];
      for (int j = 0; j < data.columns(); j++) {
        input.set(i, j, data.feature(row, j));
      }
      for (int j = 0; j < data.targetColumns(); j++) {
        target.set(i, j, data.target(row, j));
      }
    }
  }

  private int rows(Tensor tensor) {
    return tensor.role().batched() ? batch.rows().length : tensor.rows();
  }
}
