package io.github.thalweg.engine.tornado;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.FlatVector;
import io.github.thalweg.engine.KernelTime;
import io.github.thalweg.engine.StepTable;
import io.github.thalweg.engine.StepwiseSession;
import io.github.thalweg.engine.tornado.driver.Failures;
import io.github.thalweg.engine.tornado.driver.FloatArrays;
import io.github.thalweg.engine.tornado.driver.IntArrays;
import io.github.thalweg.engine.tornado.plan.LastStep;
import io.github.thalweg.engine.tornado.plan.LaunchPace;
import io.github.thalweg.engine.tornado.plan.Replay;
import io.github.thalweg.engine.tornado.plan.SessionPlan;
import io.github.thalweg.engine.tornado.plan.TaskClock;
import io.github.thalweg.engine.tornado.plan.WarmUp;
import io.github.thalweg.engine.tornado.tasks.SessionArrays;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.TrainingProgram;
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
public final class TornadoSession extends StepwiseSession {
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

  /** How the plan executes steps, unless its tasks are timed one by one. */
  private Replay chosen = Replay.NONE;

  private int trainRows;
  private double compileSeconds;

  /** What can be read of the steps that this plan has taken. */
  private Optional<LastStep> last = Optional.empty();

  /** The clock while the tasks are timed one by one, else null. */
  private TaskClock clock;

  /**
   * Opens a session without data.
   *
   * @param heldBytes bytes that all sessions of the device hold
   * @param replay how its steps are executed, if the results equal those of plain executions
   */
  public TornadoSession(
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

  /** Changes to this style of steps, unless it is already in use. */
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
    last = Optional.empty();
    heldBytes.addAndGet(sized.allocation.bytes());
    plan.upload();
  }

  /** Closes the plan. Its arrays on the host then have the values from the device. */
  private void leavePlan() {
    waitingTheta = readParameters();
    waitingSlots = readSlots();
    release();
  }

  /** Changes to a plan that executes steps in this way, unless the current plan does. */
  private void executeBy(Replay how) {
    if (!plan.replay().equals(how)) {
      SessionArrays kept = arrays;
      leavePlan();
      enterPlan(warmedUp(new WarmUp(program, style, kept), how), kept);
      bringOrderAgain();
    }
  }

  /** A plan; it is replayed if this gave the same results as plain executions. */
  private SessionPlan opened(SessionArrays sized) {
    WarmUp steps = new WarmUp(program, style, sized);
    if (!replay.replays() || style.loops() || style instanceof StepStyle.InHalves) {
      return warmedUp(steps, Replay.NONE);
    }
    SessionPlan plain = warmedUp(steps, Replay.NONE);
    float[] expected = steps.results(plain);
    plain.close();
    String flaw = "with a CUDA graph, the first steps gave other results.";
    try {
      SessionPlan replayed = warmedUp(steps, replay);
      if (Arrays.equals(steps.results(replayed), expected)) {
        return replayed;
      }
      replayed.close();
    } catch (TornadoInternalError | RuntimeException failure) {
      flaw = "TornadoVM cannot make one; its message is: " + Failures.firstLine(failure);
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
    put(train, sized, 0);
    test.ifPresent(part -> put(part, sized, train.rows()));
    trainRows = train.rows();
    int columns = train.columns();
    for (int column = 0; column < columns; column++) {
      sized.features().set((sized.zeroRow() + 1) * columns + column, Float.NaN);
    }
    FloatArrays.put(waitingTheta.floats(), sized.theta(), 0);
    FloatArrays.put(waitingSlots.floats(), sized.state(), 0);
  }

  /** Puts rows from the given one on. */
  private static void put(Dataset part, SessionArrays sized, int row) {
    FloatArrays.put(part.features(), sized.features(), row * part.columns());
    int target = row * part.targetColumns();
    if (sized.targets() instanceof FloatArray targets) {
      FloatArrays.put(part.targets(), targets, target);
    } else {
      IntArrays.put(part.classIndices(), sized.classes(), target);
    }
  }

  @Override
  protected void order(int[] order) {
    IntArrays.put(order, arrays.order(), 0);
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
    LastStep step = last(steps, taken - 1, LastStep.Progress.WHOLE);
    System.arraycopy(step.losses(), 0, losses, from, taken);
    return taken;
  }

  @Override
  protected double runGradient(StepTable one) {
    takeStepsBy(whole.inHalves());
    bringTable(one);
    plan.train();
    plan.requireTaken(1);
    plan.read(
        SessionArrays.TRAIN, arrays.of(SessionArrays.TRAIN, program.parameterUpdate().gradient()));
    arrays.giveGradient();
    return last(one, 0, LastStep.Progress.GRADIENT).losses()[0];
  }

  /** Remembers the last of some steps. */
  private LastStep last(StepTable steps, int slot, LastStep.Progress progress) {
    LastStep step = new LastStep(program, plan, arrays, steps.offset(slot), slot, progress);
    last = Optional.of(step);
    return step;
  }

  @Override
  protected void writeGradient(FlatVector g) {
    FloatArrays.put(g.floats(), arrays.givenGradient(), 0);
  }

  @Override
  protected void runUpdate(StepTable one) {
    arrays.writeUpdate(one.coefficients(0));
    plan.update();
    last = last.map(LastStep::updated);
  }

  /** Takes one step, or as many as fit into a launch, and returns the number of steps. */
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
   * {@inheritDoc} TornadoVM's profiler reads the clock of the device. It has no time for a kernel
   * that is replayed, so these steps are launched kernel by kernel.
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

  /** Copies all values that differ from step to step to the device, once for all steps. */
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
    return FloatArrays.doubles(array, 0, rows * wanted.columns());
  }

  @Override
  protected void writeParameters(FlatVector theta) {
    if (plan == null) {
      waitingTheta = FlatVector.of(theta.floats().clone());
      return;
    }
    // The state is copied too, so the host's copy of it must equal that of the device.
    plan.readBack(arrays.state());
    FloatArrays.put(theta.floats(), arrays.theta(), 0);
    plan.upload();
  }

  @Override
  protected FlatVector readParameters() {
    if (plan == null) {
      return FlatVector.of(Arrays.copyOf(waitingTheta.floats(), program.parameterCount()));
    }
    plan.readBack(arrays.theta());
    return FlatVector.of(FloatArrays.get(arrays.theta(), 0, program.parameterCount()));
  }

  @Override
  protected void writeSlots(FlatVector slots) {
    if (plan == null) {
      waitingSlots = FlatVector.of(slots.floats().clone());
      return;
    }
    plan.readBack(arrays.theta());
    FloatArrays.put(slots.floats(), arrays.state(), 0);
    plan.upload();
  }

  @Override
  protected FlatVector readSlots() {
    int count = Math.toIntExact(program.stateCount());
    if (plan == null || count == 0) {
      return FlatVector.of(Arrays.copyOf(waitingSlots.floats(), count));
    }
    plan.readBack(arrays.state());
    return FlatVector.of(FloatArrays.get(arrays.state(), 0, count));
  }

  @Override
  public double[] read(Tensor tensor) {
    requireOwner();
    int rows = rowsOf(tensor);
    return last.orElseThrow(() ->
            new IllegalStateException(
                "This session has not taken a step yet, so there is nothing to read."))
        .read(tensor, rows);
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
}
