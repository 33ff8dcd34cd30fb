package io.github.thalweg.cli.terminal;

import io.github.thalweg.text.Visible;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All text for a terminal passes here: control characters are written as their numbers, except the
 * line ends, colours and status line of this program. A text comes in one piece.
 */
public final class ShownText extends FilterWriter {
  private static final Pattern OWN =
      Pattern.compile("\r?\n|\t|\r?\u001B\\[(?:[\\d;]*m|K|\\?7[lh])");

  private ShownText(Writer out) {
    super(out);
  }

  /** A writer that passes on to another one only text that may be shown. */
  public static PrintWriter on(PrintWriter out) {
    return new PrintWriter(new ShownText(out), true);
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
      shown.append(Visible.text(text.substring(done, own.start()))).append(own.group());
      done = own.end();
    }
    out.write(shown.append(Visible.text(text.substring(done, from + count))).toString());
  }
}
