package io.github.thalweg.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text from files and users safe to show: control characters for a terminal are written as
 * their numbers. The result is one line of readable length.
 */
public final class Visible {
  /** Characters of the longest text that is shown as it is. */
  private static final int LONGEST = 2000;

  private static final int BEGINNING = 1200;
  private static final int END = 400;

  /**
   * Length of a word that is longer than any file name: a number of thousands of digits, a list
   * without spaces.
   */
  private static final Pattern LONG_WORD = Pattern.compile("[^\\s/]{256,}");

  private static final int BEGINNING_OF_A_WORD = 60;
  private static final int END_OF_A_WORD = 20;

  private Visible() {}

  /**
   * Whether a character controls a terminal: a control character, or one that changes the writing
   * direction.
   */
  static boolean steers(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      case Character.FORMAT -> character != 0x200C && character != 0x200D && character != 0xAD;
      default -> false;
    };
  }

  /** A text with visible control characters: {@code \x1b}, {@code \u202e}; lines are one. */
  public static String text(String text) {
    if (text.codePoints().noneMatch(Visible::steers)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(character -> {
          if (steers(character)) {
            shown.append(number(character));
          } else {
            shown.appendCodePoint(character);
          }
        });
    return shown.toString();
  }

  /** As {@link #text}, without the middle of a very long word or text. */
  public static String sentence(String sentence) {
    String shown =
        LONG_WORD
            .matcher(sentence)
            .replaceAll(word ->
                Matcher.quoteReplacement(
                    shortened(word.group(), BEGINNING_OF_A_WORD, END_OF_A_WORD)));
    return text(shown.length() <= LONGEST ? shown : shortened(shown, BEGINNING, END));
  }

  private static String shortened(String text, int beginning, int end) {
    return text.substring(0, beginning)
        + String.format(Locale.ROOT, " … (%,d characters) … ", text.length() - beginning - end)
        + text.substring(text.length() - end);
  }

  private static String number(int character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format(Locale.ROOT, character < 0x100 ? "\\x%02x" : "\\u%04x", character);
    };
  }
}
