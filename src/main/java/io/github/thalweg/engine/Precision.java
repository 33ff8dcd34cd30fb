package io.github.thalweg.engine;

import io.github.thalweg.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The precision of the factors of a device's matrix products. */
public enum Precision {
  /** Multiplies them as they are. */
  FP32,
  /**
   * Keeps 10 of the 23 bits after the point, as tensor cores do, and adds the products in float32.
   */
  TF32;

  /** Its name in {@code --precision} and in a run file. */
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
