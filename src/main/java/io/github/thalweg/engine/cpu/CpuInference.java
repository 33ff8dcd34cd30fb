package io.github.thalweg.engine.cpu;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.OpTable.Bound;
import io.github.thalweg.engine.SlicedInference;
import io.github.thalweg.engine.cpu.dense.CpuMemory;
import io.github.thalweg.engine.cpu.dense.CpuOp;
import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Workers;
import io.github.thalweg.program.Inference;
import java.util.List;

/** A forward pass in float32 on the threads of this machine. */
final class CpuInference extends SlicedInference {
  private final Workers workers;
  private final List<CpuOp> ops;
  private final Matrix input;
  private final Matrix output;

  CpuInference(Inference inference, float[] parameters, Gemm gemm, int threads) {
    super(inference);
    workers = new Workers(threads);
    CpuMemory memory = new CpuMemory(parameters.clone());
    CpuCompiler compiler = new CpuCompiler(gemm, workers, memory, inference.phase().capacity());
    ops = compiler.compile(inference.phase().ops()).stream().map(Bound::work).toList();
    input = compiler.matrix(inference.input());
    output = compiler.matrix(inference.output());
  }

  @Override
  protected void run(Dataset rows, int offset, int count, float[] outputs) {
    input.moveTo(Matrix.of(rows.features(), rows.columns()), offset);
    for (CpuOp op : ops) {
      op.run(count, null);
    }
    System.arraycopy(
        output.data, output.offset, outputs, offset * output.columns, count * output.columns);
  }

  @Override
  protected void release() {
    workers.close();
  }
}
