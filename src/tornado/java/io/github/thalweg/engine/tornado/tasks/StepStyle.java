package io.github.thalweg.engine.tornado.tasks;

import io.github.thalweg.engine.Kernels;

/** How a device takes training steps. */
public sealed interface StepStyle {
  /** The family of its kernels. */
  Kernels kernels();

  /** A kernel for one or two operations, and a launch for every step: any program. */
  record OpByOp(Kernels kernels) implements StepStyle {}

  /**
   * Products of a vendor's library, and kernels in Java around them: any program.
   *
   * @param gemm the product
   */
  record Library(ProductLibrary gemm) implements StepStyle {
    @Override
    public Kernels kernels() {
      return Kernels.LIBRARY;
    }
  }

  /**
   * A launch for every step, and one kernel that reads every row once and computes the gradient
   * from it: any model of one layer that is not too large.
   *
   * @param parts parts of the rows, each with its own gradient
   */
  record SingleLayerPass(Kernels kernels, int parts) implements StepStyle {}

  /**
   * Many steps in a launch, in one kernel on one work group: any chain of dense layers whose steps
   * are so small that the start of kernels would cost more than the computation.
   *
   * @param items work items of the group
   */
  record Loop(int items) implements StepStyle {
    @Override
    public Kernels kernels() {
      return Kernels.JIT;
    }
  }

  /**
   * Many steps in a launch for a model of one layer, in a hand-written kernel on one work group:
   * without clipping, and if the layer fits into the group's memory.
   */
  record LayerLoop() implements StepStyle {
    @Override
    public Kernels kernels() {
      return Kernels.PREBUILT;
    }
  }

  /**
   * Gradient and update in separate graphs, and g on the host between them: any program.
   *
   * @param ops how each half is computed
   */
  record InHalves(StepStyle ops) implements StepStyle {
    @Override
    public Kernels kernels() {
      return ops.kernels();
    }
  }

  /** The same kernels, in two halves of a step. */
  default StepStyle inHalves() {
    return new InHalves(this instanceof Library ? this : new OpByOp(kernels()));
  }

  /** How operations are computed that are not combined with others. */
  default StepStyle ops() {
    return this;
  }

  /** Whether a launch may take many steps. */
  default boolean loops() {
    return this instanceof Loop || this instanceof LayerLoop;
  }
}
