package io.github.thalweg.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

/** The standard output, which remembers whether all that was printed arrived. */
final class StandardOutput extends OutputStream {
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

  /** Says what was lost, unless a reader such as {@code head} has just had enough. */
  boolean failed(PrintWriter err) {
    if (failure == null) {
      return false;
    }
    if (!String.valueOf(failure.getMessage()).contains("Broken pipe")) {
      err.println(
          "What was printed did not all arrive: the standard output cannot be written ("
              + failure.getMessage()
              + ").");
    }
    return true;
  }
}
