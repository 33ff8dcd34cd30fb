package io.github.thalweg.text;

import java.util.Locale;

/**
 * Text from files and from people as it may be shown: characters that would steer a terminal,
 * rather than be seen, stand there by their numbers. What is shown is one line, of a length that
 * can be read.
 */
public final class Visible {
  /** Characters of the longest text that is shown as it is. */
  private static final int LONGEST = 2000;

  private static final int BEGINNING = 1200;
  private static final int END = 400;

  private Visible() {}

  /** Whether a character steers: a control character, or one that turns the writing direction. */
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

  /** A text in which all that steers can be seen: {@code \x1b}, {@code \u202e}; lines are one. */
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

  /** As {@link #text}, with the middle of one left out that nobody would read. */
  public static String sentence(String sentence) {
    if (sentence.length() <= LONGEST) {
      return text(sentence);
    }
    int left = sentence.length() - BEGINNING - END;
    return text(sentence.substring(0, BEGINNING))
        + String.format(Locale.ROOT, " … (%,d characters) … ", left)
        + text(sentence.substring(sentence.length() - END));
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
