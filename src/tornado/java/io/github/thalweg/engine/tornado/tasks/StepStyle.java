package io.github.thalweg.engine.tornado.tasks;

import io.github.thalweg.engine.Kernels;

/** How a device takes training steps. */
public sealed interface StepStyle {
  /** Whose kernels carry it out. */
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
   * A launch for every step, and one kernel that reads every row once and goes from there to the
   * gradient: any model of one layer that is not too large.
   *
   * @param parts of the rows, each with a gradient of its own
   */
  record SingleLayerPass(Kernels kernels, int parts) implements StepStyle {}

  /**
   * Many steps a launch, in one kernel on one work group: any chain of dense layers whose steps are
   * so small that starting kernels would cost more than computing.
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
   * Many steps a launch of a model of one layer, in a hand-written kernel on one work group:
   * without clipping, and while the layer fits the group's memory.
   */
  record LayerLoop() implements StepStyle {
    @Override
    public Kernels kernels() {
      return Kernels.PREBUILT;
    }
  }

  /**
   * Gradient and update in graphs of their own, and g on the host in between: any program.
   *
   * @param ops how each half is carried out
   */
  record InHalves(StepStyle ops) implements StepStyle {
    @Override
    public Kernels kernels() {
      return ops.kernels();
    }
  }

  /** The same kernels in halves of a step. */
  default StepStyle inHalves() {
    return new InHalves(this instanceof Library ? this : new OpByOp(kernels()));
  }

  /** How operations are carried out that are not carried out together. */
  default StepStyle ops() {
    return this;
  }

  /** Whether a launch may take many steps. */
  default boolean loops() {
    return this instanceof Loop || this instanceof LayerLoop;
  }
}
