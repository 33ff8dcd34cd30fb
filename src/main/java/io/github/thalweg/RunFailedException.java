package io.github.thalweg;

/**
 * What was asked for correctly and failed while it was done: a loss that is not finite, a device
 * with too little memory or that fails, a download, a file that cannot be written. The message is
 * one sentence that says what happened and what to do; the command line prints it and exits with 1.
 */
public class RunFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunFailedException(String sentence) {
    super(sentence);
  }

  public RunFailedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
