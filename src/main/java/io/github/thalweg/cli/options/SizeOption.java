package io.github.thalweg.cli.options;

import io.github.thalweg.InvalidInputException;
import java.util.Map;
import picocli.CommandLine.Option;

/** The factor for the rows of a step. */
public final class SizeOption {
  private static final Map<String, Double> NAMED =
      Map.of("small", 0.25, "medium", 1.0, "large", 4.0);

  private static final double LEAST = 0.001;
  private static final double GREATEST = 32;

  @Option(
      names = "--size",
      paramLabel = "S",
      defaultValue = "medium",
      description =
          "small, medium or large: a quarter, one or four times the rows of a step; or a factor such as 2.5."
              + " Default: ${DEFAULT-VALUE}.")
  private String size;

  /** As the user typed it, to pass on. */
  public String text() {
    return size;
  }

  public double factor() {
    Double named = NAMED.get(size);
    if (named != null) {
      return named;
    }
    double factor = size.matches("\\d{1,3}(\\.\\d+)?") ? Double.parseDouble(size) : Double.NaN;
    if (!(factor >= LEAST && factor <= GREATEST)) {
      throw new InvalidInputException(
          "--size is '"
              + size
              + "'; it must be small, medium, large, or a factor from "
              + LEAST
              + " to "
              + Math.round(GREATEST)
              + ".");
    }
    return factor;
  }
}
