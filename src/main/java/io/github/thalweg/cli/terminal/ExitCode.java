package io.github.thalweg.cli.terminal;

/** How a command ends: 0 where what was asked for is done, else one of these. */
public final class ExitCode {
  /** It failed on the way, or what was checked or compared is not as it should be. */
  public static final int FAILED = 1;

  /** It cannot be done here as it was asked for, and was not begun. */
  public static final int WRONG_USE = 2;

  /** A line of the exit codes that every command has. */
  public static final String PIPE_CLOSED =
      "141:it is done, but the reader of its output, such as head, closed the pipe before the end";

  private ExitCode() {}
}
