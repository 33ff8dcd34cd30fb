package io.github.thalweg.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
  @Test
  void whatSteersATerminalIsShownByItsNumber() {
    assertThat(Visible.text("a\u001B[31mb\u0007\u009B2J\u202Ec\nd\te\u007F"))
        .isEqualTo("a\\x1b[31mb\\x07\\x9b2J\\u202ec\\nd\\te\\x7f");
  }

  @Test
  void lettersOfAllScriptsStay() {
    String text = "häßlich 数 😀 ∂C/∂w – 1×10⁻³ مرحبا";
    assertThat(Visible.text(text)).isSameAs(text);
  }

  @Test
  void middleOfASentenceThatNobodyWouldReadIsLeftOut() {
    String sentence = Visible.sentence("name is '" + "x ".repeat(500_000) + "'; it is too long.");

    assertThat(sentence)
        .hasSizeLessThan(2000)
        .startsWith("name is 'x x x")
        .contains("(998,427 characters)")
        .endsWith("x x '; it is too long.");
  }

  @Test
  void middleOfAWordIsLeftOutThatIsLongerThanAnyFilesName() {
    String digits = "3".repeat(2000);
    assertThat(Visible.sentence("--seed " + digits + ": seed is " + digits + "."))
        .isEqualTo(
            "--seed %1$s … (1,921 characters) … %2$s: seed is %1$s … (1,921 characters) … %2$s."
                .formatted("3".repeat(60), "3".repeat(19)));
    assertThat(Visible.sentence("it is \u0007".repeat(2) + "\u0007".repeat(300)))
        .contains(" … (221 characters) … ")
        .doesNotContain("\u0007");
    String path = "/" + "a".repeat(255) + "/" + "b".repeat(255) + "/c.csv is empty.";
    assertThat(Visible.sentence(path)).isEqualTo(path);
  }
}
