package io.github.thalweg.cli.bench;

import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.LimitListener;
import java.util.ArrayList;
import java.util.List;

/** Measures a device's limits and shows the progress on a screen. */
final class LimitTalk implements LimitListener {
  private final Screen screen;
  private final String device;
  private final List<String> failures = new ArrayList<>();

  private LimitTalk(Screen screen, String device) {
    this.screen = screen;
    this.device = device;
  }

  /**
   * The result.
   *
   * @param failures why some limits were left out, a sentence each
   */
  record Measured(List<Limit> limits, List<String> failures) {}

  static Measured measure(Device device, DeviceInfo info, Screen screen) {
    LimitTalk talk = new LimitTalk(screen, info.id());
    List<Limit> limits = device.limits(talk);
    screen.eraseStatus();
    // Not before: a caller that runs this in another process takes the last line as the reason.
    talk.failures.forEach(screen::warn);
    return new Measured(limits, talk.failures);
  }

  @Override
  public void measuring(String what) {
    screen.progress("Measuring " + device + ": " + what + ".");
  }

  @Override
  public void unsteady(String sentence) {
    failures.add(sentence);
  }
}
