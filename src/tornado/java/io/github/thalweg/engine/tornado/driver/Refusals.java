package io.github.thalweg.engine.tornado.driver;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import java.util.Optional;

/** What a driver has refused since a plan was made; TornadoVM prints a line and continues. */
final class Refusals {
  private final DeviceInfo device;

  /** How much of the native output has been searched. */
  private long searched = NativeOutput.size();

  private Optional<Refusal> first = Optional.empty();

  Refusals(DeviceInfo device) {
    this.device = device;
  }

  /**
   * Makes sure that there are none.
   *
   * @throws RunFailedException when a launch or a copy was refused, then or before
   */
  void requireNone() {
    long size = NativeOutput.size();
    if (size > searched) {
      first = first.or(() -> NativeOutput.refusalSince(searched));
      searched = size;
    }
    if (first.isPresent()) {
      throw Failures.refused(device, first.get());
    }
  }

  /** Whether there are any. */
  boolean any() {
    return first.isPresent();
  }

  /** Whether the first was of something else than a launch, such as a copy. */
  boolean beganWithNoLaunch() {
    return first.filter(refusal -> refusal.kind() != Refusal.Kind.LAUNCH).isPresent();
  }
}
