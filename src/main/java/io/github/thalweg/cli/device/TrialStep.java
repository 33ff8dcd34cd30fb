package io.github.thalweg.cli.device;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Session;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;

/**
 * A step of training on a device that takes no more than this JVM: it may be present and unable to
 * start, because a module or a library cannot be loaded. (A device of TornadoVM has reported more
 * already, and would compile for seconds.)
 */
public final class TrialStep {
  private TrialStep() {}

  /** The state of a device, with the reason why it cannot be used if the step fails. */
  public static DeviceInfo of(Device device) {
    DeviceInfo info = device.info();
    if (!info.usable() || info.engine().equals("tornado")) {
      return info;
    }
    // All rows of 150 flowers at once: a product that is large enough for the device's best
    // kernels.
    PreparedRun run = PreparedRun.of(RunFile.read("iris", "model=[{dense: 3}]", "batch=full"));
    try (Session session = run.open(device)) {
      session.train(1);
      return info;
    } catch (InvalidInputException | RunFailedException e) {
      return info.unusable(e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      return info.unusable(reason(e));
    }
  }

  /** The message for an unexpected failure. */
  static String reason(Throwable failure) {
    return "it fails because of an error in the program (" + failure + "). Please report this.";
  }
}
