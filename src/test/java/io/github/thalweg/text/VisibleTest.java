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
    String sentence = Visible.sentence("name is '" + "x".repeat(1_000_000) + "'; it is too long.");

    assertThat(sentence)
        .hasSizeLessThan(2000)
        .startsWith("name is 'xxx")
        .contains("(998,427 characters)")
        .endsWith("xxx'; it is too long.");
  }
}
