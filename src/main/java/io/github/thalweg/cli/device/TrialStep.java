package io.github.thalweg.cli.device;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Session;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;

/**
 * A step of training on a device that takes no more than this JVM: it may be there and be unable to
 * start, where a module or a library of it cannot be loaded. (A device of TornadoVM has said more
 * about itself already, and would compile for seconds.)
 */
public final class TrialStep {
  private TrialStep() {}

  /** What there is to know of a device, with the reason why it cannot be used if it fails. */
  public static DeviceInfo of(Device device) {
    DeviceInfo info = device.info();
    if (!info.usable() || info.engine().equals("tornado")) {
      return info;
    }
    // All rows of 150 flowers at once: a product that is worth the device's best kernels.
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

  /** What to say of a failure that nobody has foreseen. */
  static String reason(Throwable failure) {
    return "it fails in a way it should not (" + failure + "). Please report this.";
  }
}
