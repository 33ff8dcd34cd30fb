package io.github.thalweg.engine.tornado.driver;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import java.util.Optional;

/** The refusals of a driver since a plan was made; TornadoVM prints a line and continues. */
final class Refusals {
  private final DeviceInfo device;

  /** How much of the native output has been searched. */
  private long searched = NativeOutput.size();

  private Optional<Refusal> first = Optional.empty();

  Refusals(DeviceInfo device) {
    this.device = device;
  }

  /**
   * Checks that there are none.
   *
   * @throws RunFailedException if a launch or a copy was refused, now or before
   */
  void requireNone() {
    search();
    if (first.isPresent()) {
      throw Failures.refused(device, first.get());
    }
  }

  /** The failure of a refused compilation, if it explains another failure. */
  Optional<RunFailedException> compilation() {
    search();
    return first
        .filter(refusal -> refusal.kind() == Refusal.Kind.COMPILE)
        .map(refusal -> Failures.refused(device, refusal));
  }

  private void search() {
    long size = NativeOutput.size();
    if (size > searched) {
      first = first.or(() -> NativeOutput.refusalSince(searched));
      searched = size;
    }
  }

  /** Whether there are any. */
  boolean any() {
    return first.isPresent();
  }

  /** Whether the first was of a copy. */
  boolean beganWithACopy() {
    return first
        .filter(refusal ->
            refusal.kind() != Refusal.Kind.LAUNCH && refusal.kind() != Refusal.Kind.COMPILE)
        .isPresent();
  }
}
