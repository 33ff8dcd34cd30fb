package io.github.thalweg.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

/** The standard output, which remembers whether all printed text arrived. */
public final class StandardOutput extends OutputStream {
  /** A shell's exit code for a program that SIGPIPE ended, as in {@code ls | head}. */
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
   * The exit code of a command that succeeded and printed its results. If not all of them arrived,
   * it prints an error, unless a reader such as {@code head} closed the pipe: then only the code
   * says so, as with any program.
   */
  public int exitCode(PrintWriter err) {
    if (failure == null) {
      return 0;
    }
    if (String.valueOf(failure.getMessage()).contains("Broken pipe")) {
      return PIPE_CLOSED;
    }
    err.println(
        "The output is not complete: the standard output cannot be written ("
            + failure.getMessage()
            + ").");
    return ExitCode.FAILED;
  }
}
