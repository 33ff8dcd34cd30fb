package io.github.thalweg.program;

import io.github.thalweg.Numbers;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a program down to be read: each op as the formula that it computes, with shapes. */
public final class Listing {
  /** Of the column that says what an op is. */
  private static final int NAME_WIDTH = 20;

  private Listing() {}

  /** The lines of both phases. */
  public static List<String> of(TrainingProgram program) {
    return of(program, Map.of());
  }

  /**
   * The lines of both phases.
   *
   * @param kernels what carries out an op, where that is known
   */
  public static List<String> of(TrainingProgram program, Map<Op, String> kernels) {
    List<String> lines = new ArrayList<>();
    lines.add("a training step of up to " + rows(program.step()));
    program.step().ops().forEach(op -> lines.add(line(op, kernels)));
    lines.add("an evaluation of up to " + rows(program.evaluation()));
    program.evaluation().ops().forEach(op -> lines.add(line(op, kernels)));
    return lines;
  }

  private static String rows(Phase phase) {
    return phase.capacity() + (phase.capacity() == 1 ? " row" : " rows");
  }

  /**
   * The operations of both phases as JSON objects: whether of a step or an evaluation, of how many
   * rows at most, its name and its formula, and what carries it out, where that is known.
   *
   * @param kernels what carries out an op
   */
  public static List<Map<String, Object>> toMaps(TrainingProgram program, Map<Op, String> kernels) {
    return Stream.concat(
            toMaps("step", program.step(), kernels),
            toMaps("evaluation", program.evaluation(), kernels))
        .toList();
  }

  private static Stream<Map<String, Object>> toMaps(
      String name, Phase phase, Map<Op, String> kernels) {
    return phase.ops().stream()
        .map(op -> {
          Map<String, Object> map = new LinkedHashMap<>();
          map.put("phase", name);
          map.put("rows", phase.capacity());
          map.put("op", name(op));
          map.put("formula", line(op).substring(NAME_WIDTH));
          if (kernels.containsKey(op)) {
            map.put("kernel", kernels.get(op));
          }
          return map;
        });
  }

  /** What operations that are carried out as one are called, such as {@code linear y0 + loss}. */
  public static String name(List<Op> ops) {
    return ops.stream().map(Listing::name).collect(Collectors.joining(" + "));
  }

  private static String name(Op op) {
    return switch (op) {
      case Op.LoadBatch _ -> "load";
      case Op.Linear linear -> "linear " + linear.output().name();
      case Op.LossAndGradient _ -> "loss";
      case Op.ActivationGradient slope -> "activation gradient " + slope.gradient().name();
      case Op.ParameterGradient parameter ->
          "parameter gradient " + parameter.weightGradient().name();
      case Op.InputGradient input -> "input gradient " + input.inputGradient().name();
      case Op.ClipGradient _ -> "clip";
      case Op.Update _ -> "update";
      case Op.RowMetrics _ -> "metrics";
    };
  }

  private static String line(Op op, Map<Op, String> kernels) {
    String kernel = kernels.containsKey(op) ? "   [" + kernels.get(op) + "]" : "";
    return "  " + line(op) + kernel;
  }

  private static String line(Op op) {
    return switch (op) {
      case Op.LoadBatch load ->
          row(
              "load",
              load.input() + ", " + load.target(),
              (load.gathered() ? "rows of the epoch's random order" : "consecutive rows"));
      case Op.Linear linear ->
          row(
              "linear",
              linear.preActivation().map(z -> z + ", ").orElse("") + linear.output(),
              applied(
                  linear.activation(),
                  linear.input().name()
                      + "·"
                      + linear.weight()
                      + "ᵀ"
                      + linear.bias().map(b -> " + " + b).orElse("")));
      case Op.LossAndGradient loss ->
          row(
              "loss",
              loss.loss() + ", " + loss.gradient(),
              call(loss.function(), loss.output(), loss.target()) + " and its derivative");
      case Op.ActivationGradient activation ->
          row(
              "activation gradient",
              activation.gradient().toString(),
              activation.gradient().name()
                  + " ⊙ "
                  + activation.activation().key()
                  + "′("
                  + activation.saved().name()
                  + ")");
      case Op.ParameterGradient parameter ->
          row(
              "parameter gradient",
              parameter.weightGradient() + parameter.biasGradient().map(b -> ", " + b).orElse(""),
              parameter.outputGradient().name()
                  + "ᵀ·"
                  + parameter.input().name()
                  + parameter
                      .biasGradient()
                      .map(_ -> ", Σ rows of " + parameter.outputGradient().name())
                      .orElse(""));
      case Op.InputGradient input ->
          row(
              "input gradient",
              input.inputGradient().toString(),
              input.outputGradient().name()
                  + "·"
                  + input.weight().name()
                  + input
                      .activation()
                      .map(a -> " ⊙ " + a.key() + "′(" + input.saved().orElseThrow().name() + ")")
                      .orElse(""));
      case Op.ClipGradient clip ->
          row(
              "clip",
              clip.norm() + ", " + clip.gradient(),
              "‖g‖₂, g·min(1, " + clip.maximum() + " / (‖g‖₂ + 10⁻⁶))");
      case Op.Update update ->
          row(
              "update",
              update.theta() + (update.state().rows() == 0 ? "" : ", " + update.state()),
              rule(update.optimizer()));
      case Op.RowMetrics metrics ->
          row(
              "metrics",
              metrics.rowMetrics().toString(),
              call(metrics.function(), metrics.output(), metrics.target())
                  + (metrics.function().classifies() ? ", right or wrong" : ", squared residual"));
    };
  }

  private static String row(String op, String result, String formula) {
    return op + " ".repeat(NAME_WIDTH - op.length()) + result + " = " + formula;
  }

  private static String applied(Optional<Activation> activation, String argument) {
    return activation.map(function -> function.key() + "(" + argument + ")").orElse(argument);
  }

  private static String call(Loss loss, Tensor output, Tensor target) {
    return loss.key() + "(" + output.name() + ", " + target.name() + ")";
  }

  private static String rule(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd sgd -> {
        String g = "g" + decay(sgd.weightDecay());
        if (sgd.momentum() == 0) {
          yield "θ − λ·" + (sgd.weightDecay() > 0 ? "(" + g + ")" : g);
        }
        String b = "b ← " + Numbers.setting(sgd.momentum()) + "·b + " + g;
        yield "θ − λ·"
            + (sgd.nesterov() ? "(" + g + " + " + Numbers.setting(sgd.momentum()) + "·b)" : "b")
            + ", "
            + b;
      }
      case Optimizer.Adam adam ->
          (adam.decoupledDecay() && adam.weightDecay() > 0
                  ? "(1 − λ·" + Numbers.setting(adam.weightDecay()) + ")·θ"
                  : "θ")
              + " − λ·m̂/(√v̂ + "
              + Numbers.setting(adam.epsilon())
              + "), m ← "
              + Numbers.setting(adam.beta1())
              + "·m + "
              + rest(adam.beta1())
              + "·g"
              + ", v ← "
              + Numbers.setting(adam.beta2())
              + "·v + "
              + rest(adam.beta2())
              + "·g²"
              + (adam.decoupledDecay() ? "" : decayed(adam.weightDecay()));
      case Optimizer.RmsProp rmsProp ->
          "θ − λ·"
              + (rmsProp.momentum() > 0
                  ? "b, b ← " + Numbers.setting(rmsProp.momentum()) + "·b + "
                  : "")
              + "g/(√(s"
              + (rmsProp.centered() ? " − a²" : "")
              + ") + "
              + Numbers.setting(rmsProp.epsilon())
              + "), s ← "
              + Numbers.setting(rmsProp.alpha())
              + "·s + "
              + rest(rmsProp.alpha())
              + "·g²"
              + (rmsProp.centered()
                  ? ", a ← "
                      + Numbers.setting(rmsProp.alpha())
                      + "·a + "
                      + rest(rmsProp.alpha())
                      + "·g"
                  : "")
              + decayed(rmsProp.weightDecay());
    };
  }

  private static String decayed(double weightDecay) {
    return weightDecay > 0 ? ", g ← g" + decay(weightDecay) : "";
  }

  private static String decay(double weightDecay) {
    return weightDecay > 0 ? " + " + Numbers.setting(weightDecay) + "·θ" : "";
  }

  private static String rest(double share) {
    return Numbers.setting(new BigDecimal(1 - share).round(new MathContext(6)).doubleValue());
  }
}
