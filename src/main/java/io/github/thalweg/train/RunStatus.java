package io.github.thalweg.train;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a run has ended, as in {@code about.json}. */
public enum RunStatus {
  /** It finished. */
  COMPLETED,
  /** It finished with a loss far above the first one. */
  DIVERGED,
  /** It finished with a loss that has not fallen. */
  STALLED,
  /** The user stopped it. */
  STOPPED,
  /** A loss or a weight was not finite, or memory, a device or a disk failed. */
  FAILED;

  /** The name in files and in JSON. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether all epochs were trained. */
  public boolean atTheEnd() {
    return this == COMPLETED || this == DIVERGED || this == STALLED;
  }

  /** All names. */
  static List<String> keys() {
    return Arrays.stream(values()).map(RunStatus::key).toList();
  }

  /** The status of a name; empty for any other text. */
  static Optional<RunStatus> of(String key) {
    return Arrays.stream(values()).filter(status -> status.key().equals(key)).findFirst();
  }
}
