package io.github.thalweg.engine.tornado.plan;

import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.tornado.driver.FloatArrays;
import io.github.thalweg.engine.tornado.driver.IntArrays;
import io.github.thalweg.engine.tornado.tasks.SessionArrays;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.program.Training;
import io.github.thalweg.program.TrainingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * The warm-up of a plan before a session uses it. Nobody reads its results: θ and the state are
 * copied to the device again.
 */
public record WarmUp(TrainingProgram program, StepStyle style, SessionArrays arrays) {
  /** Enough steps for one execution that is recorded and some that repeat it. */
  private static final int COMPARED = 4;

  private static final float LARGEST_PARAMETER = 0.25f;

  /**
   * A step and an evaluation, twice: some drivers compile a kernel when it first runs, and a device
   * may refuse a launch. The first step has a row of zeros, θ = 0 and a rate that is NaN, the
   * second has a row of NaN. So the result of a kernel is a number in the first step, and NaN in
   * the second.
   *
   * @throws io.github.thalweg.RunFailedException if a kernel did not run
   */
  public void warmUp(SessionPlan plan) {
    FloatArray theta = arrays.theta();
    float[] before = FloatArrays.get(theta, 0, theta.getSize());
    try {
      theta.init(0);
      plan.upload();
      List<Float> numbers = step(plan, arrays.zeroRow());
      if (plan.replay().replays()) {
        // The repeated executions are compared with a plan that completed its warm-up.
        return;
      }
      List<Float> none = step(plan, arrays.zeroRow() + 1);
      for (int i = 0; i < none.size(); i++) {
        plan.proof().requireRan(none.get(i).isNaN() && !numbers.get(i).isNaN());
      }
      plan.readBack(theta);
      plan.proof().requireRan(Float.isNaN(theta.get(0)));
    } finally {
      FloatArrays.put(before, theta, 0);
    }
  }

  /** One element of the result of each kernel for a row. */
  private List<Float> step(SessionPlan plan, int row) {
    int offset = row;
    arrays.begin(SessionArrays.EVALUATE, offset, 1);
    plan.evaluate();
    List<Float> computed = new ArrayList<>(plan.proof().firstElements(SessionArrays.EVALUATE));
    if (arrays.shuffled(SessionArrays.TRAIN)) {
      arrays.order().set(0, offset);
      plan.order();
      offset = 0;
    }
    arrays.write(0, offset, 1, new Coefficients(Double.NaN, 1, 1));
    arrays.begin(SessionArrays.TRAIN, offset, 1);
    plan.table();
    if (style.loops()) {
      arrays.launch().set(0, 1);
    }
    plan.train();
    plan.requireTaken(1);
    computed.addAll(plan.proof().firstElements(SessionArrays.TRAIN));
    if (style instanceof StepStyle.InHalves) {
      arrays.giveGradient();
      arrays.writeUpdate(new Coefficients(Double.NaN, 1, 1));
      plan.update();
      computed.addAll(plan.proof().firstElements(SessionArrays.UPDATE));
    }
    return computed;
  }

  /**
   * The losses and parameters of the first steps; the last step has the smaller batch of an epoch,
   * and the parameters change in each step. The results are the same to the bit for every correct
   * plan. A plan that fails here is closed.
   */
  public float[] results(SessionPlan plan) {
    FloatArray theta = arrays.theta();
    float[] before = FloatArrays.get(theta, 0, theta.getSize());
    try {
      return moved(plan, theta);
    } catch (TornadoInternalError | RuntimeException failure) {
      plan.close();
      throw failure;
    } finally {
      FloatArrays.put(before, theta, 0);
    }
  }

  private float[] moved(SessionPlan plan, FloatArray theta) {
    Random random = new Random(1);
    for (int i = 0; i < theta.getSize(); i++) {
      theta.set(i, LARGEST_PARAMETER * (2 * random.nextFloat() - 1));
    }
    plan.upload();
    Training training = program.training();
    Batches batches = training.batches();
    if (batches.shuffled()) {
      IntArrays.put(batches.order(0), arrays.order(), 0);
      plan.order();
    }
    for (int i = 0; i < COMPARED; i++) {
      long step = i < COMPARED - 1 ? i : batches.stepsPerEpoch() - 1L;
      Coefficients coefficients =
          training.optimizer().coefficients(training.learningRate(step), i + 1L);
      arrays.write(i, batches.offset(step), batches.rowsOf(step), coefficients);
    }
    arrays.begin(SessionArrays.TRAIN, batches.offset(0), batches.rowsOf(0));
    plan.table();
    for (int i = 0; i < COMPARED; i++) {
      plan.train();
    }
    plan.read(SessionArrays.TRAIN, arrays.losses());
    plan.readBack(theta);
    float[] results =
        Arrays.copyOf(FloatArrays.get(theta, 0, theta.getSize()), theta.getSize() + COMPARED);
    System.arraycopy(
        FloatArrays.get(arrays.losses(), 0, COMPARED), 0, results, theta.getSize(), COMPARED);
    return results;
  }
}
