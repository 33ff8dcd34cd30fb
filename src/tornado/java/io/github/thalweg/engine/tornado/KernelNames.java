package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.Kernels;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.program.Op;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.TrainingProgram;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which kernel of which family serves an operation: class and method in Java, else the entry. */
final class KernelNames {
  private KernelNames() {}

  /** By operation of a program what carries it out in a style. */
  static Map<Op, String> of(TrainingProgram program, StepStyle style) {
    Map<Op, String> names = new HashMap<>();
    put(program.evaluation(), FusedOp.of(program.evaluation()), style, names);
    switch (style) {
      case StepStyle.OpByOp _ -> put(program.step(), FusedOp.of(program.step()), style, names);
      case StepStyle.OnePass _ -> {
        SingleLayer layer = SingleLayer.of(program.step()).orElseThrow();
        put(program.step(), FusedOp.of(layer), style, names);
      }
      case StepStyle.LayerLoop _ ->
          program.step().ops().forEach(op -> names.put(op, "prebuilt singleLayerSteps"));
      case StepStyle.Loop _ ->
          program.step().ops().forEach(op -> names.put(op, "jit TrainingLoop.train"));
    }
    return names;
  }

  private static void put(Phase phase, List<FusedOp> ops, StepStyle style, Map<Op, String> names) {
    for (FusedOp fused : ops) {
      String name = style.kernels() == Kernels.PREBUILT ? prebuilt(fused) : jit(fused);
      for (Op op : fused.ops()) {
        names.merge(op, name, (first, second) -> first + ", " + second);
      }
    }
    for (Op op : phase.ops()) {
      names.putIfAbsent(op, "no kernel: others read the rows where they are");
    }
  }

  private static String jit(FusedOp op) {
    return "jit "
        + switch (op) {
          case FusedOp.Forward _ -> "Linear.forward";
          case FusedOp.Loss _ -> "LossAndGradient.lossAndGradient";
          case FusedOp.OnePass _ -> "OnePass.pass";
          case FusedOp.Backward(_, var input) ->
              input.isPresent() ? "LayerGradients.ofHidden" : "LayerGradients.ofFirst";
          case FusedOp.Norm _ -> "ClipGradient.partialSquares, jit ClipGradient.gradientNorm";
          case FusedOp.Update(var update, _) -> rule(update.optimizer()) + ".update";
          case FusedOp.NextStep _ -> "MeanLoss.meanAndNextStep";
          case FusedOp.Metrics _ -> "RowMetrics.metrics";
        };
  }

  private static String rule(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd _ -> "Sgd";
      case Optimizer.Adam _ -> "Adam";
      case Optimizer.RmsProp _ -> "RmsProp";
    };
  }

  private static String prebuilt(FusedOp op) {
    return switch (op) {
      case FusedOp.Forward _ -> "prebuilt linearForward";
      case FusedOp.Loss _ -> "prebuilt lossAndGradient";
      case FusedOp.OnePass _ -> "prebuilt singleLayerParts";
      case FusedOp.Backward(_, var input) ->
          "prebuilt parameterGradient" + (input.isPresent() ? ", prebuilt inputGradient" : "");
      case FusedOp.Update(var update, _) ->
          "prebuilt "
              + PrebuiltRule.of(update.optimizer(), update.theta().columns())
                  .operation()
                  .function();
      case FusedOp.NextStep _ -> "prebuilt meanAndNextStep";
      case FusedOp.Norm _, FusedOp.Metrics _ -> jit(op);
    };
  }
}
