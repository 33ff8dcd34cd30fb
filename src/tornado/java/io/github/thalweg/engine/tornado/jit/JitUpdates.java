package io.github.thalweg.engine.tornado.jit;

import io.github.thalweg.engine.OpTable.Bound;
import io.github.thalweg.engine.tornado.tasks.KernelTasks;
import io.github.thalweg.engine.tornado.tasks.KernelTasks.Kernel;
import io.github.thalweg.engine.tornado.tasks.PhaseTasks;
import io.github.thalweg.engine.tornado.tasks.UpdateRule;
import io.github.thalweg.kernels.Adam;
import io.github.thalweg.kernels.ClipGradient;
import io.github.thalweg.kernels.RmsProp;
import io.github.thalweg.kernels.Sgd;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.program.ClippedUpdate;
import io.github.thalweg.program.StepOp;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** The kernels in Java between g and θ. */
public final class JitUpdates {
  private JitUpdates() {}

  /** The norm of g, if an update clips with it. */
  public static KernelTasks norm(StepOp.ClipGradient clip) {
    return new KernelTasks(
        List.of(Kernel.jit("ClipGradient.partialSquares"), Kernel.jit("ClipGradient.gradientNorm")),
        tasks -> norm(clip, tasks));
  }

  /** The norm of g, and an update that also clips. */
  static Optional<Bound<KernelTasks>> clippedUpdate(Op first, Collection<Op> later) {
    return ClippedUpdate.of(first, later)
        .map(both ->
            new Bound<>(
                both.ops(),
                norm(both.clip()).then(update(both.update(), Optional.of(both.clip())))));
  }

  static KernelTasks update(StepOp.Update update, Optional<StepOp.ClipGradient> clip) {
    UpdateRule rule = UpdateRule.of(update.optimizer());
    return KernelTasks.jit(rule.name() + ".update", tasks -> update(update, rule, clip, tasks));
  }

  private static void norm(StepOp.ClipGradient clip, PhaseTasks tasks) {
    int parts = tasks.gradientParts();
    FloatArray partials = tasks.floats("norm partials");
    int count = clip.gradient().columns();
    int chunks = Math.ceilDiv(count, ClipGradient.CHUNK);
    tasks.add(
        "squares",
        "ClipGradient to",
        clip.norm(),
        tasks.grids.chunks(chunks),
        id ->
            tasks.graph.task(
                id,
                ClipGradient::partialSquares,
                tasks.context,
                tasks.of(clip.gradient()),
                partials,
                count,
                parts,
                chunks));
    tasks.addSingle(
        "root",
        "ClipGradient to",
        clip.norm(),
        id ->
            tasks.graph.task(
                id, ClipGradient::gradientNorm, partials, tasks.of(clip.norm()), chunks));
  }

  private static void update(
      StepOp.Update update, UpdateRule rule, Optional<StepOp.ClipGradient> clip, PhaseTasks tasks) {
    FloatArray theta = tasks.of(update.theta());
    FloatArray g = tasks.of(update.gradient());
    FloatArray state = tasks.of(update.state());
    FloatArray rates = tasks.rates();
    Optional<Tensor> clipped = clip.map(StepOp.ClipGradient::norm);
    FloatArray norm = tasks.orNothing(clipped);
    float maximum = clip.map(c -> (float) c.maximum()).orElse(0f);
    int count = update.theta().columns();
    int parts = tasks.gradientParts();
    tasks.add(
        "update",
        "Update of",
        update.theta(),
        tasks.grids.elements(count),
        id -> {
          switch (update.optimizer()) {
            case Optimizer.Sgd _ ->
                tasks.graph.task(
                    id,
                    Sgd::update,
                    tasks.context,
                    theta,
                    g,
                    state,
                    rates,
                    norm,
                    count,
                    parts,
                    maximum,
                    rule.constant(0),
                    rule.constant(1),
                    rule.isOn(2));
            case Optimizer.Adam _ ->
                tasks.graph.task(
                    id,
                    Adam::update,
                    tasks.context,
                    theta,
                    g,
                    state,
                    rates,
                    norm,
                    count,
                    parts,
                    maximum,
                    rule.constant(0),
                    rule.constant(1),
                    rule.constant(2),
                    rule.constant(3),
                    rule.constant(4),
                    rule.constant(5),
                    rule.isOn(6));
            case Optimizer.RmsProp _ ->
                tasks.graph.task(
                    id,
                    RmsProp::update,
                    tasks.context,
                    theta,
                    g,
                    state,
                    rates,
                    norm,
                    count,
                    parts,
                    maximum,
                    rule.constant(0),
                    rule.constant(1),
                    rule.constant(2),
                    rule.constant(3),
                    rule.constant(4),
                    rule.isOn(5));
          }
        });
  }
}
