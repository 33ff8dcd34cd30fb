package io.github.thalweg.engine.cpu;

import io.github.thalweg.program.Op;
import java.util.List;

/**
 * What the engine executes at once.
 *
 * @param ops what of the program it carries out, in its order
 */
record BoundOp(CpuOp work, List<Op> ops) {}
