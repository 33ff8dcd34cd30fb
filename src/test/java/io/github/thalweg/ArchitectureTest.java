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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dependencies point one way: each package may use the ones named beside it, and so may each part
 * of a package.
 */
class ArchitectureTest {
  private static final String ROOT = "io.github.thalweg";

  private static final Set<String> BASE = Set.of(ROOT + ".files", ROOT + ".text");

  /** Besides these, all use the root package, files and text. */
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
    return name.equals("kernels") || name.endsWith("tornado");
  }

  /** Of the packages that have parts: what each part may use of the others; "" is the rest. */
  private static final Map<String, Map<String, Set<String>>> PARTS =
      Map.of(
          "engine.tornado",
          Map.of(
              "driver", Set.of(),
              "tasks", Set.of("driver"),
              "jit", Set.of("driver", "tasks"),
              "products", Set.of("driver", "tasks", "jit"),
              "vendor", Set.of("driver", "tasks", "jit"),
              "plan", Set.of("driver", "tasks", "jit", "products", "vendor"),
              "limits", Set.of("driver", "tasks", "products", "vendor"),
              "", Set.of("driver", "tasks", "jit", "products", "vendor", "plan", "limits")),
          "engine",
          Map.of(
              "", Set.of(),
              "reference", Set.of(""),
              "cpu", Set.of(""),
              "prebuilt", Set.of(""),
              "tornado", Set.of("", "prebuilt"),
              "lookup", Set.of("", "reference", "cpu")),
          "engine.cpu",
          Map.of(
              "threads", Set.of(),
              "elements", Set.of("threads"),
              "gemm", Set.of("threads", "elements"),
              "dense", Set.of("threads", "elements", "gemm"),
              "onepass", Set.of("threads", "elements", "gemm", "dense"),
              "", Set.of("threads", "elements", "gemm", "dense", "onepass")),
          "data",
          Map.of("", Set.of(), "csv", Set.of(""), "download", Set.of("")),
          "report",
          Map.of("surface", Set.of(), "", Set.of("surface"), "live", Set.of("")),
          "bench",
          Map.of("power", Set.of(), "", Set.of("power")),
          "cli",
          Map.of(
              "terminal", Set.of(),
              "options", Set.of("terminal"),
              "train", Set.of("terminal", "options"),
              "runs", Set.of("terminal"),
              "model", Set.of("terminal", "options"),
              "device", Set.of("terminal", "options"),
              "bench", Set.of("terminal", "options", "device"),
              "", Set.of("terminal", "options", "train", "runs", "model", "device", "bench")));

  static Stream<Arguments> parts() {
    return PARTS.entrySet().stream()
        .flatMap(whole ->
            whole.getValue().keySet().stream().map(part -> Arguments.of(whole.getKey(), part)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("parts")
  void partUsesOnlyWhatLiesBelowIt(String whole, String part) {
    Map<String, Set<String>> parts = PARTS.get(whole);
    String[] forbidden =
        parts.keySet().stream()
            .filter(other -> !other.equals(part) && !parts.get(part).contains(other))
            .map(other -> within(whole, other))
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(within(whole, part))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(isOfTornadoVm(whole) || isOfTornadoVm(part))
        .check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("wholes")
  void everyPartHasItsPlace(String whole) {
    String below = ROOT + "." + whole + ".";
    Set<String> found =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(below))
            .map(name -> name.substring(below.length()).split("\\.", -1)[0])
            .collect(Collectors.toSet());

    assertThat(found).isSubsetOf(PARTS.get(whole).keySet());
    if (!isOfTornadoVm(whole)) {
      assertThat(found).isNotEmpty();
    }
  }

  static Stream<String> wholes() {
    return PARTS.keySet().stream().sorted();
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
  void filesAndTextUseNoneAboveThem() {
    noClasses()
        .that()
        .resideInAnyPackage(BASE.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages().map(ArchitectureTest::within).toArray(String[]::new))
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
            .filter(name -> !name.equals(ROOT) && !BASE.contains(name))
            .map(name -> name.substring(ROOT.length() + 1).split("\\.", -1)[0])
            .collect(Collectors.toSet());

    assertThat(found).isNotEmpty().isSubsetOf(MAY_USE.keySet());
  }

  private static String within(String name) {
    return ROOT + "." + name + "..";
  }

  private static String within(String whole, String part) {
    return part.isEmpty() ? ROOT + "." + whole : within(whole + "." + part);
  }
}
