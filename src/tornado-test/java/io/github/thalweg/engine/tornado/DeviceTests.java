package io.github.thalweg.engine.tornado;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests of kernels and sessions where there is no Maven: {@code scripts/device-tests} in a
 * bundle. Prints a line for each test class and each failure, and exits with 1 when one failed or
 * none ran.
 */
final class DeviceTests implements TestExecutionListener {
  private final List<String> failures = new ArrayList<>();
  private int passed;
  private int skipped;

  private DeviceTests() {}

  /**
   * @param classes simple names of the test classes in this package to run; all of the kernels' and
   *     this package's where there are none
   */
  public static void main(String[] classes) throws ClassNotFoundException {
    List<DiscoverySelector> selected = new ArrayList<>();
    for (String name : classes) {
      selected.add(selectClass(Class.forName(DeviceTests.class.getPackageName() + "." + name)));
    }
    if (selected.isEmpty()) {
      selected.add(selectPackage("io.github.thalweg.kernels"));
      selected.add(selectPackage(DeviceTests.class.getPackageName()));
    }
    // The engine sets what TornadoVM reads once, when its first class is loaded.
    new TornadoEngine().devices();
    DeviceTests tests = new DeviceTests();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selected)
            .filters(ClassNameFilter.includeClassNamePatterns(".*Test"))
            .build(),
        tests);
    tests.failures.forEach(failure -> System.out.println("FAILED " + failure));
    System.out.printf(
        Locale.ROOT,
        "%d device tests passed, %d failed, %d were skipped.%n",
        tests.passed,
        tests.failures.size(),
        tests.skipped);
    System.exit(tests.failures.isEmpty() && tests.passed > 0 ? 0 : 1);
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped++;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case ABORTED -> skipped++;
      case FAILED ->
          failures.add(
              test.getUniqueId()
                  + ": "
                  + result.getThrowable().map(Throwable::toString).orElse("no reason given"));
      case SUCCESSFUL -> {
        if (test.isTest()) {
          passed++;
        } else if (test.getParentId().isPresent()) {
          System.out.println(test.getDisplayName());
        }
      }
    }
  }
}
