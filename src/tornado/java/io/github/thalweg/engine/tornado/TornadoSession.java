package io.github.thalweg.engine.tornado;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.FlatVector;
import io.github.thalweg.engine.KernelTime;
import io.github.thalweg.engine.StepTable;
import io.github.thalweg.engine.StepwiseSession;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * A program on a TornadoVM device. Its plan exists from the moment the data does, because the sizes
 * of the arrays are part of the kernels; θ and the state wait on the host until then.
 */
final class TornadoSession extends StepwiseSession {
  private final DeviceInfo info;
  private final TornadoDevice device;
  private final AtomicLong heldBytes;
  private final StepStyle whole;
  private final Replay replay;
  private final LaunchPace pace = new LaunchPace();
  private FlatVector waitingTheta = FlatVector.of(new float[0]);
  private FlatVector waitingSlots = FlatVector.of(new float[0]);
  private Dataset train;
  private Optional<Dataset> test = Optional.empty();

  /** How the plan takes steps. */
  private StepStyle style;

  private SessionArrays arrays;
  private SessionPlan plan;

  /** How the plan executes steps unless they are looked at. */
  private Replay chosen = Replay.NONE;

  private int trainRows;
  private int lastOffset;
  private int lastSlot = -1;
  private double compileSeconds;

  /** Whether the host has g before the update, and not the device behind it. */
  private boolean givenOnHost;

  /** While the tasks are looked at one by one, else null. */
  private TaskClock clock;

  /**
   * Opens a session without data.
   *
   * @param heldBytes what the sessions of the device hold together
   * @param replay how its steps are executed, if that gives what plain executions give
   */
  TornadoSession(
      TrainingProgram program,
      DeviceInfo info,
      TornadoDevice device,
      AtomicLong heldBytes,
      StepStyle style,
      Replay replay) {
    super(program);
    whole = style;
    this.style = style;
    this.replay = replay;
    this.info = info;
    this.device = device;
    this.heldBytes = heldBytes;
  }

  @Override
  protected void upload(Dataset train, Optional<Dataset> test) {
    this.train = train;
    this.test = test;
    open(whole);
  }

  /** Goes on with steps that are taken like that, if they are not. */
  private void takeStepsBy(StepStyle other) {
    if (!style.equals(other)) {
      open(other);
      bringOrderAgain();
    }
  }

  private void open(StepStyle how) {
    if (plan != null) {
      leavePlan();
    }
    style = how;
    SessionArrays sized = new SessionArrays(program, style, train, test);
    long largestAllocation = device.getPhysicalDevice().getDeviceMaxAllocationSize();
    sized.allocation.requireFit(info, heldBytes.get(), largestAllocation);
    sized.allocation.requireGiven(info, device);
    try {
      fill(sized, train, test);
      long start = System.nanoTime();
      SessionPlan opened = opened(sized);
      compileSeconds = (System.nanoTime() - start) / 1e9;
      chosen = opened.replay();
      enterPlan(opened, sized);
    } catch (OutOfMemoryError failure) {
      throw sized.allocation.tooLargeForHost(info, failure);
    }
  }

  private void enterPlan(SessionPlan opened, SessionArrays sized) {
    plan = opened;
    arrays = sized;
    heldBytes.addAndGet(sized.allocation.bytes());
    plan.hold();
  }

  /** What it has on the device is then in the arrays on the host. */
  private void leavePlan() {
    waitingTheta = readParameters();
    waitingSlots = readSlots();
    release();
  }

  /** Goes on with a plan that executes steps like that, if this one does not. */
  private void executeBy(Replay how) {
    if (!plan.replay().equals(how)) {
      SessionArrays kept = arrays;
      leavePlan();
      enterPlan(warmedUp(new WarmUp(program, style, kept), how), kept);
      bringOrderAgain();
    }
  }

  /** A plan, replayed where that was found to give what plain executions give. */
  private SessionPlan opened(SessionArrays sized) {
    WarmUp steps = new WarmUp(program, style, sized);
    if (!replay.replays() || style.loops() || style instanceof StepStyle.InHalves) {
      return warmedUp(steps, Replay.NONE);
    }
    SessionPlan plain = warmedUp(steps, Replay.NONE);
    float[] expected = steps.results(plain);
    plain.close();
    String flaw = "with one, the first steps gave other results.";
    try {
      SessionPlan replayed = warmedUp(steps, replay);
      if (Arrays.equals(steps.results(replayed), expected)) {
        return replayed;
      }
      replayed.close();
    } catch (TornadoInternalError | RuntimeException failure) {
      flaw = "TornadoVM cannot make one, it says: " + Failures.firstLine(failure);
    }
    System.getLogger("io.github.thalweg")
        .log(
            System.Logger.Level.WARNING,
            "Steps on "
                + info.id()
                + " are launched kernel by kernel, without a CUDA graph: "
                + flaw);
    return warmedUp(steps, Replay.NONE);
  }

  private SessionPlan warmedUp(WarmUp steps, Replay how) {
    SessionPlan opened = new SessionPlan(program, style, steps.arrays(), info, device, how);
    try {
      opened.compile();
      steps.warmUp(opened);
    } catch (RuntimeException failure) {
      opened.close();
      throw failure;
    }
    return opened;
  }

  @Override
  public double compileSeconds() {
    return compileSeconds;
  }

  private void fill(SessionArrays sized, Dataset train, Optional<Dataset> test) {
    copy(train.features(), sized.features(), 0);
    copy(train.targets(), sized.targets(), 0);
    test.ifPresent(part -> {
      copy(part.features(), sized.features(), train.features().length);
      copy(part.targets(), sized.targets(), train.targets().length);
    });
    trainRows = train.rows();
    int columns = train.columns();
    for (int column = 0; column < columns; column++) {
      sized.features().set((sized.zeroRow() + 1) * columns + column, Float.NaN);
    }
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
    takeStepsBy(whole);
    executeBy(clock == null ? chosen : Replay.NONE);
    bringTable(steps);
    int taken = 0;
    do {
      taken += launch(steps.count() - taken);
    } while (taken < steps.count() && shouldContinue(taken));
    plan.requireTaken(taken);
    lastOffset = steps.offset(taken - 1);
    lastSlot = taken - 1;
    double[] kept = read(arrays.losses(), 0, taken);
    System.arraycopy(kept, 0, losses, from, taken);
    return taken;
  }

  @Override
  protected double runGradient(StepTable one) {
    takeStepsBy(whole.inHalves());
    bringTable(one);
    plan.train();
    plan.requireTaken(1);
    lastOffset = one.offset(0);
    lastSlot = 0;
    plan.read(
        SessionArrays.TRAIN, arrays.of(SessionArrays.TRAIN, program.parameterUpdate().gradient()));
    arrays.giveGradient();
    givenOnHost = true;
    return read(arrays.losses(), 0, 1)[0];
  }

  @Override
  protected void writeGradient(FlatVector g) {
    put(g, arrays.givenGradient());
  }

  @Override
  protected void runUpdate(StepTable one) {
    arrays.writeUpdate(one.coefficients(0));
    plan.update();
    givenOnHost = false;
  }

  /** Takes one step, or as many as fit a launch; says how many. */
  private int launch(int remaining) {
    int steps = 1;
    if (style.loops()) {
      steps = pace.next(remaining);
      arrays.launch().set(0, steps);
    }
    long start = System.nanoTime();
    plan.train();
    if (style.loops()) {
      pace.took(steps, (System.nanoTime() - start) / 1e9);
    }
    if (clock != null) {
      clock.took(plan.taskSeconds(), steps);
    }
    return steps;
  }

  /**
   * {@inheritDoc} The clock is the device's own, which TornadoVM's profiler reads. It has no time
   * of a kernel that is replayed, so these steps are launched kernel by kernel.
   */
  @Override
  public List<KernelTime> kernelTimes(int steps) {
    requireLoaded();
    takeStepsBy(whole);
    executeBy(Replay.NONE);
    TaskClock tasks = new TaskClock(plan.stepTasks(), steps);
    plan.profile(true);
    clock = tasks;
    try {
      train(steps);
    } finally {
      clock = null;
      plan.profile(false);
    }
    return tasks.times();
  }

  /** All that differs from step to step, once for all of them. */
  private void bringTable(StepTable steps) {
    for (int i = 0; i < steps.count(); i++) {
      arrays.write(i, steps.offset(i), steps.rows(i), steps.coefficients(i));
    }
    arrays.begin(SessionArrays.TRAIN, steps.offset(0), steps.rows(0));
    plan.table();
  }

  @Override
  protected double[] runEvaluation(Part part, int offset, int rows, Tensor wanted) {
    arrays.begin(SessionArrays.EVALUATE, part == Part.TRAIN ? offset : trainRows + offset, rows);
    plan.evaluate();
    FloatArray array = arrays.of(SessionArrays.EVALUATE, wanted);
    plan.read(SessionArrays.EVALUATE, array);
    return get(array, 0, rows * wanted.columns());
  }

  @Override
  protected void writeParameters(FlatVector theta) {
    if (plan == null) {
      waitingTheta = FlatVector.of(theta.floats().clone());
      return;
    }
    // The state travels along, so the host's copy of it must be the device's.
    plan.readHeld(arrays.state());
    put(theta, arrays.theta());
    plan.hold();
  }

  @Override
  protected FlatVector readParameters() {
    if (plan == null) {
      return FlatVector.of(Arrays.copyOf(waitingTheta.floats(), program.parameterCount()));
    }
    return vector(held(arrays.theta()), program.parameterCount());
  }

  @Override
  protected void writeSlots(FlatVector slots) {
    if (plan == null) {
      waitingSlots = FlatVector.of(slots.floats().clone());
      return;
    }
    plan.readHeld(arrays.theta());
    put(slots, arrays.state());
    plan.hold();
  }

  @Override
  protected FlatVector readSlots() {
    int count = Math.toIntExact(program.stateCount());
    if (plan == null || count == 0) {
      return FlatVector.of(Arrays.copyOf(waitingSlots.floats(), count));
    }
    return vector(held(arrays.state()), count);
  }

  @Override
  public double[] read(Tensor tensor) {
    requireOwner();
    int rows = rowsOf(tensor);
    if (lastSlot < 0) {
      throw new IllegalStateException(
          "This session has not taken a step yet, so there is nothing to read.");
    }
    int count = Math.toIntExact(tensor.elements(rows));
    if (tensor.equals(program.loss().loss())) {
      return read(arrays.losses(), lastSlot, 1);
    }
    if (style instanceof StepStyle.InHalves && isOfUpdate(tensor)) {
      return readOfUpdate(tensor, count);
    }
    return switch (tensor.role()) {
      case PARAMETER -> get(held(arrays.theta()), tensor.offset(), count);
      case STATE -> get(held(arrays.state()), tensor.offset(), count);
      case INPUT, TARGET -> rowsOfData(arrays.of(SessionArrays.TRAIN, tensor), rows, tensor);
      case GRADIENT, ACTIVATION, ACTIVATION_GRADIENT, METRIC ->
          read(
              arrays.of(SessionArrays.TRAIN, tensor),
              arrays.offset(SessionArrays.TRAIN, tensor),
              count);
    };
  }

  /** Whether it is g, or what an update computes beside θ and the state. */
  private boolean isOfUpdate(Tensor tensor) {
    return switch (tensor.role()) {
      case GRADIENT -> true;
      case METRIC -> program.update().tensors().contains(tensor);
      case INPUT, TARGET, PARAMETER, STATE, ACTIVATION, ACTIVATION_GRADIENT -> false;
    };
  }

  /** What the second half of a step leaves, or g as the first half has left it. */
  private double[] readOfUpdate(Tensor tensor, int count) {
    FloatArray array = arrays.of(SessionArrays.UPDATE, tensor);
    if (!givenOnHost) {
      plan.read(SessionArrays.UPDATE, array);
    }
    return get(array, arrays.offset(SessionArrays.UPDATE, tensor), count);
  }

  /** The rows of the last batch, which kernels only read: the host's data is the same. */
  private double[] rowsOfData(FloatArray data, int rows, Tensor tensor) {
    int columns = tensor.columns();
    boolean shuffled = arrays.shuffled(SessionArrays.TRAIN);
    double[] values = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      int row = shuffled ? arrays.order().get(lastOffset + i) : lastOffset + i;
      System.arraycopy(get(data, row * columns, columns), 0, values, i * columns, columns);
    }
    return values;
  }

  private FloatArray held(FloatArray array) {
    plan.readHeld(array);
    return array;
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

  private static FlatVector vector(FloatArray array, int count) {
    float[] values = new float[count];
    MemorySegment.copy(array.getSegment(), ValueLayout.JAVA_FLOAT, 0, values, 0, count);
    return FlatVector.of(values);
  }

  private static void put(FlatVector values, FloatArray array) {
    copy(values.floats(), array, 0);
  }

  private static void copy(float[] values, FloatArray array, int at) {
    MemorySegment.copy(
        values,
        0,
        array.getSegment(),
        ValueLayout.JAVA_FLOAT,
        (long) at * Float.BYTES,
        values.length);
  }
}
