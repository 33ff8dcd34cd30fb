package io.github.thalweg.engine.tornado.products;

import io.github.thalweg.engine.prebuilt.Launches;
import io.github.thalweg.engine.tornado.tasks.KernelConstants;
import io.github.thalweg.engine.tornado.tasks.KernelTasks;
import io.github.thalweg.engine.tornado.tasks.PhaseTasks;
import io.github.thalweg.engine.tornado.tasks.SessionArrays;
import io.github.thalweg.engine.tornado.tasks.UpdateRule;
import io.github.thalweg.nn.Op;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.TrainingProgram;
import java.util.Arrays;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The only task of a step for a model of one layer, with a loop over steps in hand-written code.
 */
public final class PrebuiltLoop {
  private PrebuiltLoop() {}

  /** All of a step at once. */
  public static KernelTasks of(TrainingProgram program, SingleLayer layer, Launches launches) {
    return KernelTasks.prebuilt("singleLayerSteps", tasks -> add(program, layer, launches, tasks));
  }

  private static void add(
      TrainingProgram program, SingleLayer layer, Launches launches, PhaseTasks tasks) {
    SessionArrays arrays = tasks.arrays;
    Launches.SingleLayer shape = PrebuiltKernels.shape(layer);
    Op.Linear linear = layer.linear();
    int count = program.parameterCount();
    UpdateRule rule = UpdateRule.of(program.training().optimizer());
    IntArray window = arrays.window(SessionArrays.TRAIN);
    tasks.graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, arrays.launch());
    tasks.add(
        "loop",
        "All operations of a step to",
        program.parameterUpdate().theta(),
        tasks
            .prebuilt(launches.singleLayerSteps(shape, rule.number()))
            .reads(arrays.features(), arrays.targets())
            .reads(shape.gathered() ? arrays.order() : arrays.launch())
            .changes(window, arrays.rates())
            .reads(arrays.launch())
            .changes(arrays.theta(), tasks.orNothing(linear.preActivation()))
            .changes(tasks.of(linear.output()), tasks.of(layer.loss().gradient()))
            .changes(tasks.of(layer.parameter().weightGradient()), arrays.state())
            .changes(tasks.floats("losses"))
            .ints(linear.weight().offset(), PrebuiltKernels.offset(linear.bias()))
            .floats(KernelConstants.delta(layer.loss().function()))
            .ints(count)
            .ints(Arrays.copyOf(rule.scalars(count), UpdateRule.MOST_CONSTANTS))
            .ints(shape.inputs(), shape.outputs(), shape.activation(), shape.loss())
            .ints(shape.gathered() ? 1 : 0, rule.number()));
  }
}
