package io.github.thalweg.train;

import io.github.thalweg.RunFailedException;

/**
 * A loss that is not finite, of the very weights that the run has kept: they are of no use, and no
 * setting helps a run that goes on from them.
 */
public final class LostModelException extends RunFailedException {
  private static final long serialVersionUID = 1L;

  LostModelException(String sentence) {
    super(sentence);
  }
}
