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
    return KernelTasks.jit("TrainingLoop.train", tasks -> add(program, items, tasks));
  }

  private static void add(TrainingProgram program, int items, PhaseTasks tasks) {
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
    boolean shuffled = arrays.shuffled(SessionArrays.TRAIN);
    IntArray window = arrays.window(SessionArrays.TRAIN);
    StepOp.LossAndGradient loss = program.loss();
    tasks.add(
        "loop",
        "All operations of a step to",
        program.parameterUpdate().theta(),
        tasks.grids.group(items),
        id ->
            tasks.graph.task(
                id,
                TrainingLoop::train,
                tasks.context,
                layout,
                constants,
                arrays.launch(),
                window,
                arrays.rates(),
                tasks.floats("losses"),
                arrays.features(),
                arrays.targets(),
                // TornadoVM never ends with a task that has an array twice and writes to it.
                shuffled ? arrays.order() : layout,
                arrays.theta(),
                arrays.state(),
                tasks.floats("gradient"),
                tasks.floats("workspace"),
                shuffled ? 1 : 0,
                KernelConstants.of(loss.function()),
                KernelConstants.delta(loss.function()),
                (float) program.training().clipNorm().orElse(0),
                rule.kind(),
                oneLayer(program, items)));
  }

  /** The activation of the only layer, if one work item reads its rows once; else −1. */
  private static int oneLayer(TrainingProgram program, int items) {
    return SingleLayer.of(program.step())
        .filter(layer -> items == 1 && JitKernels.fitsOnePass(layer))
        .map(layer -> KernelConstants.of(layer.linear().activation()))
        .orElse(-1);
  }
}
