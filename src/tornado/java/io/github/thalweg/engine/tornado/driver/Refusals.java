package io.github.thalweg.engine.tornado.driver;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import java.util.Optional;

/** What a driver has refused since a plan was made: TornadoVM prints a line of it and goes on. */
final class Refusals {
  private final DeviceInfo device;

  /** How much of what native code has printed has been looked at. */
  private long heard = NativeOutput.size();

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
    if (size > heard) {
      first = first.or(() -> NativeOutput.refusalSince(heard));
      heard = size;
    }
    if (first.isPresent()) {
      throw Failures.refused(device, first.get());
    }
  }

  /** Whether there are any. */
  boolean any() {
    return first.isPresent();
  }

  /** Whether TornadoVM holds an event of a copy that there never was: to release it is a crash. */
  boolean leaveAnEventThatIsNone() {
    return first.filter(refusal -> refusal.kind() != Refusal.Kind.LAUNCH).isPresent();
  }
}
