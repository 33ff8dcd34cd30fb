package io.github.thalweg.recipe;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * All settings of a run file, with every default filled in.
 *
 * @param name the built-in recipe's name, or the run file's without its ending
 * @param batch rows a step, or empty for all of them
 * @param kernels the family of kernels, for a device with several
 * @param precision of the matrix products, for a device with several
 * @param seed of the random start and of the batches' order
 */
public record Recipe(
    String name,
    DataSettings data,
    List<Layer> layers,
    Loss loss,
    Optimizer optimizer,
    Schedule schedule,
    OptionalDouble clipNorm,
    OptionalInt batch,
    int epochs,
    Kernels kernels,
    Precision precision,
    long seed,
    Start start) {
  /** Rows a step, by default. */
  public static final int DEFAULT_BATCH = 32;

  /** The default. */
  public static final int DEFAULT_EPOCHS = 10;

  public Recipe {
    layers = List.copyOf(layers);
  }

  /** The same recipe with other initial parameters. */
  public Recipe startingFrom(Start other) {
    return new Recipe(
        name, data, layers, loss, optimizer, schedule, clipNorm, batch, epochs, kernels, precision,
        seed, other);
  }

  /** The same recipe with other kernels and another precision. */
  public Recipe computedWith(Kernels otherKernels, Precision otherPrecision) {
    return new Recipe(
        name,
        data,
        layers,
        loss,
        optimizer,
        schedule,
        clipNorm,
        batch,
        epochs,
        otherKernels,
        otherPrecision,
        seed,
        start);
  }

  /**
   * A device with the kernels and the precision of this recipe.
   *
   * @throws io.github.thalweg.InvalidInputException when it does not have them
   */
  public Device on(Device device) {
    return device.with(kernels).with(precision);
  }
}
