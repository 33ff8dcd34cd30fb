package io.github.thalweg.bench;

import io.github.thalweg.engine.KernelTime;
import io.github.thalweg.program.Listing;
import io.github.thalweg.program.TrainingProgram;
import io.github.thalweg.program.Work;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A kernel of a workload's step, for a point of a roofline.
 *
 * @param name its operations
 * @param work that these need at least
 * @param micros its own time, the median of many steps, in µs
 */
record KernelFigure(String name, Work work, double micros) {
  static KernelFigure of(TrainingProgram program, int rows, KernelTime time) {
    boolean whole = time.ops().contains(program.parameterUpdate()) && time.ops().size() > 1;
    return new KernelFigure(
        whole ? "whole step" : Listing.name(time.ops()),
        Work.of(program.step(), time.ops(), rows),
        time.seconds() * 1e6);
  }

  /** The keys and values of a result's line of JSON. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kernel", name);
    map.put("median_us", micros);
    map.put("bytes", work.bytes());
    map.put("flop", work.flop());
    map.put("gb_per_s", work.bytes() / micros / 1e3);
    map.put("gflop_per_s", work.flop() / micros / 1e3);
    return map;
  }
}
