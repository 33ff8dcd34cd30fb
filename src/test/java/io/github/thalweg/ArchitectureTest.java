package io.github.thalweg;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dependencies point one way: each package may use the ones named beside it, and the root package.
 */
class ArchitectureTest {
  private static final String ROOT = "io.github.thalweg";

  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("data", Set.of()),
          Map.entry("nn", Set.of()),
          Map.entry("optim", Set.of()),
          Map.entry("doctor", Set.of()),
          Map.entry("timing", Set.of()),
          Map.entry("kernels", Set.of("nn")),
          Map.entry("io", Set.of("nn", "optim", "data")),
          Map.entry("recipe", Set.of("engine", "program", "nn", "optim", "data")),
          Map.entry("program", Set.of("nn", "optim", "data")),
          Map.entry("engine", Set.of("program", "nn", "optim", "data", "kernels", "timing")),
          Map.entry("train", Set.of("engine", "program", "recipe", "io", "nn", "optim", "data")),
          Map.entry(
              "report",
              Set.of(
                  "train", "engine", "program", "recipe", "io", "nn", "optim", "data", "timing")),
          Map.entry("runs", Set.of("train", "recipe")),
          Map.entry(
              "bench",
              Set.of(
                  "train", "engine", "program", "recipe", "io", "nn", "optim", "data", "timing")),
          Map.entry("check", Set.of("train", "engine", "program", "recipe", "nn", "optim", "data")),
          Map.entry(
              "cli",
              Set.of(
                  "bench", "check", "doctor", "report", "runs", "train", "engine", "program",
                  "recipe", "io", "nn", "optim", "data", "timing")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          // ArchUnit's own option knows no tests in target/with-tornadovm.
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages(ROOT);

  static Stream<String> packages() {
    return MAY_USE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageUsesOnlyWhatLiesBelowIt(String name) {
    String[] forbidden =
        packages()
            .filter(other -> !other.equals(name) && !MAY_USE.get(name).contains(other))
            .map(ArchitectureTest::within)
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(within(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(isOfTornadoVm(name))
        .check(CLASSES);
  }

  /** What is compiled only where TornadoVM is. */
  private static boolean isOfTornadoVm(String name) {
    return name.equals("kernels") || name.equals("engine.tornado");
  }

  /** What the parts of the engine may use of each other; all of them use the engine's own. */
  private static final Map<String, Set<String>> WITHIN_ENGINE =
      Map.of(
          "engine.reference", Set.of(),
          "engine.cpu", Set.of(),
          "engine.prebuilt", Set.of(),
          "engine.tornado", Set.of("engine.prebuilt"),
          "engine.lookup", Set.of("engine.reference", "engine.cpu"));

  static Stream<String> parts() {
    return WITHIN_ENGINE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("parts")
  void partOfTheEngineUsesNoOther(String part) {
    String[] forbidden =
        parts()
            .filter(other -> !other.equals(part) && !WITHIN_ENGINE.get(part).contains(other))
            .map(ArchitectureTest::within)
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(within(part))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(isOfTornadoVm(part))
        .check(CLASSES);
  }

  @Test
  void engineKnowsNoneOfItsParts() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".engine")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(parts().map(ArchitectureTest::within).toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void rootPackageUsesNoOther() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".*..")
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyPackageHasItsPlace() {
    Set<String> found =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(ROOT))
            .map(name -> name.substring(ROOT.length() + 1).split("\\.", -1)[0])
            .collect(Collectors.toSet());

    assertThat(found).isNotEmpty().isSubsetOf(MAY_USE.keySet());
  }

  private static String within(String name) {
    return ROOT + "." + name + "..";
  }
}
