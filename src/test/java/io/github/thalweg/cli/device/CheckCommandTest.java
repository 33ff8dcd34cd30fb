package io.github.thalweg.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandTest {
  /** So large that a rounding decides where a step leads. */
  private static final String CHAOS = "optimizer.adam.lr=30";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void bePatient() {
    CommandLineRun.bePatient();
  }

  @Test
  void aRecipeWithinToleranceExitsWithZero() {
    assertThat(check("iris", "--device", "cpu")).isZero();
    assertThat(out.toString().lines().toList())
        .hasSize(35)
        .filteredOn(line -> line.startsWith("cpu "))
        .hasSize(30)
        .allMatch(line -> line.contains(" ok "));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyDeviceIsCheckedUnlessSomeAreNamed() {
    assertThat(check("seed")).isZero();
    assertThat(out.toString()).contains("\ncpu ").doesNotContain("\nreference ");
    assertThat(check("seed", "--device", "reference", "--device", "cpu")).isZero();
    assertThat(out.toString()).contains("\ncpu ", "\nreference ");
  }

  @Test
  void jsonLinesHoldTheTable() {
    assertThat(check("seed", "--device", "cpu", "--json")).isZero();
    assertThat(out.toString().lines())
        .allMatch(line -> line.startsWith("{\"device\":") && line.contains("\"ok\":true"));
  }

  @Test
  void aDeviceOutOfToleranceExitsWithOneAndIsNamed() {
    assertThat(check("iris", "--device", "cpu", "--set", CHAOS)).isEqualTo(1);
    assertThat(out.toString()).contains(" FAIL ");
    assertThat(err.toString().lines().toList())
        .singleElement()
        .asString()
        .contains("of the checks of iris failed; the first is", "on cpu", "is allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "seed, 1e30, in step ",
    "seed, 1e5, in step 5 of 50",
    "digits, 1e30, in step 2 of 50"
  })
  void whatDivergesInFloat64TooCannotBeChecked(String recipe, String rate, String when) {
    assertThat(check(recipe, "--device", "cpu", "--set", "optimizer.sgd.lr=" + rate)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines().toList())
        .singleElement()
        .asString()
        .startsWith("With these settings training diverges in float64, too: the loss is ")
        .contains(" " + when)
        .endsWith(
            ", and float32 ends at 3.4×10³⁸, so no device can be checked against it; use a smaller learning rate.");
  }

  @Test
  void verdictsAreColouredAsElsewhere() {
    assertThat(check("seed", "--device", "cpu", "--color", "always")).isZero();
    assertThat(out.toString()).contains("\u001B[32mok  \u001B[0m").doesNotContain("\u001B[31m");
    String[] failing = {"iris", "--device", "cpu", "--set", CHAOS};
    assertThat(check(append(failing, "--color=always"))).isEqualTo(1);
    assertThat(out.toString()).contains("\u001B[31mFAIL\u001B[0m");
    out.getBuffer().setLength(0);
    check(failing);
    assertThat(out.toString()).contains(" FAIL ").doesNotContain("\u001B");
  }

  private static String[] append(String[] words, String last) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }

  @Test
  void anUnknownRecipeOrDeviceIsWrongUse() {
    assertThat(check("digit")).isEqualTo(2);
    assertThat(check("seed", "--device", "cup")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean 'digits'?", "Did you mean 'cpu'?");
    assertThat(out.toString()).isEmpty();
  }

  private int check(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "check";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }
}
