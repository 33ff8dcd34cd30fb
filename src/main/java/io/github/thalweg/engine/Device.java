package io.github.thalweg.engine;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.TrainAndTest;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.KernelNames;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.Optional;

/** Runs training programs. */
public interface Device {
  DeviceInfo info();

  /** The driver of the device with its version, if there is one and it says so. */
  default Optional<String> driver() {
    return Optional.empty();
  }

  /** The same for a program, which may decide the kernels. */
  default DeviceInfo info(TrainingProgram program) {
    return info();
  }

  /**
   * Compiles a program for this device.
   *
   * @throws InvalidInputException when the device cannot be used
   * @throws io.github.thalweg.RunFailedException when it has too little memory, or fails
   */
  Session open(TrainingProgram program);

  /**
   * A session that is ready to train and to evaluate.
   *
   * @param parameters θ, (P)
   * @throws InvalidInputException when the device cannot be used, or the data does not fit
   * @throws io.github.thalweg.RunFailedException when it has too little memory, or fails
   */
  default Session open(TrainingProgram program, TrainAndTest data, float[] parameters) {
    Session session = open(program);
    try {
      session.load(data.train(), data.test());
      session.parameters(parameters);
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * A model on this device, ready to be applied to examples.
   *
   * @param parameters θ, (P)
   * @throws InvalidInputException when the device cannot be used
   * @throws io.github.thalweg.RunFailedException when it has too little memory, or fails
   */
  InferenceSession open(Inference inference, float[] parameters);

  /**
   * This device with the kernels of one family.
   *
   * @throws InvalidInputException when there are none of that family for it
   */
  default Device with(Kernels kernels) {
    if (kernels == Kernels.AUTO) {
      return this;
    }
    throw kernels.absent(info().id(), List.of());
  }

  /** The precision of its matrix products. */
  default Precision precision() {
    return Precision.FP32;
  }

  /**
   * This device with matrix products of a precision.
   *
   * @throws InvalidInputException when the kernels of this device do not have it
   */
  default Device with(Precision precision) {
    if (precision == precision()) {
      return this;
    }
    DeviceInfo info = info();
    throw new InvalidInputException(
        "Precision "
            + precision.key()
            + " is one of cuBLAS and needs the kernels of the library on a CUDA device, such as --device cuda:0"
            + " --kernels library; use these, or leave precision at fp32, the only one of "
            + info.id()
            + " has"
            + (info.engine().equals("tornado") ? " with " + info.kernels() + " kernels." : "."));
  }

  /**
   * Which kernel serves each operation of a program, as its family and its name. Empty if an
   * operation has only one implementation.
   */
  default KernelNames kernels(TrainingProgram program) {
    return KernelNames.NONE;
  }

  /**
   * Measures the limits of the device, which takes some seconds. Empty if the device has none. A
   * limit whose readings do not settle is left out.
   *
   * @param listener receives what is measured, and what is left out
   * @throws io.github.thalweg.RunFailedException when the device cannot be used or gives wrong
   *     results
   */
  default List<Limit> limits(LimitListener listener) {
    return List.of();
  }
}
