package io.github.thalweg.train;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a run has ended, as {@code about.json} has it. */
public enum RunStatus {
  /** It came to its end. */
  COMPLETED,
  /** It came to its end with a loss far above that of its beginning. */
  DIVERGED,
  /** It came to its end with a loss that has not fallen. */
  STALLED,
  /** Somebody stopped it. */
  STOPPED,
  /** A loss or a weight was no longer finite, or memory, a device or a disk failed. */
  FAILED;

  /** The name in files and in JSON. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether all epochs were gone through. */
  public boolean atTheEnd() {
    return this == COMPLETED || this == DIVERGED || this == STALLED;
  }

  /** All names. */
  static List<String> keys() {
    return Arrays.stream(values()).map(RunStatus::key).toList();
  }

  /** The one of a name; empty for any other text. */
  static Optional<RunStatus> of(String key) {
    return Arrays.stream(values()).filter(status -> status.key().equals(key)).findFirst();
  }
}
