package io.github.thalweg.engine.cpu;

import java.util.function.Supplier;

/**
 * The matrix multiplications of a session, one after the other. The JVM compiles the Vector API for
 * as long as a short run takes; a library is there at once. Which step changes over depends on
 * nothing but the program, so a run is the same every time, and so is one that was resumed.
 *
 * @param first for the first steps
 * @param steps how many
 * @param rest for all others; made when it is needed
 */
record GemmStages(Supplier<Gemm> first, long steps, Supplier<Gemm> rest) {
  /** One for all steps. */
  static GemmStages only(Supplier<Gemm> gemm) {
    return new GemmStages(gemm, 0, gemm);
  }

  /** The multiplication of a step, counted from 0. */
  Gemm at(long step) {
    return (step < steps ? first : rest).get();
  }

  /** The step at which another follows on that of a step; {@link Long#MAX_VALUE} if none does. */
  long end(long step) {
    return step < steps ? steps : Long.MAX_VALUE;
  }
}
