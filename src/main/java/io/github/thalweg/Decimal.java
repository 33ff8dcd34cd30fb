package io.github.thalweg;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * What is a number in a file: a decimal number in ASCII digits, with a sign, a point and a power of
 * ten where one likes: {@code 7}, {@code -0.5}, {@code .5}, {@code 5.}, {@code 1e-3}. All else is
 * text: {@code inf}, {@code nan}, {@code 0x10}, {@code 1_000}, {@code 1,5}, {@code 1f} and digits
 * of other scripts. {@code 1e999} is a number, though it has no place in float64.
 */
public final class Decimal {
  /** Characters of a number; Java takes seconds for some ten thousand digits. */
  private static final int LONGEST = 1000;

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");

  private Decimal() {}

  /** Whether a text is written as a number. */
  public static boolean is(String text) {
    return text.length() <= LONGEST && NUMBER.matcher(text).matches();
  }

  /** The number that a text is; infinite where it is too large. Empty where it is none. */
  public static OptionalDouble parse(String text) {
    return is(text) ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
  }
}
