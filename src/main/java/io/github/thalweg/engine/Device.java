package io.github.thalweg.engine;

import io.github.thalweg.program.TrainingProgram;

/** Something that runs training programs. */
public interface Device {
  DeviceInfo info();

  /**
   * Compiles a program for this device.
   *
   * @throws io.github.thalweg.RunFailedException when the device cannot be used or has too little
   *     memory
   */
  Session open(TrainingProgram program);
}
