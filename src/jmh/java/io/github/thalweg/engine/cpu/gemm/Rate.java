package io.github.thalweg.engine.cpu.gemm;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a benchmark got done. JMH divides it by the time, which is in nanoseconds, so it prints
 * GFLOP/s and GB/s beside the calls per nanosecond.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Rate {
  /** Additions and multiplications. */
  public double gflops;

  /** Bytes that have to be read and written, each once. */
  public double gigabytes;
}
