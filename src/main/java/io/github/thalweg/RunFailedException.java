package io.github.thalweg;

/**
 * A correct request that failed: a loss that is not finite, a device that fails or has too little
 * memory, a download, a file that cannot be written. The message is one sentence with the failure
 * and the remedy; the command line prints it and exits with 1.
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
