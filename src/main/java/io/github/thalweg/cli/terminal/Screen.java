package io.github.thalweg.cli.terminal;

import io.github.thalweg.text.Visible;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command writes: data to one stream, progress to the other, and on a terminal a status
 * line below both that is redrawn in place.
 */
public final class Screen {
  private static final String ERASE_LINE = "\r" + OwnEscape.MARK + "[K";

  /** A line that is wider than the terminal ends at its edge, so that all of it can be erased. */
  private static final String NO_WRAPPING = OwnEscape.MARK + "[?7l";

  private static final String WRAPPING = OwnEscape.MARK + "[?7h";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean quiet;
  private final boolean terminal;
  private final Colors colors;
  private final Optional<String> run;
  private final String place;
  private boolean statusShown;
  private boolean ended;

  /**
   * @param quiet whether progress and status are left out
   */
  public Screen(PrintWriter out, PrintWriter err, boolean quiet) {
    this(out, err, quiet, Colors.NONE, Optional.empty(), "");
  }

  /**
   * The streams and colours of a command.
   *
   * @param quiet whether progress and status are left out
   */
  public Screen(CommandLine command, boolean quiet) {
    this(command.getOut(), command.getErr(), quiet, Colors.of(command), Optional.empty(), "");
  }

  private Screen(
      PrintWriter out,
      PrintWriter err,
      boolean quiet,
      Colors colors,
      Optional<String> run,
      String place) {
    this.run = run;
    this.place = place;
    this.out = out;
    this.err = err;
    this.quiet = quiet;
    this.colors = colors;
    this.terminal = Terminal.ofThisProcess().err();
  }

  /** The text that may be shown, with commands that can be typed. */
  public static String sentence(String sentence) {
    return ProgramName.in(Visible.sentence(sentence));
  }

  /** Whether progress is printed. */
  boolean talks() {
    return !quiet;
  }

  /** Whether there is a status line. */
  public boolean redraws() {
    return terminal && !quiet;
  }

  /** A line of data that names its columns. */
  public void heading(String line) {
    print(colors.out(Style.BOLD, line));
  }

  /** A line of data. */
  public synchronized void print(String line) {
    eraseStatus();
    out.println(line);
    out.flush();
  }

  /** A JSON object as a line of data; for one run of several, the run's name comes first. */
  public void print(Map<String, Object> object) {
    Map<String, Object> line = new LinkedHashMap<>();
    run.ifPresent(name -> line.put("run", name));
    line.putAll(object);
    print(JsonMapper.shared().writeValueAsString(line));
  }

  /**
   * The same screen for one run of several.
   *
   * @param number of the run, from 1
   */
  public Screen forRun(String name, int number, int count) {
    return new Screen(
        out, err, quiet, colors, Optional.of(name), "run " + number + " of " + count + ", ");
  }

  /** The run that it is for, such as {@code run 1 of 2, }; empty if there is only one. */
  String place() {
    return place;
  }

  /** A line of progress. */
  public synchronized void say(String line) {
    if (!quiet) {
      eraseStatus();
      err.println(sentence(line));
    }
  }

  /** A line that must be seen even when quiet. */
  public synchronized void warn(String line) {
    eraseStatus();
    err.println(colors.err(Style.DOUBTFUL, sentence(line)));
  }

  /** As {@link #warn}; no status line is drawn after it. */
  synchronized void sayLast(String line) {
    warn(line);
    ended = true;
  }

  /** The current work: in the status line, or as a line of progress if there is none. */
  public void progress(String line) {
    if (redraws()) {
      status(line);
    } else {
      say(line);
    }
  }

  /** Redraws the status line, if there is one. */
  public synchronized void status(String line) {
    if (redraws() && !ended) {
      err.print(ERASE_LINE + NO_WRAPPING + Visible.text(place + line) + WRAPPING);
      err.flush();
      statusShown = true;
    }
  }

  public synchronized void eraseStatus() {
    if (statusShown) {
      err.print(ERASE_LINE);
      err.flush();
      statusShown = false;
    }
  }
}
