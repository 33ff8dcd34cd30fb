package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CheckCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aRecipeWithinToleranceExitsWithZero() {
    assertThat(check("iris", "--device", "cpu")).isZero();
    assertThat(out.toString().lines().toList())
        .hasSize(23)
        .filteredOn(line -> line.startsWith("cpu "))
        .hasSize(18)
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
    assertThat(check("seed", "--device", "cpu", "--set", "optimizer.sgd.lr=1e20")).isEqualTo(1);
    assertThat(out.toString()).contains(" FAIL ");
    assertThat(err.toString().lines().toList())
        .singleElement()
        .asString()
        .contains("of the checks of seed failed; the first is", "on cpu", "is allowed");
  }

  @Test
  void verdictsAreColouredAsElsewhere() {
    assertThat(check("seed", "--device", "cpu", "--color", "always")).isZero();
    assertThat(out.toString()).contains("\u001B[32mok  \u001B[0m").doesNotContain("\u001B[31m");
    String[] failing = {"seed", "--device", "cpu", "--set", "optimizer.sgd.lr=1e20"};
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
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }
}
