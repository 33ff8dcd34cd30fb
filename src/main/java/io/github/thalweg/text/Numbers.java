package io.github.thalweg.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Numbers for readers, in the terminal and on the pages: a very large or very small result has a
 * power of ten, such as 1.77×10¹⁷; a setting has the spelling of a run file, such as 1e17.
 */
public final class Numbers {
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  /** From here on a number has a power of ten. */
  private static final double LARGE = 1e7;

  /** Below, a number of significant digits has a power of ten. */
  private static final double SMALL = 1e-3;

  /** Significant digits before a power of ten. */
  private static final MathContext FACTOR = new MathContext(3);

  /** A power of ten in this spelling, with the factor before it, if any. */
  private static final Pattern POWER =
      Pattern.compile("(?:([0-9.]+)×|(?<![0-9.]))10(⁻?[" + SUPERSCRIPTS + "]+)");

  private Numbers() {}

  /**
   * A number in a column: a number of digits after the point, or fewer if there are more before it
   * than the column has room for. A number that would show only zeros has a power of ten.
   *
   * @param before digits before the point that there is room for
   */
  public static String fixed(double value, int before, int behind) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (size >= LARGE || (size > 0 && size < Math.pow(10, -behind))) {
      return powerOfTen(value);
    }
    int whole = size < 1 ? 1 : (int) Math.log10(size) + 1;
    int digits = behind - Math.max(0, whole - before);
    return String.format(Locale.ROOT, "%." + Math.max(0, digits) + "f", value);
  }

  /** A number to the last decimal place that is exact for an error; 0 if none is. */
  public static double rounded(double value, double error) {
    return new BigDecimal(value).setScale(places(error), RoundingMode.HALF_EVEN).doubleValue();
  }

  /** The last decimal place that is known; below 0 before the point. */
  private static int places(double error) {
    return (int) Math.floor(-Math.log10(2 * Math.max(error, Double.MIN_NORMAL)));
  }

  /**
   * As {@link #fixed} for a number with an error: only exact digits are written, and a dash if
   * there is none.
   */
  public static String held(double value, double error, int before, int behind) {
    double known = rounded(value, error);
    int places = places(error);
    if (places >= 0 && Math.abs(known) < LARGE) {
      return fixed(known, before, Math.min(behind, places));
    }
    return known == 0 ? "–" : powerOfTen(known);
  }

  /** A number in a sentence: at most so many significant digits, and no zeros behind them. */
  public static String significant(double value, int digits) {
    double size = Math.abs(value);
    if (!Double.isFinite(value) || size == 0) {
      return Double.isFinite(value) ? "0" : Double.toString(value);
    }
    if (size < SMALL || size >= LARGE) {
      return powerOfTen(value);
    }
    return size >= 1000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : plain(new BigDecimal(value).round(new MathContext(digits)));
  }

  /** A setting in the spelling of run files and of {@code --set}: 0.1, 2, 1e-8, 1e30. */
  public static String setting(double value) {
    return asInRunFiles(Double.toString(value));
  }

  /** A number of the data, with the digits that distinguish it from its neighbours in float32. */
  public static String setting(float value) {
    return asInRunFiles(Float.toString(value));
  }

  private static String asInRunFiles(String number) {
    return number.replace('E', 'e').replaceFirst("\\.0(?=e|$)", "");
  }

  /**
   * A text with its numbers in the characters of an encoding: 7.23e-5 in place of 7.23×10⁻⁵, if it
   * is not Unicode.
   */
  public static String shown(String text, Charset encoding) {
    if (encoding.newEncoder().canEncode(text)) {
      return text;
    }
    return POWER
        .matcher(text)
        .replaceAll(power ->
            (power.group(1) == null ? "1" : power.group(1)) + "e" + exponent(power.group(2)))
        .replace('–', '-');
  }

  private static int exponent(String superscripts) {
    String digits = superscripts.replace("⁻", "");
    int size = 0;
    for (int i = 0; i < digits.length(); i++) {
      size = 10 * size + SUPERSCRIPTS.indexOf(digits.charAt(i));
    }
    return digits.length() < superscripts.length() ? -size : size;
  }

  private static String powerOfTen(double value) {
    BigDecimal rounded = new BigDecimal(value).round(FACTOR);
    int exponent = rounded.precision() - rounded.scale() - 1;
    String factor = plain(rounded.scaleByPowerOfTen(-exponent));
    StringBuilder power = new StringBuilder("10").append(exponent < 0 ? "⁻" : "");
    Integer.toString(Math.abs(exponent))
        .chars()
        .forEach(digit -> power.append(SUPERSCRIPTS.charAt(digit - '0')));
    return switch (factor) {
      case "1" -> power.toString();
      case "-1" -> "-" + power;
      default -> factor + "×" + power;
    };
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
