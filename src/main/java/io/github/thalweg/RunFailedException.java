package io.github.thalweg;

/**
 * A run that was asked for correctly and could not be carried out: a loss that is not finite, a
 * device with too little memory, a library that is missing, a folder that cannot be written. The
 * message is one sentence that says what happened and what to do; the command line prints it and
 * exits with 1.
 */
public final class RunFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunFailedException(String sentence) {
    super(sentence);
  }

  public RunFailedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
