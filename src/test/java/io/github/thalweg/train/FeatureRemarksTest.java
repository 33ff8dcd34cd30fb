package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.recipe.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of features before a training, and what is not. */
class FeatureRemarksTest {
  private static final int ROWS = 60;

  @TempDir private Path folder;

  @Test
  void columnsOfVeryDifferentScaleAreNamedWithTheSetting() throws IOException {
    table("mass,depth,y", i -> (3500 + 40 * (i * 7 % 31)) + "," + (15 + i * 5 % 7) + "," + i % 2);

    assertThat(remarks())
        .singleElement()
        .asString()
        .contains("very different scale: 'mass' is about 4,", "'depth' differs by about 1.99")
        .contains("data.standardize: true", "--set data.standardize=true");
    assertThat(remarks("data.standardize=true")).isEmpty();
  }

  @Test
  void columnThatLiesFarFromZeroIsNamed() throws IOException {
    table("pressure,y", i -> (1000 + i * 13 % 29) + "," + i % 2);

    assertThat(remarks())
        .singleElement()
        .asString()
        .contains("Column 'pressure' is far from 0", "its mean is 1,01");
  }

  @Test
  void columnThatIsLargeByItselfIsNamed() throws IOException {
    table("income,y", i -> (100 + 997 * (i * 7 % 31)) + "," + i % 2);

    assertThat(remarks()).singleElement().asString().contains("Column 'income' is large");
  }

  @Test
  void columnOfOneValueIsNamedWhereScalingLeavesNothingOfIt() throws IOException {
    table("height,one,two,y", i -> (175 + i * 5 % 17) + ",7,0," + i % 2);

    assertThat(remarks("data.standardize=true"))
        .containsExactly(
            "Columns 'one', 'two' hold one value in all training rows, so the model learns nothing from them. To"
                + " leave them out, write data.exclude: [one, two], or add --set 'data.exclude=[one, two]'.");
    assertThat(remarks("data.standardize=true", "data.exclude=[two]"))
        .singleElement()
        .asString()
        .startsWith(
            "Column 'one' holds one value in all training rows, so the model learns nothing from it. To");
    assertThat(remarks("data.standardize=true", "data.exclude=[one, two]")).isEmpty();
  }

  @Test
  void littleThatIsUsualIsRemarkedOn() throws IOException {
    // A flag, a column that never varies, a pixel that is blank but once, and one that hardly ever
    // is.
    table(
        "height,flag,constant,blank,ink,y",
        i ->
            (175 + i * 5 % 17)
                + ","
                + i % 2
                + ",1000000,"
                + (i == 7 ? 0.004 : 0)
                + ","
                + (i == 9 ? 15 : 16)
                + ","
                + i % 2);

    assertThat(remarks("data.exclude=[height]")).isEmpty();
    table("height,weight,y", i -> (175 + i * 5 % 17) + "," + (60 + i * 11 % 23) + "," + i % 2);
    assertThat(remarks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "line", "hills", "iris", "digits", "examples/wine.yaml"})
  void recipesAreNotRemarkedOn(String recipe) {
    assertThat(remarks(PreparedRun.of(RunFile.read(recipe)))).isEmpty();
  }

  @Test
  void pixelsOfAnyRangeAreNotRemarkedOn() throws IOException {
    Dataset digits = PreparedRun.of(RunFile.read("digits")).data().train();
    for (int most : new int[] {1, 16, 255}) {
      table(
          String.join(",", digits.featureNames()) + ",y",
          row ->
              IntStream.range(0, digits.columns())
                      .mapToObj(j -> String.valueOf(Math.round(digits.feature(row, j) * most)))
                      .collect(Collectors.joining(","))
                  + ","
                  + row % 2);

      assertThat(remarks()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"id", "ID", "customer_id", "PassengerId", "row no", "index", "Unnamed: 0", "#"})
  void wholeNumbersWithTheNameOfAnIdentifierAreNamed(String name) throws IOException {
    table(name + ",a,y", i -> (1000 + i * 37 % 61) + "," + i % 3 + "," + i % 2);

    List<String> remarks = remarks("data.standardize=true");

    assertThat(remarks)
        .singleElement()
        .asString()
        .contains("Column '" + name + "' looks like a row number", "data.exclude");
    // What the sentence says to add is what leaves it out.
    String setting = remarks.getFirst().replaceFirst("(?s).*--set '(.*)'\\.$", "$1");
    assertThat(remarks("data.standardize=true", setting)).isEmpty();
    assertThat(run(setting).data().train().featureNames()).containsExactly("a");
  }

  @Test
  void numbersThatRiseWithTheRowsAreNamedHoweverTheRowsAreShuffledAndScaled() throws IOException {
    table("ticket,a,y", i -> (50_000_001 + 2 * i) + "," + i % 3 + "," + i % 2);

    assertThat(remarks("data.standardize=true"))
        .singleElement()
        .asString()
        .contains("'ticket' looks like", "whole numbers that rise from row to row");
  }

  @ParameterizedTest
  @ValueSource(strings = {"year", "x", "Day", "time", "valid", "paid", "grid"})
  void timeAndWordsThatEndLikeAnIdentifierAreNot(String name) throws IOException {
    boolean time = !name.endsWith("id");
    table(name + ",a,y", i -> (time ? 1 + i : 1 + i * 37 % 61) + "," + i % 3 + "," + i % 2);

    assertThat(remarks("data.standardize=true")).isEmpty();
  }

  @Test
  void whatIsMeasuredIsNoIdentifier() throws IOException {
    // Large gaps, repeated numbers, fractions, and a flag with an identifier's name.
    table(
        "population,count,share,key,y",
        i -> i * i * 1000 + "," + i / 2 + "," + (i + 0.5) + "," + i % 2 + "," + i % 2);

    assertThat(remarks("data.standardize=true")).isEmpty();
  }

  @Test
  void onlyFeatureIsLearnedFromWhateverItIsCalled() throws IOException {
    table("index,y", i -> i + "," + i % 2);

    assertThat(remarks("data.standardize=true")).isEmpty();
  }

  @Test
  void ignoredColumnsMayHoldAnything() throws IOException {
    table(",name,a,y", i -> i + ",\"Miss, " + i + "\"," + i % 3 + "," + i % 2);

    assertThatThrownBy(() -> run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("column 1 of the header has no name; give it one, or leave it out");
    assertThatThrownBy(() -> run("data.exclude=[\"\"]"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("column 'name': 'Miss, ", "data.exclude leaves columns out");
    assertThat(run("data.exclude=[\"\", name]").data().train().featureNames()).containsExactly("a");
  }

  @Test
  void ignoredColumnsThatCannotBeAreRefused() throws IOException {
    table("name,a,y", i -> "n" + i + "," + i % 3 + "," + i % 2);

    assertThatThrownBy(() -> run("data.exclude=[nam]"))
        .hasMessageContaining("'nam' is not a column of", "Did you mean 'name'?");
    assertThatThrownBy(() -> run("data.exclude=[name, y]"))
        .hasMessageContaining("data.exclude leaves out 'y', which data.target names");
    assertThatThrownBy(() -> run("data.exclude=[name, a]"))
        .hasMessageContaining("every column is a target (y) or ignored (name, a)");
    assertThatThrownBy(() -> run("data.exclude={a: 1}"))
        .hasMessageContaining("data.exclude must be");
  }

  private void table(String header, IntFunction<String> row) throws IOException {
    Files.writeString(
        folder.resolve("table.csv"),
        IntStream.range(0, ROWS)
            .mapToObj(row)
            .collect(Collectors.joining("\n", header + "\n", "\n")));
  }

  private List<String> remarks(String... settings) throws IOException {
    return remarks(run(settings));
  }

  private static List<String> remarks(PreparedRun run) {
    return Stream.of(
            FeatureRemarks.ofSizes(run),
            FeatureRemarks.ofIdentifiers(run),
            FeatureRemarks.ofConstants(run))
        .flatMap(Optional::stream)
        .toList();
  }

  private PreparedRun run(String... settings) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("table.yaml"),
            """
            data: {source: csv, path: table.csv, target: y}
            model: [{dense: 2}]
            loss: cross_entropy
            optimizer: sgd
            """);
    return PreparedRun.of(RunFile.read(file.toString(), settings));
  }
}
