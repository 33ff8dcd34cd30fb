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
    List<CpuOp> ops = new ArrayList<>();
    List<List<Op>> sources = new ArrayList<>();
    onePass.ifPresent(pass -> {
      ops.add(pass);
      sources.add(layer.orElseThrow().ops());
    });
    List<Op> single = onePass.isPresent() ? layer.orElseThrow().rest() : program.step().ops();
    ops.addAll(stepCompiler.compile(single));
    single.forEach(op -> sources.add(List.of(op)));
    step = ops.toArray(CpuOp[]::new);
    stepOps = List.copyOf(sources);
    evaluation = evaluationCompiler.compile(program.evaluation().ops()).toArray(CpuOp[]::new);
    loss = stepCompiler.matrix(program.step().tensor("loss"));
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
