package io.github.thalweg.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

/** The standard output, which remembers whether all that was printed arrived. */
public final class StandardOutput extends OutputStream {
  /** What a shell says of a program that SIGPIPE ended, as it ends {@code ls | head}. */
  static final int PIPE_CLOSED = 141;

  private final FileOutputStream stream = new FileOutputStream(FileDescriptor.out);
  private IOException failure;

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      stream.write(bytes, from, count);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * The exit code of a command that did what it was asked for, and was to print. Where not all of
   * that arrived, it says so, unless a reader such as {@code head} has just closed the pipe: then
   * the code alone tells, as it does of any program.
   */
  public int exitCode(PrintWriter err) {
    if (failure == null) {
      return 0;
    }
    if (String.valueOf(failure.getMessage()).contains("Broken pipe")) {
      return PIPE_CLOSED;
    }
    err.println(
        "What was printed did not all arrive: the standard output cannot be written ("
            + failure.getMessage()
            + ").");
    return ExitCode.FAILED;
  }
}
