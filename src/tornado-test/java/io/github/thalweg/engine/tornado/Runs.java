package io.github.thalweg.engine.tornado;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.TestedEngines;
import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.reference.ReferenceEngine;
import io.github.thalweg.engine.tornado.tasks.ProductLibrary;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Initialization;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import io.github.thalweg.program.Training;
import io.github.thalweg.program.TrainingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Devices, small models and data for the tests of this package. */
public final class Runs {
  static final Optimizer SGD = new Optimizer.Sgd(0.1, 0, false, 0);
  public static final Optimizer ADAM = new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 0, false);

  private Runs() {}

  /** Every device that TornadoVM can use here; without any the test is skipped. */
  public static List<Device> devices() {
    List<Device> all = new TornadoEngine().devices();
    List<Device> usable = all.stream().filter(device -> device.info().usable()).toList();
    assumeTrue(!usable.isEmpty(), () -> all.getFirst().info().unusable().orElseThrow());
    for (Device device : usable) {
      DeviceInfo info = device.info();
      TestedEngines.tested("tornado (" + info.id() + ", " + info.name() + ")");
    }
    return usable;
  }

  /** Whether a device has cuBLAS: TornadoVM's CUDA backend comes with it. */
  public static boolean hasLibrary(Device device) {
    return device.info().backend().equals("cuda");
  }

  /** Whether devices say and do less than they can: what posing_device.c makes of them. */
  static boolean devicesPose() {
    return Optional.ofNullable(System.getenv("LD_PRELOAD")).orElse("").contains("posing");
  }

  /** A device that says that it has so many bytes of memory. */
  static PlanDevice withMemory(Device device, long bytes) {
    PlanDevice plan = (PlanDevice) device;
    DeviceInfo info = plan.info();
    DeviceInfo small =
        new DeviceInfo(
            info.id(),
            info.engine(),
            info.name(),
            info.backend(),
            info.type(),
            info.kernels(),
            bytes,
            info.computeUnits(),
            info.unusable());
    return new PlanDevice(small, plan.device(), new AtomicLong(), plan.precision(), plan.style());
  }

  /** A device that takes the steps of every program in this style. */
  static PlanDevice styled(Device device, StepStyle style) {
    PlanDevice plan = (PlanDevice) device;
    return new PlanDevice(
        plan.info(), plan.device(), plan.heldBytes(), precision(style), _ -> style);
  }

  private static Precision precision(StepStyle style) {
    return style instanceof StepStyle.Library(ProductLibrary gemm)
        ? gemm.precision()
        : Precision.FP32;
  }

  static Device reference() {
    return new ReferenceEngine().devices().getFirst();
  }

  /** A chain of dense layers, given by their units, and activations. */
  public static Model model(int inputs, Object... layers) {
    List<Layer> chain = new ArrayList<>();
    for (Object layer : layers) {
      chain.add(layer instanceof Integer units ? new Dense(units) : (Layer) layer);
    }
    return new Model(inputs, chain);
  }

  public static TrainingProgram program(
      Model model, Loss loss, Optimizer optimizer, OptionalDouble clip, Batches batches) {
    return TrainingProgram.of(
        new Training(model, loss, optimizer, new Schedule.Constant(0), clip, batches, 100));
  }

  public static TrainingProgram program(
      Model model, Loss loss, Optimizer optimizer, Batches batches) {
    return program(model, loss, optimizer, OptionalDouble.empty(), batches);
  }

  /** Rows that fit the program, uniform in −1 … 1, with classes or targets to match. */
  public static Dataset data(TrainingProgram program, int rows, long seed) {
    Random random = new Random(seed);
    Model model = program.training().model();
    Loss loss = program.training().loss();
    float[] features = new float[rows * model.inputs()];
    for (int i = 0; i < features.length; i++) {
      features[i] = 2 * random.nextFloat() - 1;
    }
    float[] targets = new float[rows * program.targetColumns()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] =
          switch (loss) {
            case Loss.CrossEntropy _ -> random.nextInt(model.outputs());
            case Loss.BceWithLogits _ -> random.nextInt(2);
            case Loss.Mse _, Loss.Huber _ -> 2 * random.nextFloat() - 1;
          };
    }
    Task task =
        loss.classIndices() ? new Task.Classification(model.outputs()) : new Task.Regression();
    return new Dataset(rows, model.inputs(), features, program.targetColumns(), targets, task);
  }

  /**
   * A session with initial parameters, training data for the program's batches and 37 test rows.
   */
  static Session open(Device device, TrainingProgram program) {
    Session session = device.open(program);
    session.parameters(Initialization.uniform(program.training().model(), 3));
    session.load(
        data(program, program.training().batches().rows(), 1), Optional.of(data(program, 37, 2)));
    return session;
  }
}
