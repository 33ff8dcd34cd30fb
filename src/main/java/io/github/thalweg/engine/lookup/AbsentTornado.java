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

/** Represents the devices of a missing TornadoVM, with the reason and the remedy. */
record AbsentTornado() implements Device {
  /**
   * Whether the launcher found no TornadoVM, or refuses the one found; its engine may still be in
   * the build.
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

  /** The launcher's reason, or how to install TornadoVM. */
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
