package io.github.thalweg.engine;

import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.Optional;

/** Something that runs training programs. */
public interface Device {
  DeviceInfo info();

  /** What runs the device, with its version, where there is a driver and it says. */
  default Optional<String> driver() {
    return Optional.empty();
  }

  /**
   * Compiles a program for this device.
   *
   * @throws io.github.thalweg.RunFailedException when the device cannot be used or has too little
   *     memory
   */
  Session open(TrainingProgram program);

  /**
   * Measures what the device can do at most, which takes some seconds. Empty where there is nothing
   * to hold a figure against.
   *
   * @throws io.github.thalweg.RunFailedException when the device cannot be used or gives wrong
   *     results
   */
  default List<Limit> limits() {
    return List.of();
  }
}
