package io.github.thalweg.cli.terminal;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Stands for the escape character in this program's own colours and status line until {@link
 * ShownText} prints it. It is a random word of each process, so no text from a file can imitate it.
 */
public final class OwnEscape {
  /** Begins with a noncharacter of Unicode, which texts do not contain. */
  static final String MARK = mark();

  static final String ESCAPE = "\u001B";

  private OwnEscape() {}

  private static String mark() {
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    return "\uFDD0" + HexFormat.of().formatHex(random);
  }

  /** A text of this program alone, such as its help: all its escape sequences are shown. */
  public static String in(String text) {
    return text.replace(ESCAPE, MARK);
  }
}
