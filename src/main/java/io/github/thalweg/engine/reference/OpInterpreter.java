package io.github.thalweg.engine.reference;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.OpTable;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Slope;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.StepOp;
import io.github.thalweg.program.TrainingProgram;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Float64 memory for the tensors of a phase, and its ops on that memory, one at a time by plain
 * loops. Between two ops every tensor can be read and written, so an op can be tested on any
 * values.
 */
public final class OpInterpreter {
  private final double[] theta;
  private final double[] gradient;
  private final double[] state;
  private final Map<Tensor, View> views = new HashMap<>();
  private final OpTable<Step> table = table();
  private Batch batch = new Batch(null, new int[0]);

  /** The data set's rows for the next ops, by their indices. */
  private record Batch(Dataset data, int[] rows) {}

  /** New memory for the step of a program, all zero. */
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
                new double[Math.toIntExact(tensor.elements(phase.capacity()))];
          };
      views.put(tensor, new View(data, tensor.offset(), tensor.columns()));
    }
  }

  /**
   * Sets the rows for the next {@link StepOp.LoadBatch}, and so the number of rows for the ops
   * after it.
   *
   * @param rows indices into the data set, at most the capacity of the phase
   */
  public void batch(Dataset data, int[] rows) {
    batch = new Batch(data, rows.clone());
  }

  /** The elements of a tensor, row-major; of a batched one the rows of the batch. */
  public double[] read(Tensor tensor) {
    return elements(tensor, batch.rows().length).copy();
  }

  /** Replaces the elements of a tensor; of a batched one those of the given rows. */
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
   * @param coefficients of the step; only an {@link StepOp.Update} reads them
   */
  public void run(Op op, Coefficients coefficients) {
    table.bind(op).run(batch.rows().length, coefficients);
  }

  /** The work on the rows of the current batch. */
  @FunctionalInterface
  private interface Step {
    void run(int rows, Coefficients coefficients);
  }

  private OpTable<Step> table() {
    return new OpTable<Step>("reference")
        .serve(StepOp.LoadBatch.class, load -> (_, _) -> load(load))
        .serve(
            Op.Linear.class,
            op ->
                (rows, _) ->
                    LinearLoops.forward(
                        rows,
                        view(op.input()),
                        view(op.weight()),
                        op.bias().map(this::view),
                        op.activation(),
                        op.preActivation().map(this::view),
                        view(op.output())))
        .serve(
            Op.Activate.class,
            op ->
                (rows, _) ->
                    ActivationLoops.forward(
                        op.activation(), elements(op.input(), rows), elements(op.output(), rows)))
        .serve(
            Op.ActivationGradient.class,
            op ->
                (rows, _) ->
                    ActivationLoops.backward(
                        op.slope().activation(),
                        elements(op.outputGradient(), rows),
                        elements(op.slope().saved(), rows),
                        elements(op.inputGradient(), rows)))
        .serve(
            Op.Add.class,
            op ->
                (rows, _) ->
                    ActivationLoops.add(
                        elements(op.a(), rows), elements(op.b(), rows), elements(op.sum(), rows)))
        .serve(
            Op.ParameterGradient.class,
            op ->
                (rows, _) ->
                    LinearLoops.parameterGradient(
                        rows,
                        view(op.outputGradient()),
                        view(op.input()),
                        view(op.weightGradient()),
                        op.biasGradient().map(this::view)))
        .serve(
            Op.InputGradient.class,
            op ->
                (rows, _) -> {
                  LinearLoops.inputGradient(
                      rows,
                      view(op.outputGradient()),
                      view(op.weight()),
                      op.outputGradient().columns(),
                      view(op.inputGradient()));
                  throughSlope(op.slope(), op.inputGradient(), rows);
                })
        .serve(
            StepOp.LossAndGradient.class,
            op ->
                (rows, _) -> {
                  double loss =
                      LossLoops.lossAndGradient(
                          op.function(),
                          rows,
                          view(op.output()),
                          view(op.target()),
                          view(op.gradient()));
                  view(op.loss()).set(0, 0, loss);
                  throughSlope(op.slope(), op.gradient(), rows);
                })
        .serve(
            StepOp.ClipGradient.class,
            op -> (_, _) -> view(op.norm()).set(0, 0, UpdateLoops.clip(gradient, op.maximum())))
        .serve(
            StepOp.Update.class,
            op ->
                (_, coefficients) ->
                    UpdateLoops.update(op.optimizer(), coefficients, theta, gradient, state))
        .serve(
            StepOp.RowMetrics.class,
            op ->
                (rows, _) ->
                    LossLoops.rowMetrics(
                        op.function(),
                        rows,
                        view(op.output()),
                        view(op.target()),
                        view(op.rowMetrics())));
  }

  /** Multiplies by the slope of an activation, in place. */
  private void throughSlope(Optional<Slope> slope, Tensor gradient, int rows) {
    slope.ifPresent(s ->
        ActivationLoops.backward(
            s.activation(),
            elements(gradient, rows),
            elements(s.saved(), rows),
            elements(gradient, rows)));
  }

  private View view(Tensor tensor) {
    return views.get(tensor);
  }

  /** A tensor's values for the rows of the batch. */
  private View.Elements elements(Tensor tensor, int rows) {
    return view(tensor).elements(Math.toIntExact(tensor.elements(rows)));
  }

  private void load(StepOp.LoadBatch load) {
    load(load.input());
    Dataset data = batch.data();
    fill(load.target(), data.targetColumns(), data::target);
  }

  /** Copies the features of the batch to a tensor. */
  void load(Tensor input) {
    Dataset data = batch.data();
    fill(input, data.columns(), data::feature);
  }

  private interface Cells {
    double get(int row, int column);
  }

  private void fill(Tensor tensor, int columns, Cells cells) {
    View view = view(tensor);
    int[] rows = batch.rows();
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns; j++) {
        view.set(i, j, cells.get(rows[i], j));
      }
    }
  }
}
