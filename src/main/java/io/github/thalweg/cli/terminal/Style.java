package io.github.thalweg.cli.terminal;

/** How words can be marked on a terminal. */
public enum Style {
  BOLD("1"),
  GOOD("32"),
  DOUBTFUL("33"),
  BAD("31");

  private static final String ESCAPE = OwnEscape.MARK + "[";

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** The words between the escape sequences that switch the style on and off. */
  String of(String words) {
    return ESCAPE + code + "m" + words + ESCAPE + "0m";
  }
}
