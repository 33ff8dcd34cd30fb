package io.github.thalweg.engine.cpu;

import io.github.thalweg.program.Op;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The phases of a program, bound to memory and a matrix multiplication. */
final class CompiledProgram {
  /** Arrays, because a list would be given an iterator in every step. */
  final CpuOp[] step;

  /** What each of these carries out of the program. */
  final List<List<Op>> stepOps;

  final CpuOp[] evaluation;
  final Optional<OnePass> onePass;
  final Matrix loss;
  private final CpuCompiler stepCompiler;
  private final CpuCompiler evaluationCompiler;

  CompiledProgram(TrainingProgram program, Gemm gemm, Workers workers, CpuMemory memory) {
    stepCompiler = new CpuCompiler(gemm, workers, memory);
    evaluationCompiler = new CpuCompiler(gemm, workers, memory);
    Optional<SingleLayer> layer = SingleLayer.of(program.step());
    onePass = layer.flatMap(stepCompiler::onePass);
    List<BoundOp> bound = new ArrayList<>();
    onePass.ifPresent(pass -> bound.add(new BoundOp(pass, layer.orElseThrow().ops())));
    List<Op> rest = onePass.isPresent() ? layer.orElseThrow().rest() : program.step().ops();
    bound.addAll(stepCompiler.compile(rest));
    step = works(bound);
    stepOps = bound.stream().map(BoundOp::ops).toList();
    evaluation = works(evaluationCompiler.compile(program.evaluation().ops()));
    loss = stepCompiler.matrix(program.loss().loss());
  }

  private static CpuOp[] works(List<BoundOp> bound) {
    return bound.stream().map(BoundOp::work).toArray(CpuOp[]::new);
  }

  /** Where a step has a tensor. */
  Matrix ofStep(Tensor tensor) {
    return stepCompiler.matrix(tensor);
  }

  /** Where an evaluation has a tensor. */
  Matrix ofEvaluation(Tensor tensor) {
    return evaluationCompiler.matrix(tensor);
  }
}
