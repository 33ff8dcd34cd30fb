package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.OpTable.Bound;
import io.github.thalweg.engine.cpu.dense.CpuMemory;
import io.github.thalweg.engine.cpu.dense.CpuOp;
import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.onepass.SingleLayerPass;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Rows;
import io.github.thalweg.engine.cpu.threads.Workers;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The phases of a program, bound to memory and a matrix multiplication. */
final class CompiledProgram {
  /** Arrays, because a list would need an iterator in every step. */
  final CpuOp[] step;

  /** The ops of a step up to its gradient. */
  final int gradientOps;

  /** The program's operations of each op of a step. */
  final List<List<Op>> stepOps;

  final CpuOp[] evaluation;
  final Optional<SingleLayerPass> onePass;
  final Matrix loss;
  private final CpuCompiler stepCompiler;
  private final CpuCompiler evaluationCompiler;

  CompiledProgram(TrainingProgram program, Gemm gemm, Workers workers, CpuMemory memory) {
    int capacity = program.gradient().capacity();
    stepCompiler = new CpuCompiler(gemm, workers, memory, capacity);
    evaluationCompiler = new CpuCompiler(gemm, workers, memory, program.evaluation().capacity());
    loss = stepCompiler.matrix(program.loss().loss());
    Optional<SingleLayer> layer = SingleLayer.of(program.step());
    onePass = layer.flatMap(l -> SingleLayerPass.of(gemm, workers, memory, l, loss, capacity));
    onePass.ifPresent(pass -> stepCompiler.fuse(new Bound<>(layer.orElseThrow().ops(), pass)));
    List<Bound<CpuOp>> gradient = stepCompiler.compile(program.gradient().ops());
    List<Bound<CpuOp>> update = stepCompiler.compile(program.update().ops());
    List<Bound<CpuOp>> both = Stream.concat(gradient.stream(), update.stream()).toList();
    gradientOps = gradient.size();
    step = works(both);
    stepOps = both.stream().map(Bound::ops).toList();
    evaluation = works(evaluationCompiler.compile(program.evaluation().ops()));
  }

  private static CpuOp[] works(List<Bound<CpuOp>> bound) {
    return bound.stream().map(Bound::work).toArray(CpuOp[]::new);
  }

  /** The memory of a tensor of a step. */
  Rows ofStep(Tensor tensor) {
    return stepCompiler.rows(tensor);
  }

  /** The memory of a tensor of an evaluation. */
  Rows ofEvaluation(Tensor tensor) {
    return evaluationCompiler.rows(tensor);
  }
}
