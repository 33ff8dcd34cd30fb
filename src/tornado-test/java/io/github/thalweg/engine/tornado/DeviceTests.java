package io.github.thalweg.engine.tornado;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import io.github.thalweg.TestRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;

/**
 * Runs the tests of kernels and sessions where there is no Maven: {@code scripts/device-tests} in a
 * bundle, and processes in which a device poses as another. Exits with 1 when one failed or none
 * ran.
 */
final class DeviceTests {
  private DeviceTests() {}

  /**
   * @param classes simple names of the test classes in this package to run; all of the kernels' and
   *     this package's where there are none
   */
  public static void main(String[] classes) {
    List<DiscoverySelector> selected = new ArrayList<>();
    for (String name : classes) {
      selected.add(selectClass(DeviceTests.class.getPackageName() + "." + name));
    }
    if (selected.isEmpty()) {
      selected.add(selectPackage("io.github.thalweg.kernels"));
      selected.add(selectPackage(DeviceTests.class.getPackageName()));
    }
    // The engine sets what TornadoVM reads once, when its first class is loaded.
    new TornadoEngine().devices();
    System.exit(TestRun.of(selected, "device tests") ? 0 : 1);
  }
}
