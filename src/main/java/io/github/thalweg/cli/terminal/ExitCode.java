package io.github.thalweg.cli.terminal;

/** How a command ends: 0 if it succeeded, else one of these. */
public final class ExitCode {
  /** It failed, or a check or a comparison found a problem. */
  public static final int FAILED = 1;

  /** It cannot be done as asked, and was not started. */
  public static final int WRONG_USE = 2;

  /** A line of the exit codes; every command has it. */
  public static final String PIPE_CLOSED =
      "141:it is done, but the reader of its output, such as head, closed the pipe before the end";

  private ExitCode() {}
}
