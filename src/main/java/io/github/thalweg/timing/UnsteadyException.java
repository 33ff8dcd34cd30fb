package io.github.thalweg.timing;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.text.Numbers;

/** The times of a piece of work did not become steady in time. */
public final class UnsteadyException extends RunFailedException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  UnsteadyException(Unrest unrest, double seconds) {
    this(unrest.words() + " after " + Numbers.significant(seconds, 2) + " s");
  }

  private UnsteadyException(String reason) {
    super("There is no figure: " + reason + ".");
    this.reason = reason;
  }

  /** Part of a sentence, such as {@code the JVM was still compiling after 30 s}. */
  public String reason() {
    return reason;
  }
}
