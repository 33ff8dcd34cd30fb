package io.github.thalweg.engine.lookup;

import io.github.thalweg.Build;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.InferenceSession;
import io.github.thalweg.engine.Session;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.TrainingProgram;
import java.util.Optional;

/** Stands for the devices of a TornadoVM that is not there, to say why and what to do. */
record AbsentTornado() implements Device {
  /**
   * Whether the launcher found no TornadoVM, or one that it refuses; the engine for it may be
   * compiled in all the same.
   */
  static boolean isSaidByTheLauncher() {
    return System.getProperty("thalweg.tornadovm.refused") != null
        || (System.getProperty("thalweg.command") != null
            && System.getProperty("thalweg.tornadovm.home") == null);
  }

  @Override
  public DeviceInfo info() {
    return new DeviceInfo(
        "tornado", "tornado", "TornadoVM", "tornado", "none", "none", 0, 0, Optional.of(reason()));
  }

  @Override
  public InferenceSession open(Inference inference, float[] parameters) {
    throw new InvalidInputException(reason());
  }

  @Override
  public Session open(TrainingProgram program) {
    throw new InvalidInputException(reason());
  }

  /** What the launcher found out, or how to install TornadoVM. */
  private static String reason() {
    String refused = System.getProperty("thalweg.tornadovm.refused");
    return refused != null
        ? refused
        : "No TornadoVM was found. Install it with SDKMAN (sdk install tornadovm "
            + Build.tornadoVersion()
            + "-opencl), or unpack the official archive and set TORNADOVM_HOME to its folder; then"
            + " start Thalweg with scripts/thalweg.";
  }
}
