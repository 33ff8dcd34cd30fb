package io.github.thalweg.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.check.Finding;
import io.github.thalweg.check.StepCheck;
import io.github.thalweg.check.Subject;
import io.github.thalweg.check.TrajectoryCheck;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built-in recipes that need no download, on a device that a subclass names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RecipesTest {
  /** In float64, from W[i][j] = 0.01(4i + j + 1), b = 0. */
  private static final double[] REFERENCE_RUN = {
    0.470480000, 0.301107200, 0.192708608, 0.123333509, 0.078933446,
    0.050517405, 0.032331139, 0.020691929, 0.013242835, 0.008475414
  };

  /** The device under test. */
  protected abstract Device device();

  /** 1e-6 is the project's promise for this run; float32 rounds losses below 0.5 by 3e-8. */
  @Test
  void theReferenceRunHasItsTenLosses() {
    Subject subject = subject("seed");
    try (Session session = device().open(subject.program())) {
      session.load(subject.data().train(), subject.data().test());
      session.parameters(subject.parameters());
      assertThat(session.train(10)).containsExactly(REFERENCE_RUN, within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "line", "iris", "digits"})
  void fiftyStepsWalkTheReferencePath(String recipe) {
    Subject subject = subject(recipe);
    List<Finding> findings = TrajectoryCheck.of(subject, Devices.find("reference")).run(device());
    assertThat(findings).hasSizeGreaterThanOrEqualTo(3).allMatch(Finding::within);
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "line", "iris", "digits"})
  void everyOpIsWithinItsTolerance(String recipe) {
    assertThat(StepCheck.run(subject(recipe), device()))
        .hasSizeGreaterThanOrEqualTo(8)
        .allMatch(Finding::within);
  }

  private static Subject subject(String recipe) {
    return Subject.of(PreparedRun.of(RunFile.read(recipe, List.of())));
  }
}
