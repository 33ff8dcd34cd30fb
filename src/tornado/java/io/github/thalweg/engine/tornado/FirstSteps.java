package io.github.thalweg.engine.tornado;

import io.github.thalweg.data.Batches;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.program.Training;
import io.github.thalweg.program.TrainingProgram;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * What a plan does before a session uses it. It leaves behind what nobody reads: θ and the state
 * are brought to the device anew.
 */
record FirstSteps(TrainingProgram program, StepStyle style, SessionArrays arrays) {
  /** Enough for an execution that is recorded and some that repeat it. */
  private static final int COMPARED = 4;

  private static final float LARGEST_PARAMETER = 0.25f;

  /** One step and one evaluation of one row: some drivers compile a kernel when it first runs. */
  void rehearse(SessionPlan plan) {
    plan.hold();
    if (arrays.shuffled(SessionArrays.TRAIN)) {
      plan.order();
    }
    arrays.write(0, 0, 1, new Coefficients(0, 1, 1));
    arrays.begin(SessionArrays.TRAIN, 0, 1);
    plan.table();
    if (style.loops()) {
      arrays.launch().set(0, 1);
    }
    plan.train();
    arrays.begin(SessionArrays.EVALUATE, 0, 1);
    plan.evaluate();
  }

  /**
   * The losses and parameters of the first steps, the last of them on the smaller batch of an
   * epoch, from parameters that move under them: the same to the bit for every plan that computes
   * what it should. A plan that fails at it is closed.
   */
  float[] results(SessionPlan plan) {
    FloatArray theta = arrays.theta();
    float[] before = elements(theta, theta.getSize());
    try {
      return moved(plan, theta);
    } catch (TornadoInternalError | RuntimeException failure) {
      plan.close();
      throw failure;
    } finally {
      for (int i = 0; i < before.length; i++) {
        theta.set(i, before[i]);
      }
    }
  }

  private float[] moved(SessionPlan plan, FloatArray theta) {
    Random random = new Random(1);
    for (int i = 0; i < theta.getSize(); i++) {
      theta.set(i, LARGEST_PARAMETER * (2 * random.nextFloat() - 1));
    }
    plan.hold();
    Training training = program.training();
    Batches batches = training.batches();
    if (batches.shuffled()) {
      int[] order = batches.order(0);
      MemorySegment.copy(
          order, 0, arrays.order().getSegment(), ValueLayout.JAVA_INT, 0, order.length);
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
    plan.readHeld(theta);
    float[] results = Arrays.copyOf(elements(theta, theta.getSize()), theta.getSize() + COMPARED);
    System.arraycopy(elements(arrays.losses(), COMPARED), 0, results, theta.getSize(), COMPARED);
    return results;
  }

  private static float[] elements(FloatArray array, int count) {
    float[] elements = new float[count];
    for (int i = 0; i < count; i++) {
      elements[i] = array.get(i);
    }
    return elements;
  }
}
