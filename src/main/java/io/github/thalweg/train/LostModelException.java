package io.github.thalweg.train;

import io.github.thalweg.RunFailedException;

/**
 * The loss of the saved weights is not finite: they are of no use, and no setting helps a run that
 * continues from them.
 */
public final class LostModelException extends RunFailedException {
  private static final long serialVersionUID = 1L;

  LostModelException(String sentence) {
    super(sentence);
  }
}
