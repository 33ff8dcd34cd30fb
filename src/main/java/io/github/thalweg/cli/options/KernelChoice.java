package io.github.thalweg.cli.options;

import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Kernels that a device may have, and their precision.
 *
 * @param options that ask for them on the command line
 */
public record KernelChoice(String name, List<String> options) {
  private static final KernelChoice ONLY = new KernelChoice("", List.of());

  /**
   * All families that a device may have; it refuses those that it does not have.
   *
   * @param device a line of {@code devices --json}
   */
  public static List<KernelChoice> of(JsonNode device) {
    return device.get("engine").asString().equals("tornado")
        ? List.of(
            family(Kernels.JIT),
            family(Kernels.PREBUILT),
            family(Kernels.LIBRARY),
            new KernelChoice(
                Kernels.LIBRARY.key() + " " + Precision.TF32.key(),
                List.of("--kernels", Kernels.LIBRARY.key(), "--precision", Precision.TF32.key())))
        : List.of(ONLY);
  }

  private static KernelChoice family(Kernels kernels) {
    return new KernelChoice(kernels.key(), List.of("--kernels", kernels.key()));
  }

  /** A task with these kernels, by name. */
  public String of(String task) {
    return name.isEmpty() ? task : task + ", " + name;
  }

  /** A command that asks for them. */
  public String[] command(String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    command.addAll(options);
    return command.toArray(String[]::new);
  }
}
