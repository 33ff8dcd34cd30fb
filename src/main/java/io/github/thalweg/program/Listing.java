package io.github.thalweg.program;

import io.github.thalweg.nn.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints a program for readers: each op as its formula, with shapes. */
public final class Listing {
  /** Width of the column with an op's kind. */
  private static final int NAME_WIDTH = 20;

  private Listing() {}

  /** The lines of both phases. */
  public static List<String> of(TrainingProgram program) {
    return of(program, KernelNames.NONE);
  }

  /**
   * The lines of both phases.
   *
   * @param kernels the kernels of the operations
   */
  public static List<String> of(TrainingProgram program, KernelNames kernels) {
    List<String> lines = new ArrayList<>();
    lines.add("a training step of up to " + rows(program.step()));
    program.step().ops().forEach(op -> lines.add(line(op, kernels.step())));
    lines.add("an evaluation of up to " + rows(program.evaluation()));
    program.evaluation().ops().forEach(op -> lines.add(line(op, kernels.evaluation())));
    return lines;
  }

  private static String rows(Phase phase) {
    return phase.capacity() + (phase.capacity() == 1 ? " row" : " rows");
  }

  /**
   * The operations of both phases as JSON objects: whether of a step or an evaluation, of how many
   * rows at most, its name and its formula, and its kernel, if that is known.
   *
   * @param kernels the kernels of the operations
   */
  public static List<Map<String, Object>> toMaps(TrainingProgram program, KernelNames kernels) {
    return Stream.concat(
            toMaps("step", program.step(), kernels.step()),
            toMaps("evaluation", program.evaluation(), kernels.evaluation()))
        .toList();
  }

  private static Stream<Map<String, Object>> toMaps(
      String name, Phase phase, Map<Op, String> kernels) {
    return phase.ops().stream()
        .map(op -> {
          Map<String, Object> map = new LinkedHashMap<>();
          map.put("phase", name);
          map.put("rows", phase.capacity());
          map.put("op", op.name());
          map.put("formula", op.formula());
          if (kernels.containsKey(op)) {
            map.put("kernel", kernels.get(op));
          }
          return map;
        });
  }

  /**
   * The name of operations that run as one kernel, such as {@code linear y0 + loss}: rows that
   * others read in place were not loaded.
   */
  public static String name(List<Op> ops) {
    return ops.stream()
        .filter(op -> ops.size() == 1 || !(op instanceof StepOp.LoadBatch))
        .map(Op::name)
        .collect(Collectors.joining(" + "));
  }

  private static String line(Op op, Map<Op, String> kernels) {
    String kernel = kernels.containsKey(op) ? "   [" + kernels.get(op) + "]" : "";
    return "  " + line(op) + kernel;
  }

  private static String line(Op op) {
    return op.kind() + " ".repeat(NAME_WIDTH - op.kind().length()) + op.formula();
  }
}
