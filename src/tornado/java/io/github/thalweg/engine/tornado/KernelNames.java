package io.github.thalweg.engine.tornado;

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
      case StepStyle.Library _ -> {
        put(program.step(), FusedOp.of(program.step()), style, names);
        nameGathering(program.evaluation(), names);
        if (new LibraryArrays(program).gathers(SessionArrays.TRAIN)) {
          nameGathering(program.step(), names);
        }
      }
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
      String name =
          switch (style.kernels()) {
            case PREBUILT -> prebuilt(fused);
            case LIBRARY -> library(fused, ((StepStyle.Library) style).gemm().function());
            case JIT -> jit(fused);
            case AUTO, OPENBLAS, VECTOR, LOOPS ->
                throw new IllegalArgumentException("no style of TornadoVM has " + style.kernels());
          };
      for (Op op : fused.ops()) {
        names.merge(op, name, (first, second) -> first + ", " + second);
      }
    }
    for (Op op : phase.ops()) {
      names.putIfAbsent(op, "no kernel: others read the rows where they are");
    }
  }

  private static void nameGathering(Phase phase, Map<Op, String> names) {
    phase.ops().stream()
        .filter(Op.LoadBatch.class::isInstance)
        .forEach(op -> names.put(op, "jit BatchRows.gather"));
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

  private static String library(FusedOp op, String gemm) {
    String product = "library " + gemm;
    return switch (op) {
      case FusedOp.Forward _ ->
          "jit LayerArrays.weights, " + product + ", jit BiasActivation.forward";
      case FusedOp.Loss _ -> jit(op) + ", jit BatchRows.clearRest";
      case FusedOp.Backward(_, var input) ->
          product
              + ", jit BiasActivation.sums, jit LayerArrays.gradient"
              + (input.isPresent() ? ", " + product + ", jit BiasActivation.backward" : "");
      case FusedOp.OnePass _,
          FusedOp.Norm _,
          FusedOp.Update _,
          FusedOp.NextStep _,
          FusedOp.Metrics _ ->
          jit(op);
    };
  }

  private static String prebuilt(FusedOp op) {
    return switch (op) {
      case FusedOp.Forward _ -> "prebuilt linearForward";
      case FusedOp.Loss _ -> "prebuilt lossAndGradient";
      case FusedOp.OnePass _ -> "prebuilt singleLayerParts";
      case FusedOp.Backward _ -> "prebuilt layerGradients";
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
