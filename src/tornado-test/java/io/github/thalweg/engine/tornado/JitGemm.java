package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.tornado.tasks.PhaseTasks;
import io.github.thalweg.engine.tornado.tasks.Product;
import io.github.thalweg.engine.tornado.tasks.ProductLibrary;
import io.github.thalweg.kernels.ColumnMajor;
import io.github.thalweg.nn.Tensor;

/**
 * Stands for a library's product where there is no library: the same products of the same arrays,
 * on any device.
 */
record JitGemm(Precision precision) implements ProductLibrary {
  @Override
  public String function() {
    return "stand-in";
  }

  @Override
  public void add(String task, String operation, Tensor result, Product product, PhaseTasks tasks) {
    tasks.add(
        task,
        operation,
        result,
        tasks.grids.elements((long) product.rows() * product.columns()),
        id ->
            tasks.graph.task(
                id,
                ColumnMajor::gemm,
                tasks.context,
                product.a(),
                product.b(),
                product.c(),
                product.transposedA() ? 1 : 0,
                product.transposedB() ? 1 : 0,
                product.rows(),
                product.columns(),
                product.inner(),
                product.strideA(),
                product.strideB(),
                product.strideC(),
                precision == Precision.TF32 ? 1 : 0));
  }
}
