package io.github.thalweg.engine.reference;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.FlatVector;
import io.github.thalweg.engine.StepTable;
import io.github.thalweg.engine.StepwiseSession;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Interprets a program one op after the other. */
final class ReferenceSession extends StepwiseSession {
  private final double[] theta;
  private final double[] gradient;
  private final double[] state;
  private final OpInterpreter step;
  private final OpInterpreter evaluation;
  private final boolean gathers;
  private final Tensor loss;
  private Dataset train;
  private Optional<Dataset> test = Optional.empty();
  private int[] order;

  ReferenceSession(TrainingProgram program) {
    super(program);
    theta = new double[program.parameterCount()];
    gradient = new double[program.parameterCount()];
    state = new double[Math.toIntExact(program.stateCount())];
    step = new OpInterpreter(program.step(), theta, gradient, state);
    evaluation = new OpInterpreter(program.evaluation(), theta, gradient, state);
    gathers = program.load().gathered();
    loss = program.loss().loss();
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
  protected int runSteps(StepTable steps, double[] losses, int from) {
    int taken = 0;
    do {
      losses[from + taken] = gradient(steps, taken);
      step.run(program.update().ops(), steps.coefficients(taken));
      taken++;
    } while (taken < steps.count() && shouldContinue(taken));
    return taken;
  }

  private double gradient(StepTable steps, int index) {
    int offset = steps.offset(index);
    int rows = steps.rows(index);
    step.batch(
        train,
        gathers ? Arrays.copyOfRange(order, offset, offset + rows) : consecutive(offset, rows));
    step.run(program.gradient().ops(), null);
    return step.read(loss)[0];
  }

  @Override
  protected double runGradient(StepTable one) {
    return gradient(one, 0);
  }

  @Override
  protected void runUpdate(StepTable one) {
    step.run(program.update().ops(), one.coefficients(0));
  }

  @Override
  protected void writeGradient(FlatVector g) {
    System.arraycopy(g.doubles(), 0, gradient, 0, gradient.length);
  }

  @Override
  protected double[] runEvaluation(Part part, int offset, int rows, Tensor wanted) {
    evaluation.batch(part == Part.TRAIN ? train : test.orElseThrow(), consecutive(offset, rows));
    evaluation.run(program.evaluation().ops(), null);
    return Arrays.copyOf(evaluation.read(wanted), rows * wanted.columns());
  }

  private static int[] consecutive(int offset, int rows) {
    return IntStream.range(offset, offset + rows).toArray();
  }

  @Override
  public double[] read(Tensor tensor) {
    requireOwner();
    rowsOf(tensor);
    return step.read(tensor);
  }

  @Override
  protected void writeParameters(FlatVector values) {
    System.arraycopy(values.doubles(), 0, theta, 0, theta.length);
  }

  @Override
  protected FlatVector readParameters() {
    return FlatVector.of(theta.clone());
  }

  @Override
  protected void writeSlots(FlatVector slots) {
    System.arraycopy(slots.doubles(), 0, state, 0, state.length);
  }

  @Override
  protected FlatVector readSlots() {
    return FlatVector.of(state.clone());
  }

  @Override
  protected void release() {}
}
