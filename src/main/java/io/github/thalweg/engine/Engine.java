package io.github.thalweg.engine;

import java.util.List;

/** A way to run training programs: in float64 as a reference, on the CPU, through TornadoVM. */
public interface Engine {
  /** Every device that it finds here, including unusable ones. */
  List<Device> devices();
}
