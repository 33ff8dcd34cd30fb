package io.github.thalweg;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs tests without Maven, in a process that is started for them. Prints a line for each test
 * class and each failure.
 */
public final class TestRun implements TestExecutionListener {
  private final List<String> failures = new ArrayList<>();
  private int passed;
  private int skipped;

  private TestRun() {}

  /**
   * Runs test classes and exits with 1 when a test failed or none ran.
   *
   * @param classes full names of the classes
   */
  public static void main(String[] classes) {
    List<DiscoverySelector> selected = new ArrayList<>();
    Stream.of(classes).forEach(name -> selected.add(selectClass(name)));
    System.exit(of(selected, "tests") ? 0 : 1);
  }

  /**
   * Runs tests; says whether some passed and none failed.
   *
   * @param what they are called in the last line
   */
  public static boolean of(List<DiscoverySelector> selected, String what) {
    TestRun run = new TestRun();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selected)
                .filters(ClassNameFilter.includeClassNamePatterns(".*Test"))
                .build(),
            run);
    run.failures.forEach(failure -> System.out.println("FAILED " + failure));
    System.out.printf(
        Locale.ROOT,
        "%d %s passed, %d failed, %d were skipped.%n",
        run.passed,
        what,
        run.failures.size(),
        run.skipped);
    return run.failures.isEmpty() && run.passed > 0;
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
