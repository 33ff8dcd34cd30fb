package io.github.thalweg.peers;

import java.math.BigDecimal;
import java.math.MathContext;

/** Figures span eight orders of magnitude; a measurement has about three reliable digits. */
final class Digits {
  private Digits() {}

  /** 0.0123, 1.20, 12.3, 12300. */
  static String three(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3));
    int decimals = rounded.scale() + 3 - rounded.precision();
    return rounded.setScale(Math.max(0, decimals)).toPlainString();
  }
}
