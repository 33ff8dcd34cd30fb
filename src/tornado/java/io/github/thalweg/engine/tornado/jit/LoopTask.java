package io.github.thalweg.engine.tornado.jit;

import io.github.thalweg.engine.tornado.tasks.KernelConstants;
import io.github.thalweg.engine.tornado.tasks.KernelTasks;
import io.github.thalweg.engine.tornado.tasks.PhaseTasks;
import io.github.thalweg.engine.tornado.tasks.SessionArrays;
import io.github.thalweg.engine.tornado.tasks.UpdateRule;
import io.github.thalweg.kernels.TrainingLoop;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.StepOp;
import io.github.thalweg.program.TrainingProgram;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The only task of a step, with a loop over steps on the device. */
public final class LoopTask {
  private LoopTask() {}

  /** All of a step at once. */
  public static KernelTasks of(TrainingProgram program, int items) {
    boolean classes = JitLosses.areClasses(program.load().target());
    return KernelTasks.jit(
        classes ? "TrainingLoop.trainOnClasses" : "TrainingLoop.train",
        tasks -> {
          write(program, tasks);
          tasks.add(
              "loop",
              "All operations of a step to",
              program.parameterUpdate().theta(),
              tasks.grids.group(items),
              id -> {
                if (classes) {
                  onClasses(id, program, items, tasks);
                } else {
                  onNumbers(id, program, items, tasks);
                }
              });
        });
  }

  /** Writes what the kernel reads of the model and the optimizer. */
  private static void write(TrainingProgram program, PhaseTasks tasks) {
    SessionArrays arrays = tasks.arrays;
    IntArray layout = arrays.allocation.ints("layout");
    arrays
        .workspace()
        .orElseThrow()
        .write(layout, program.parameterCount(), program.targetColumns());
    UpdateRule rule = UpdateRule.of(program.training().optimizer());
    FloatArray constants = arrays.allocation.floats("rule");
    for (int i = 0; i < rule.constants().size(); i++) {
      constants.set(i, rule.constant(i));
    }
    tasks.graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, layout, constants);
    tasks.graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, arrays.launch());
  }

  private static void onNumbers(String id, TrainingProgram program, int items, PhaseTasks tasks) {
    SessionArrays arrays = tasks.arrays;
    StepOp.LossAndGradient loss = program.loss();
    tasks.graph.task(
        id,
        TrainingLoop::train,
        tasks.context,
        arrays.allocation.ints("layout"),
        arrays.allocation.floats("rule"),
        arrays.launch(),
        tasks.window(),
        arrays.rates(),
        tasks.floats("losses"),
        arrays.features(),
        tasks.of(loss.target()),
        order(tasks),
        arrays.theta(),
        arrays.state(),
        tasks.floats("gradient"),
        tasks.floats("workspace"),
        tasks.shuffled(),
        KernelConstants.of(loss.function()),
        KernelConstants.delta(loss.function()),
        (float) program.training().clipNorm().orElse(0),
        UpdateRule.of(program.training().optimizer()).kind(),
        oneLayer(program, items));
  }

  private static void onClasses(String id, TrainingProgram program, int items, PhaseTasks tasks) {
    SessionArrays arrays = tasks.arrays;
    tasks.graph.task(
        id,
        TrainingLoop::trainOnClasses,
        tasks.context,
        arrays.allocation.ints("layout"),
        arrays.allocation.floats("rule"),
        arrays.launch(),
        tasks.window(),
        arrays.rates(),
        tasks.floats("losses"),
        arrays.features(),
        arrays.classes(),
        order(tasks),
        arrays.theta(),
        arrays.state(),
        tasks.floats("gradient"),
        tasks.floats("workspace"),
        tasks.shuffled(),
        (float) program.training().clipNorm().orElse(0),
        UpdateRule.of(program.training().optimizer()).kind(),
        oneLayer(program, items));
  }

  /** TornadoVM never ends with a task that has an array twice and writes to it. */
  private static IntArray order(PhaseTasks tasks) {
    return tasks.shuffled() == 1 ? tasks.order() : tasks.arrays.allocation.ints("layout");
  }

  /** The activation of the only layer, if one work item reads its rows once; else −1. */
  private static int oneLayer(TrainingProgram program, int items) {
    return SingleLayer.of(program.step())
        .filter(layer -> items == 1 && JitLosses.fitsOnePass(layer))
        .map(layer -> KernelConstants.of(layer.linear().activation()))
        .orElse(-1);
  }
}
