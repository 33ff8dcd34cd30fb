package io.github.thalweg.engine.reference;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.StepwiseSession;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.program.Op;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Interprets a program one op after the other. */
final class ReferenceSession extends StepwiseSession {
  private final double[] theta;
  private final double[] gradient;
  private final double[] state;
  private final Map<Tensor, View> stepViews;
  private final Map<Tensor, View> evaluationViews;
  private final double[] losses = new double[LOSS_CAPACITY];
  private Dataset train;
  private Optional<Dataset> test = Optional.empty();
  private int[] order;

  ReferenceSession(TrainingProgram program) {
    super(program);
    theta = new double[program.parameterCount()];
    gradient = new double[program.parameterCount()];
    state = new double[Math.toIntExact(program.stateCount())];
    stepViews = views(program.step());
    evaluationViews = views(program.evaluation());
  }

  private Map<Tensor, View> views(Phase phase) {
    Map<Tensor, View> views = new HashMap<>();
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
    return views;
  }

  @Override
  protected void upload(Dataset train, Optional<Dataset> test) {
    this.train = train;
    this.test = test;
  }

  @Override
  protected void order(int[] order) {
    this.order = order;
  }

  @Override
  protected void runStep(int offset, int rows, Coefficients coefficients, int slot) {
    run(program.step(), stepViews, new Batch(train, offset, rows), coefficients);
    losses[slot] = stepViews.get(program.step().tensor("loss")).get(0, 0);
  }

  @Override
  protected double[] losses(int count) {
    return Arrays.copyOf(losses, count);
  }

  @Override
  protected double[] runEvaluation(Part part, int offset, int rows) {
    Dataset data = part == Part.TRAIN ? train : test.orElseThrow();
    run(program.evaluation(), evaluationViews, new Batch(data, offset, rows), null);
    return evaluationViews.get(program.evaluation().tensor("metrics")).rows(rows);
  }

  /** The rows that an execution of a phase sees. */
  private record Batch(Dataset data, int offset, int rows) {}

  private void run(Phase phase, Map<Tensor, View> views, Batch batch, Coefficients coefficients) {
    int rows = batch.rows();
    for (Op op : phase.ops()) {
      switch (op) {
        case Op.LoadBatch load -> load(load, views, batch);
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
        case Op.InputGradient input -> {
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
  }

  private void load(Op.LoadBatch load, Map<Tensor, View> views, Batch batch) {
    Dataset data = batch.data();
    View input = views.get(load.input());
    View target = views.get(load.target());
    for (int i = 0; i < batch.rows(); i++) {
      int row = load.gathered() ? order[batch.offset() + i] : batch.offset() + i;
      for (int j = 0; j < data.columns(); j++) {
        input.set(i, j, data.features()[row * data.columns() + j]);
      }
      for (int j = 0; j < data.targetColumns(); j++) {
        target.set(i, j, data.targets()[row * data.targetColumns() + j]);
      }
    }
  }

  @Override
  public double[] read(Tensor tensor) {
    requireOwner();
    int rows = tensor.role().batched() ? lastRows() : tensor.rows();
    return stepViews.get(tensor).rows(rows);
  }

  @Override
  protected void writeParameters(double[] values) {
    System.arraycopy(values, 0, theta, 0, theta.length);
  }

  @Override
  protected double[] readParameters() {
    return theta.clone();
  }

  @Override
  protected void writeSlots(double[] slots) {
    System.arraycopy(slots, 0, state, 0, state.length);
  }

  @Override
  protected double[] readSlots() {
    return state.clone();
  }

  @Override
  protected void release() {
    stepViews.clear();
    evaluationViews.clear();
  }
}
