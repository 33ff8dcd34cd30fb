package io.github.thalweg.cli.terminal;

import io.github.thalweg.text.Visible;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All text for a terminal passes here: control characters are written as their numbers, except line
 * ends and the colours and status line of this program. A text comes in one piece.
 */
public final class ShownText extends FilterWriter {
  private static final Pattern OWN =
      Pattern.compile("\r?\n|\t|\r?" + OwnEscape.MARK + "\\[(?:[\\d;]*m|K|\\?7[lh])");

  private final UnaryOperator<String> others;

  private ShownText(Writer out, UnaryOperator<String> others) {
    super(out);
    this.others = others;
  }

  /** A writer for a terminal, which passes on only text that may be shown. */
  public static PrintWriter on(PrintWriter out) {
    return new PrintWriter(new ShownText(out, Visible::text), true);
  }

  /** A writer for a file or a pipe that gets this program's colours; other text is not changed. */
  public static PrintWriter coloured(PrintWriter out) {
    return new PrintWriter(new ShownText(out, text -> text), true);
  }

  @Override
  public void write(int character) throws IOException {
    write(Character.toString(character));
  }

  @Override
  public void write(char[] text, int from, int count) throws IOException {
    write(new String(text, from, count));
  }

  @Override
  public void write(String text, int from, int count) throws IOException {
    StringBuilder shown = new StringBuilder(count);
    Matcher own = OWN.matcher(text).region(from, from + count);
    int done = from;
    while (own.find()) {
      shown
          .append(others.apply(text.substring(done, own.start())))
          .append(own.group().replace(OwnEscape.MARK, OwnEscape.ESCAPE));
      done = own.end();
    }
    out.write(shown.append(others.apply(text.substring(done, from + count))).toString());
  }
}
