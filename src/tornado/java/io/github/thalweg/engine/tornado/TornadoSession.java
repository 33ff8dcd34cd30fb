package io.github.thalweg.engine.tornado;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.StepTable;
import io.github.thalweg.engine.StepwiseSession;
import io.github.thalweg.kernels.Rates;
import io.github.thalweg.kernels.Window;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.program.Role;
import io.github.thalweg.program.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A program on a TornadoVM device. Its plan exists from the moment the data does, because the sizes
 * of the arrays are part of the kernels; θ and the state wait on the host until then.
 */
final class TornadoSession extends StepwiseSession {
  private final DeviceInfo info;
  private final TornadoDevice device;
  private final AtomicLong heldBytes;
  private double[] waitingTheta = {};
  private double[] waitingSlots = {};
  private SessionArrays arrays;
  private SessionPlan plan;
  private int lastOffset;
  private int lastSlot = -1;

  /**
   * Opens a session without data.
   *
   * @param heldBytes what the sessions of the device hold together
   */
  TornadoSession(
      TrainingProgram program, DeviceInfo info, TornadoDevice device, AtomicLong heldBytes) {
    super(program);
    this.info = info;
    this.device = device;
    this.heldBytes = heldBytes;
  }

  @Override
  protected void upload(Dataset train, Optional<Dataset> test) {
    if (plan != null) {
      waitingTheta = readParameters();
      waitingSlots = readSlots();
      release();
    }
    SessionArrays sized = new SessionArrays(program, train, test, StepTable.CAPACITY);
    long largestAllocation = device.getPhysicalDevice().getDeviceMaxAllocationSize();
    sized.allocation.requireFit(info, heldBytes.get(), largestAllocation);
    try {
      fill(sized, train, test);
      plan = new SessionPlan(program, sized, info, device);
    } catch (OutOfMemoryError failure) {
      throw sized.allocation.tooLargeForHost(info, failure);
    }
    arrays = sized;
    heldBytes.addAndGet(sized.allocation.bytes());
    plan.hold();
  }

  private void fill(SessionArrays sized, Dataset train, Optional<Dataset> test) {
    copy(train.features(), sized.features(SessionArrays.TRAIN));
    copy(train.targets(), sized.targets(SessionArrays.TRAIN));
    test.ifPresent(part -> {
      copy(part.features(), sized.features(SessionArrays.TEST));
      copy(part.targets(), sized.targets(SessionArrays.TEST));
    });
    put(waitingTheta, sized.theta());
    put(waitingSlots, sized.state());
  }

  @Override
  protected void order(int[] order) {
    MemorySegment.copy(
        order, 0, arrays.order().getSegment(), ValueLayout.JAVA_INT, 0, order.length);
    plan.order();
  }

  @Override
  protected int runSteps(StepTable steps, double[] losses, int from) {
    int taken = 0;
    do {
      window(SessionArrays.TRAIN, steps.offset(taken), steps.rows(taken), taken);
      rates(steps.coefficients(taken));
      plan.train();
      taken++;
    } while (taken < steps.count() && goOn(taken));
    lastOffset = steps.offset(taken - 1);
    lastSlot = taken - 1;
    double[] kept = read(arrays.allocation.floats("losses"), 0, taken);
    System.arraycopy(kept, 0, losses, from, taken);
    return taken;
  }

  private void rates(Coefficients coefficients) {
    FloatArray rates = arrays.allocation.floats("rates");
    rates.set(Rates.LEARNING_RATE, (float) coefficients.learningRate());
    rates.set(Rates.CORRECTION1, (float) coefficients.correction1());
    rates.set(Rates.CORRECTION2, (float) coefficients.correction2());
  }

  private void window(String graph, int offset, int rows, int slot) {
    IntArray window = arrays.window(graph);
    window.set(Window.OFFSET, offset);
    window.set(Window.ROWS, rows);
    window.set(Window.SLOT, slot);
  }

  @Override
  protected double[] runEvaluation(Part part, int offset, int rows, Tensor wanted) {
    String graph = part == Part.TRAIN ? SessionArrays.EVALUATE_TRAIN : SessionArrays.EVALUATE_TEST;
    window(graph, offset, rows, 0);
    plan.evaluate(graph);
    FloatArray array = arrays.of(graph, wanted);
    plan.read(graph, array);
    return get(array, 0, rows * wanted.columns());
  }

  @Override
  protected void writeParameters(double[] theta) {
    if (plan == null) {
      waitingTheta = theta.clone();
      return;
    }
    // The state travels along, so the host's copy of it must be the device's.
    plan.readHeld(arrays.state());
    put(theta, arrays.theta());
    plan.hold();
  }

  @Override
  protected double[] readParameters() {
    if (plan == null) {
      return Arrays.copyOf(waitingTheta, program.parameterCount());
    }
    plan.readHeld(arrays.theta());
    return get(arrays.theta(), 0, program.parameterCount());
  }

  @Override
  protected void writeSlots(double[] slots) {
    if (plan == null) {
      waitingSlots = slots.clone();
      return;
    }
    plan.readHeld(arrays.theta());
    put(slots, arrays.state());
    plan.hold();
  }

  @Override
  protected double[] readSlots() {
    int count = Math.toIntExact(program.stateCount());
    if (plan == null || count == 0) {
      return Arrays.copyOf(waitingSlots, count);
    }
    plan.readHeld(arrays.state());
    return get(arrays.state(), 0, count);
  }

  @Override
  public double[] read(Tensor tensor) {
    requireOwner();
    int rows = tensor.role().batched() ? lastRows() : tensor.rows();
    if (lastSlot < 0) {
      throw new IllegalStateException(
          "This session has not taken a step yet, so there is nothing to read.");
    }
    int count = Math.toIntExact((long) rows * tensor.columns());
    if (tensor.role() == Role.METRIC && tensor.name().equals("loss")) {
      return read(arrays.allocation.floats("losses"), lastSlot, 1);
    }
    if (tensor.role() == Role.PARAMETER || tensor.role() == Role.STATE) {
      FloatArray array = arrays.of(SessionArrays.TRAIN, tensor);
      plan.readHeld(array);
      return get(array, tensor.offset(), count);
    }
    if (arrays.windowed(SessionArrays.TRAIN, tensor) == 1) {
      // Only read on the device: the host's array is the same.
      return get(arrays.of(SessionArrays.TRAIN, tensor), lastOffset * tensor.columns(), count);
    }
    return read(arrays.of(SessionArrays.TRAIN, tensor), tensor.offset(), count);
  }

  /** Elements of an array that the train graph computed. */
  private double[] read(FloatArray array, int first, int count) {
    plan.read(SessionArrays.TRAIN, array);
    return get(array, first, count);
  }

  @Override
  protected void release() {
    if (plan != null) {
      heldBytes.addAndGet(-arrays.allocation.bytes());
      SessionPlan closing = plan;
      plan = null;
      arrays = null;
      closing.close();
    }
  }

  private static double[] get(FloatArray array, int first, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = array.get(first + i);
    }
    return values;
  }

  private static void put(double[] values, FloatArray array) {
    for (int i = 0; i < values.length; i++) {
      array.set(i, (float) values[i]);
    }
  }

  private static void copy(float[] values, FloatArray array) {
    MemorySegment.copy(values, 0, array.getSegment(), ValueLayout.JAVA_FLOAT, 0, values.length);
  }
}
