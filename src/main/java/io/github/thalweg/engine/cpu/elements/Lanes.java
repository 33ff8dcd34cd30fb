package io.github.thalweg.engine.cpu.elements;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vectors of float32 that suit this machine. */
public final class Lanes {
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  public static final int LANES = SPECIES.length();

  private Lanes() {}
}
