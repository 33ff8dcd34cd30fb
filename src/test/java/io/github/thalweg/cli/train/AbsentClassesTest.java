package io.github.thalweg.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Splits that leave a class out of a part. */
class AbsentClassesTest {
  private static final String REMEDY =
      "; data.split.shuffle: true divides the rows in another way.";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a a a b b b a b | | ",
        "a a c b b b a b | The test part has no row of class 'c', so a measurement on it says nothing about that | ",
        "a a a b b b a c | The test part has no row of class 'b', so a measurement | The training part has no row of class 'c', but the test part has, so the model cannot learn it",
        "a b c d a b a a | The test part has no row of classes 'b', 'c', 'd', so a | ",
        "1 2 3 1 2 3 1 2 | No row of the data is of class '0', so these rows say nothing about it. | no row of class '3'",
      })
  void classesThatAPartHasNoRowOfAreNamedBeforeTraining(String classes, String first, String second)
      throws IOException {
    String said = train(classes, "cross_entropy", 4).err();

    if (first == null) {
      assertThat(said).doesNotContain("no row of", "No row");
    } else {
      assertThat(said.indexOf(first.strip())).isBetween(0, said.indexOf("The run is in"));
      assertThat(said).contains(REMEDY);
    }
    if (second != null) {
      assertThat(said).contains(second.strip());
    }
  }

  @Test
  void probabilitiesOfZeroAndOneAreClassesToo() throws IOException {
    assertThat(train("0 1 0 1 0 1 0 0", "bce_with_logits", 1).err())
        .contains("The test part has no row of class '1', so a measurement on it");
    assertThat(
            train(
                    "no so no so no so no no",
                    "bce_with_logits",
                    1,
                    "--set",
                    "data.task=classification")
                .err())
        .contains("The test part has no row of class 'so', so a measurement on it");
    assertThat(train("0 1 0 1 0 1 0 0.5", "bce_with_logits", 1).err()).doesNotContain("no row of");
    assertThat(train("0 1 0 1 0 1 0 0", "mse", 1).err()).doesNotContain("no row of");
  }

  @Test
  void anotherSeedIsTheRemedyWhereRowsAreDrawn() throws IOException {
    assertThat(
            train("a b b b b b b b", "cross_entropy", 2, "--set", "data.split.shuffle=true").err())
        .contains(
            "part has no row of class 'a'",
            "; another data.split.seed divides the rows in another way.");
  }

  /** The last quarter of eight rows is the test part. */
  private CommandLineRun train(String classes, String loss, int units, String... options)
      throws IOException {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (String name : classes.strip().split(" ", -1)) {
      csv.append(csv.length()).append(',').append(name).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
    Path recipe =
        Files.writeString(
            folder.resolve("rows.yaml"),
            """
            data: {source: csv, path: rows.csv, target: y, split: {test: 0.25, shuffle: false}}
            model: [{dense: %d}]
            loss: %s
            optimizer: {sgd: {lr: 1.0e-6}}
            epochs: 1
            """
                .formatted(units, loss));
    Path out = folder.resolve("run" + System.nanoTime());
    return CommandLineRun.train(recipe.toString(), out, options);
  }
}
