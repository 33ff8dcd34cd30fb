package io.github.thalweg.cli.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.cli.options.DeviceOption;
import io.github.thalweg.cli.options.RecipeOptions;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.runs.RunSummary;
import io.github.thalweg.train.RunFolder;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The device on which a run continues: its own, unless the user names another one. On another
 * device it would not be the same run to the last bit.
 */
final class ResumedDevice {
  private ResumedDevice() {}

  /**
   * The run's last device; if the folder does not name it, the one of {@code --device}.
   *
   * @throws InvalidInputException when that device is not here
   */
  static Device own(RunFolder run, DeviceOption option, Screen screen) {
    Optional<String> own = RunSummary.of(run).device();
    if (own.isEmpty()) {
      return option.find(screen);
    }
    try {
      return DeviceOption.find(own.get(), screen);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "The run in "
              + run.path()
              + " was trained on "
              + own.get()
              + ", which cannot be used here; continue on another device with --device, for example"
              + " --device cpu. ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /**
   * The settings of a run for another device than its last one: if that device does not have the
   * kernels or the precision that they name, it takes its own. Settings of this command stay.
   */
  static Recipe followed(RunFolder run, Recipe recipe, Device device, RecipeOptions asked) {
    if (move(run, device).isEmpty()) {
      return recipe;
    }
    boolean kernels = asked.change("kernels") || can(() -> device.with(recipe.kernels()));
    Recipe possible = kernels ? recipe : recipe.computedWith(Kernels.AUTO, recipe.precision());
    boolean precision = asked.change("precision") || can(() -> possible.on(device));
    return precision ? possible : possible.computedWith(possible.kernels(), Precision.FP32);
  }

  private static boolean can(Supplier<Device> device) {
    try {
      return device.get() != null;
    } catch (InvalidInputException _) {
      return false;
    }
  }

  /**
   * A device with the kernels for the rest of a run: those that its settings name now. If these
   * name none, the CPU takes the run's last kernels, so that the result is the same to the last bit
   * for any number of epochs.
   *
   * @throws InvalidInputException when they are not available here
   */
  static Device withKernels(RunFolder run, Recipe recipe, Device device) {
    Optional<Kernels> own =
        Kernels.OF_CPU.stream()
            .filter(kernels -> recipe.kernels() == Kernels.AUTO)
            .filter(kernels -> device.info().id().equals("cpu"))
            .filter(kernels -> RunSummary.of(run).kernels().equals(Optional.of(kernels.key())))
            .findFirst();
    Device asked = recipe.on(device);
    if (own.isEmpty()) {
      return asked;
    }
    try {
      return asked.with(own.get());
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "The run in "
              + run.path()
              + " was trained with "
              + own.get().key()
              + " so far. "
              + e.getMessage(),
          e);
    }
  }

  /** A line about a device that is not the run's last one. */
  static Optional<String> move(RunFolder run, Device device) {
    String id = device.info().id();
    return RunSummary.of(run)
        .device()
        .filter(own -> !own.equals(id))
        .map(own ->
            "The run continues on "
                + id
                + "; until now it was on "
                + own
                + ", and the last digits may now differ.");
  }
}
