package io.github.thalweg.text;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The numbers in files: decimal numbers in ASCII digits, with an optional sign, point and power of
 * ten: {@code 7}, {@code -0.5}, {@code .5}, {@code 5.}, {@code 1e-3}. All else is text: {@code
 * inf}, {@code nan}, {@code 0x10}, {@code 1_000}, {@code 1,5}, {@code 1f} and digits of other
 * scripts. {@code 1e999} is a number, although float64 cannot hold it.
 */
public final class Decimal {
  /** Characters of a number; Java takes seconds for some ten thousand digits. */
  private static final int LONGEST = 1000;

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");

  /** Digits in groups of three, with a comma between groups. */
  private static final Pattern THOUSANDS =
      Pattern.compile("[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]*)?");

  /** The same with a point between groups, and a comma before what is behind the point here. */
  private static final Pattern THOUSANDS_BEFORE_A_COMMA =
      Pattern.compile("[-+]?[0-9]{1,3}(?:\\.[0-9]{3})+,[0-9]*");

  /** A digit other than 0 before the power of ten. */
  private static final Pattern NOT_ZERO = Pattern.compile("^[^eE]*[1-9]");

  private Decimal() {}

  /** Whether a text is a number. */
  public static boolean is(String text) {
    return text.length() <= LONGEST && NUMBER.matcher(text).matches();
  }

  /** The number of a text; infinite if it is too large. Empty if it is none. */
  public static OptionalDouble parse(String text) {
    return is(text) ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
  }

  /** Whether a text is a number other than 0 that float64 rounds to 0. */
  public static boolean vanishes(String text) {
    return NOT_ZERO.matcher(text).find() && is(text) && Double.parseDouble(text) == 0;
  }

  /**
   * The message for a text that is a number except for its commas, with the right spelling; empty
   * for any other text.
   *
   * @return such as {@code has a decimal comma; write 1.5, with a point}
   */
  public static Optional<String> comma(String text) {
    if (text.indexOf(',') < 0 || text.length() > LONGEST) {
      return Optional.empty();
    }
    String pointed = text.replace(',', '.');
    String joined = text.replace(",", "");
    if (THOUSANDS.matcher(text).matches()) {
      return Optional.of(
          is(pointed)
              ? "has a comma; write " + pointed + ", with a point, or " + joined + " without it"
              : "has commas between thousands; write " + joined + " without them");
    }
    if (THOUSANDS_BEFORE_A_COMMA.matcher(text).matches()) {
      pointed = text.replace(".", "").replace(',', '.');
    }
    return is(pointed)
        ? Optional.of("has a decimal comma; write " + pointed + ", with a point")
        : Optional.empty();
  }
}
