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
 * Where a run goes on: on its own device, because on another one it would not be the same run to
 * the last bit, unless another one is asked for.
 */
final class ResumedDevice {
  private ResumedDevice() {}

  /**
   * The device of the run's last leg; of a folder that does not name it, the one that {@code
   * --device} stands for.
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
              + ", which cannot be used here; go on with it on another device with --device, for example"
              + " --device cpu. ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /**
   * The settings of a run as they can be followed on another device than it was on: where that has
   * not the kernels or the precision that they name, it takes its own. What is asked for now stays.
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
   * A device with the kernels that a run goes on with: those that its settings ask for now; where
   * these leave it open, on the CPU, those of the run's last leg, so that what follows is the same
   * to the last bit whatever number of epochs it is given.
   *
   * @throws InvalidInputException when they cannot be had here
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

  /** A line about a device that is not the one of the run's last leg. */
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
                + ", and what follows may differ from that in the last digits.");
  }
}
