package io.github.thalweg.engine;

import io.github.thalweg.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a device's matrix products make of the float32 numbers that they multiply. */
public enum Precision {
  /** Multiplies them as they are. */
  FP32,
  /**
   * Leaves them 10 of their 23 bits behind the point, as tensor cores take them, and adds the
   * products in float32.
   */
  TF32;

  /** What {@code --precision} and a run file call it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All keys. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Precision::key).toList();
  }

  /**
   * The precision of a key.
   *
   * @throws InvalidInputException when there is none
   */
  public static Precision of(String key) {
    return Arrays.stream(values())
        .filter(precision -> precision.key().equals(key))
        .findFirst()
        .orElseThrow(() -> InvalidInputException.unknown("a precision", key, keys()));
  }
}
