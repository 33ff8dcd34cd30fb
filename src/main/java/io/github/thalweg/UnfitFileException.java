package io.github.thalweg;

import java.io.IOException;

/** A file of a kind that cannot be read here; its message is the reason. */
public final class UnfitFileException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnfitFileException(String reason) {
    super(reason);
  }
}
