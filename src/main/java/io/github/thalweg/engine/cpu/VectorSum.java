package io.github.thalweg.engine.cpu;

import static io.github.thalweg.engine.cpu.elements.Lanes.LANES;
import static io.github.thalweg.engine.cpu.elements.Lanes.SPECIES;

import io.github.thalweg.engine.cpu.onepass.SingleOutput;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Σ x with the Vector API, as fast as memory can be read: from four streams of addresses, the
 * quarters of the range, like {@link SingleOutput}.
 */
final class VectorSum {

  private VectorSum() {}

  /** Σ x[from … to). */
  static float sum(float[] x, int from, int to) {
    int quarter = (to - from) / 4;
    int second = from + quarter;
    int third = second + quarter;
    int fourth = third + quarter;
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int whole = quarter / LANES * LANES;
    for (int i = 0; i < whole; i += LANES) {
      a = a.add(FloatVector.fromArray(SPECIES, x, from + i));
      b = b.add(FloatVector.fromArray(SPECIES, x, second + i));
      c = c.add(FloatVector.fromArray(SPECIES, x, third + i));
      d = d.add(FloatVector.fromArray(SPECIES, x, fourth + i));
    }
    float sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    for (int i = whole; i < quarter; i++) {
      sum += x[from + i] + x[second + i] + x[third + i] + x[fourth + i];
    }
    for (int i = from + 4 * quarter; i < to; i++) {
      sum += x[i];
    }
    return sum;
  }
}
