package io.github.thalweg.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Floats;
import io.github.thalweg.data.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
  @TempDir Path folder;

  @Test
  void fileThatTheSystemDoesNotLetBeReadIsWrongInput() {
    Path memory = Path.of("/proc/self/mem");
    assumeTrue(Files.exists(memory));
    assertThatThrownBy(() -> CsvReader.read(memory, List.of("y"), false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(memory + " cannot be read after line 1: ")
        .hasMessageEndingWith("; make sure that you may read it, or give another.");
  }

  @Test
  void namedClassesWhereANumberIsLearntHaveAnotherLoss() throws IOException {
    Path file = csv("a,y\n1,no\n");
    assertThatThrownBy(() -> CsvReader.read(file, List.of("y"), false))
        .hasMessageEndingWith(
            "'no' is text; a number was expected; classes with names take loss: cross_entropy.");
  }

  @Test
  void columnsThatAreNotTargetsAreFeaturesInTheOrderOfTheHeader() throws IOException {
    Dataset data = CsvReader.read(csv("a,y,b\n1,2,3\n-4,.5,6e-1\n"), List.of("y"), false);
    assertThat(data.rows()).isEqualTo(2);
    assertThat(Floats.of(data.features())).containsExactly(1, 3, -4, 0.6f);
    assertThat(Floats.of(data.targets())).containsExactly(2, 0.5f);
    assertThat(data.featureNames()).containsExactly("a", "b");
    assertThat(data.task()).isEqualTo(new Task.Regression());
  }

  @Test
  void severalTargetsKeepTheOrderInWhichTheyAreNamed() throws IOException {
    Dataset data = CsvReader.read(csv("u,x,v\n1,2,3\n4,5,6\n"), List.of("v", "u"), false);
    assertThat(data.targetColumns()).isEqualTo(2);
    assertThat(Floats.of(data.targets())).containsExactly(3, 1, 6, 4);
    assertThat(Floats.of(data.features())).containsExactly(2, 5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a;y\n1;2\n",
        "a\ty\n1\t2\n",
        "a,y\r\n1,2\r\n",
        "\uFEFFa,y\n1,2",
        " a , y \n 1 , 2 \n",
        "a,y\n\n1,2\n\n",
        "\"a\",\"y\"\n\"1\",\"2\"\n"
      })
  void separatorsLineEndsByteOrderMarkSpaceAndQuotesDoNotMatter(String text) throws IOException {
    Dataset data = CsvReader.read(csv(text), List.of("y"), false);
    assertThat(data.featureNames()).containsExactly("a");
    assertThat(Floats.of(data.features())).containsExactly(1);
    assertThat(Floats.of(data.targets())).containsExactly(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\na;y\n1;2\n",
        "\n\r\n \t\n\na\ty\n1\t2\n",
        "\uFEFF\n\na;y\n\n1;2\n   \n\t\n",
        "  \na,y\n1,2\n \n",
        "\n\"a\";\"y\"\n\n1;2"
      })
  void emptyLinesBeforeAndBehindTheHeaderArePassedOver(String text) throws IOException {
    Dataset data = CsvReader.read(csv(text), List.of("y"), false);
    assertThat(data.featureNames()).containsExactly("a");
    assertThat(Floats.of(data.features())).containsExactly(1);
    assertThat(Floats.of(data.targets())).containsExactly(2);
  }

  @Test
  void separatorIsNotLookedForInQuotedNamesThatGoOverLines() throws IOException {
    Dataset data = CsvReader.read(csv("\"a,\n\"\"b\"\" c\";y\n1;2\n"), List.of("y"), false);
    assertThat(data.featureNames()).containsExactly("a,\n\"b\" c");
  }

  @Test
  void numbersAreFloat64() throws IOException {
    Dataset data =
        CsvReader.read(csv("a,y\n1772366401,0.1\n16777217,1e-60\n"), List.of("y"), false);
    assertThat(data.feature(0, 0)).isEqualTo(1772366401);
    assertThat(data.feature(1, 0)).isEqualTo(16777217);
    assertThat(data.target(0, 0)).isEqualTo(0.1);
    assertThat(data.target(1, 0)).isEqualTo(1e-60);
    assertThat(Floats.of(data.features())).containsExactly(1772366464, 16777216);
  }

  @Test
  void modelsColumnsAreFoundByNameAndOthersMayHoldAnything() throws IOException {
    Path file = csv("x,,b,x,kind,a\nq,,1,\"\n\",plum,2\n,,3,,plum,4\n");
    Dataset data = CsvReader.read(file, List.of("a", "b"), List.of("kind"), true);
    assertThat(Floats.of(data.features())).containsExactly(2, 1, 4, 3);
    assertThat(data.featureNames()).containsExactly("a", "b");
    assertThat(data.task()).isEqualTo(new Task.Classification(List.of("plum")));
    assertThat(data.placeOfTarget(1, 0)).isEqualTo(file + ", line 4, column 'kind'");
    assertThatThrownBy(() -> CsvReader.readFeatures(file, List.of("a", "x"), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file
                + ", line 1: the header names column 'x' twice, and the model needs it as a feature; rename one.");
  }

  @Test
  void aCommaInAQuotedNameDoesNotSeparate() throws IOException {
    assertThat(CsvReader.read(csv("\"a, in cm\";y\n1;2\n"), List.of("y"), false).featureNames())
        .containsExactly("a, in cm");
  }

  @Test
  void moreRowsThanTheFirstAllocationHoldsAreAllRead() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 4098; i++) {
      text.append(i).append(',').append(2 * i).append('\n');
    }
    Dataset data = CsvReader.read(csv(text.toString()), List.of("y"), false);
    assertThat(data.rows()).isEqualTo(4098);
    assertThat(data.features().get(4097)).isEqualTo(4097);
    assertThat(data.targets().get(4097)).isEqualTo(8194);
  }

  @Test
  void textLabelsBecomeClassesInAlphabeticalOrder() throws IOException {
    Dataset data =
        CsvReader.read(csv("x,kind\n1,plum\n2,apple\n3,plum\n4,fig\n"), List.of("kind"), true);
    assertThat(data.task()).isEqualTo(new Task.Classification(List.of("apple", "fig", "plum")));
    assertThat(Floats.of(data.targets())).containsExactly(2, 0, 2, 1);
  }

  @Test
  void classIndicesAreKeptAndMayBeWrittenWithAPoint() throws IOException {
    Dataset data = CsvReader.read(csv("x,kind\n1,3\n2,0\n3,1.0\n"), List.of("kind"), true);
    assertThat(data.task()).isEqualTo(new Task.Classification(4));
    assertThat(Floats.of(data.targets())).containsExactly(3, 0, 1);
  }

  /** Such as postal codes: 01 is not 1. */
  @Test
  void numbersThatAreSpelledAsCodesAreTextLabels() throws IOException {
    Dataset data = CsvReader.read(csv("x,kind\n1,01\n2,1\n3,01\n4,10\n"), List.of("kind"), true);
    assertThat(data.task()).isEqualTo(new Task.Classification(List.of("01", "1", "10")));
    assertThat(Floats.of(data.targets())).containsExactly(0, 1, 0, 2);
    for (String code : List.of("00", "+1", "1e0", "-0", "02.0", "1.")) {
      Dataset two =
          CsvReader.read(csv("x,kind\n1,0\n2,1\n3," + code + "\n"), List.of("kind"), true);
      assertThat(((Task.Classification) two.task()).classes())
          .as(code)
          .isEqualTo(code.equals("1.") ? 2 : 3);
    }
  }

  @Test
  void featuresToPredictFromAreFoundByNameAndOtherColumnsIgnored() throws IOException {
    Path file = csv("b,label,a\n1,plum,2\n3,,4\n");
    assertThat(
            Floats.of(
                CsvReader.readFeatures(file, List.of("a", "b"), List.of()).features().features()))
        .containsExactly(2, 1, 4, 3);
    assertThatThrownBy(() -> CsvReader.readFeatures(file, List.of("a", "lable"), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "'lable' is not a column of "
                + file
                + " (line 1), and the model needs it as a feature. Did you mean 'label'?");
  }

  @Test
  void missingFilesFoldersAndEmptyFilesAreNamed() throws IOException {
    Path missing = folder.resolve("nowhere.csv");
    assertThatThrownBy(() -> CsvReader.read(missing, List.of("y"), false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("There is no file " + missing);
    assertThatThrownBy(() -> CsvReader.read(folder, List.of("y"), false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(folder + " is a folder");
    Path empty = csv("");
    rejected(empty, false).hasMessageContaining(empty + " is empty");
    rejected(csv("a,y\n"), false).hasMessageContainingAll("points.csv", "no rows");
    assertThatThrownBy(() -> CsvReader.readFeatures(csv("a,y\n"), List.of("a"), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no rows");
  }

  @Test
  void anUnknownTargetIsAnsweredWithTheNearestColumn() throws IOException {
    Path file = csv("width,height,price\n1,2,3\n");
    assertThatThrownBy(() -> CsvReader.read(file, List.of("prize"), false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "'prize' is not a column of "
                + file
                + " (line 1), and the run needs it as a target column.",
            "Did you mean 'price'?",
            "width, height, price");
  }

  @Test
  void targetsMustLeaveAFeatureAndBeNamedOnce() throws IOException {
    Path file = csv("a,y\n1,2\n");
    assertThatThrownBy(() -> CsvReader.read(file, List.of("a", "y"), false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("every column is a target");
    assertThatThrownBy(() -> CsvReader.read(file, List.of("y", "y"), false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> CsvReader.read(file, List.of(), false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("No target", "a, y");
    assertThatThrownBy(() -> CsvReader.read(file, List.of("a", "y"), true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("exactly one target");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tall", "1f", "2d", "0x1p3", "1 000", "+", "1e", "1,5,2"})
  void textInANumericColumnIsNamedWithLineAndColumn(String text) throws IOException {
    rejected(csv("a,b,y\n1,2,3\n4,\"" + text + "\",6\n"), false)
        .hasMessageContainingAll("points.csv, line 3, column 'b'", "'" + text + "' is text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "nan", "-Infinity", "inf", "-1e400"})
  void numbersThatAreNotFiniteAreRejected(String number) throws IOException {
    rejected(csv("a,y\n1,3\n4," + number + "\n"), false)
        .hasMessageContainingAll("line 3, column 'y'", "'" + number + "' is not a finite");
  }

  @Test
  void emptyFieldsAreRejected() throws IOException {
    rejected(csv("a,y\n1,3\n ,4\n"), false).hasMessageContainingAll("line 3, column 'a'", "empty");
    rejected(csv("a,y\n1,p\n2,\n"), true).hasMessageContainingAll("line 3, column 'y'", "empty");
  }

  @Test
  void raggedRowsAreRejected() throws IOException {
    rejected(csv("a,b,y\n1,2,3\n4,5\n"), false)
        .hasMessageContainingAll("points.csv, line 3", "2 fields", "3 columns");
    rejected(csv("a,b,y\n1,2,3,4\n"), false)
        .hasMessageContainingAll("line 2", "4 fields", "3 columns");
  }

  @Test
  void linesAreCountedThroughQuotedLineBreaksAndEmptyLines() throws IOException {
    rejected(csv("\"a\nname\",y\n\"1\n\",2\n\n\nbad,3\n"), false)
        .hasMessageContainingAll("line 7", "'bad' is text");
    rejected(csv("\"a\r\nname\",y\r\n\"1\r\n\",2\r\nbad,3\r\n"), false)
        .hasMessageContainingAll("line 5", "'bad' is text");
  }

  @Test
  void headersNeedDistinctNames() throws IOException {
    rejected(csv("a,b,a,y\n1,2,3,4\n"), false).hasMessageContainingAll("line 1", "'a' twice");
    rejected(csv("a,,y\n1,2,3\n"), false).hasMessageContainingAll("line 1", "column 2", "no name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "65536", "1e30", "1e999"})
  void classIndicesAreSmallNonNegativeIntegers(String index) throws IOException {
    rejected(csv("x,y\n1,0\n2," + index + "\n3,1\n"), true)
        .hasMessageContainingAll("line 3, column 'y'", "'" + index + "' is not a class index");
  }

  @Test
  void firstOfSeveralWrongClassIndicesIsNamed() throws IOException {
    rejected(csv("x,y\n1,0\n2,14.23\n3,11.03\n4,-7\n"), true)
        .hasMessageContaining("points.csv, line 3, column 'y': '14.23' is not a class index");
  }

  @Test
  void classIndicesAndTextLabelsDoNotMix() throws IOException {
    rejected(csv("x,y\n1,0\n2,1\n3,1O\n"), true)
        .hasMessageContainingAll("line 4, column 'y'", "'1O' is text", "line 2", "'0'");
  }

  @Test
  void wordsThatOtherProgramsTakeForNumbersAreLabels() throws IOException {
    Path file = csv("x,y\n1,inf\n2,nan\n3,Infinity\n4,0x10\n5,\uFF11\n6,1_0\n");

    assertThat(((Task.Classification) CsvReader.read(file, List.of("y"), true).task()).classNames())
        .containsExactly("0x10", "1_0", "Infinity", "inf", "nan", "\uFF11");
  }

  @Test
  void oneClassIsNotEnough() throws IOException {
    rejected(csv("x,y\n1,plum\n2,plum\n"), true)
        .hasMessageContainingAll("column 'y'", "'plum'", "at least two");
  }

  @Test
  void textThatIsNotUtf8OrNotCsvIsRejected() throws IOException {
    Path latin = folder.resolve("latin.csv");
    for (int line : new int[] {1, 2, 7, 30_001}) {
      String text = "größe,y\n" + "1,2\n".repeat(line);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      // "größe,y" and its end are ten bytes.
      bytes[line == 1 ? 3 : 10 + 4 * (line - 2)] = (byte) 0xe9;
      Files.write(latin, bytes);
      rejected(latin, false)
          .hasMessageStartingWith(latin + ", line " + line + ": the text is not UTF-8; save");
    }
    rejected(csv("a,y\n1,2\n\"3\" 4,5\n"), false)
        .hasMessageContainingAll(
            "points.csv, line 3: the row that begins there is not well-formed CSV (Unexpected")
        .hasMessageNotContaining("record");
    rejected(csv("a,y\n\"1\n\",2\n\"3,4\n"), false)
        .hasMessageEndingWith(
            "points.csv, line 4: the row that begins there is not well-formed CSV (Unclosed quoted"
                + " field at end of input).");
  }

  @Test
  void tooManyColumnsAreCounted() throws IOException {
    Path wide = csv("a,".repeat(16_384) + "y\n");
    rejected(wide, false)
        .hasMessageMatching(
            "\\Q"
                + wide
                + "\\E, line 1( or after)?: the row that begins there has more than 16,384 columns; no more are read\\.");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> rejected(
      Path file, boolean classification) {
    return assertThatThrownBy(() -> CsvReader.read(file, List.of("y"), classification))
        .isInstanceOf(InvalidInputException.class);
  }

  private Path csv(String text) throws IOException {
    return Files.writeString(folder.resolve("points.csv"), text);
  }
}
