package io.github.thalweg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidInputExceptionTest {
  private static final List<String> RECIPES =
      List.of("seed", "line", "iris", "digits", "mnist", "fashion-mnist");

  @ParameterizedTest
  @CsvSource({
    "digit, digits",
    "idgits, digits",
    "DIGITS, digits",
    "sed, seed",
    "mnits, mnist",
    "iirs, iris",
    "fashion_mnist, fashion-mnist",
    "fashionmist, fashion-mnist"
  })
  void misspeltNameComesWithTheNearestRightOne(String given, String meant) {
    assertThat(InvalidInputException.unknown("a recipe", given, RECIPES))
        .hasMessageContaining("Did you mean '" + meant + "'?");
  }

  @Test
  void nearestOfSeveralNearNamesIsSuggested() {
    assertThat(
            InvalidInputException.unknown(
                "an optimizer", "adamv", List.of("adam", "sgd", "adamax", "adamw")))
        .hasMessageContaining("Did you mean 'adam'?");
    assertThat(InvalidInputException.unknown("an optimizer", "adanw", List.of("adam", "adamw")))
        .hasMessageContaining("Did you mean 'adamw'?");
  }

  @ParameterizedTest
  @CsvSource({"cifar10", "transformer", "''"})
  void nothingIsSuggestedForAWordThatIsNearNothing(String given) {
    assertThat(InvalidInputException.unknown("a recipe", given, RECIPES))
        .hasMessage(
            "'"
                + given
                + "' is not a recipe. Known: seed, line, iris, digits, mnist, fashion-mnist.");
  }

  @ParameterizedTest
  @CsvSource({"gpu, cpu", "fish, bash", "cat, cpu", "zsj, ssh", "sgd, seed"})
  void shortWordIsNotTakenForAnotherShortWord(String given, String known) {
    assertThat(InvalidInputException.unknown("a word", given, List.of(known)).getMessage())
        .doesNotContain("Did you mean");
  }

  @Test
  void longerWordsMayBeFurtherOff() {
    List<String> known = List.of("binary_cross_entropy");

    assertThat(InvalidInputException.unknown("a loss", "binary_crossentropie", known))
        .hasMessageContaining("Did you mean");
    assertThat(InvalidInputException.unknown("a loss", "crossentropie", known).getMessage())
        .doesNotContain("Did you mean");
  }

  @Test
  void ofManyNamesThirtyAreListedButTheNearestIsFoundAmongAll() {
    List<String> known = IntStream.range(0, 784).mapToObj(i -> "pixel_" + i).toList();

    assertThat(InvalidInputException.unknown("a column", "pixl_700", known))
        .hasMessageContaining("Did you mean 'pixel_700'?")
        .hasMessageEndingWith("pixel_28, pixel_29 and 754 more.");
  }
}
