package io.github.thalweg.cli;

import static io.github.thalweg.cli.CommandLineRun.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of large numbers that differ by little: times in seconds since 1970. */
class LargeNumbersTest {
  private static final long START = 1_772_366_400;
  private static final String WARNING =
      "The 720 different values of column 'unixtime' are 7 in float32, in which the device computes; write"
          + " data.standardize: true, which scales them before that, or subtract a number from them all.";

  @TempDir private Path folder;
  private Path recipe;

  @BeforeEach
  void readings() throws IOException {
    StringBuilder csv = new StringBuilder("unixtime,level\n");
    for (int i = 0; i < 720; i++) {
      csv.append(String.format(Locale.ROOT, "%d,%.2f%n", START + i, i / 100.0));
    }
    Files.writeString(folder.resolve("sensor.csv"), csv);
    recipe =
        Files.writeString(
            folder.resolve("sensor.yaml"),
            """
            data: {source: csv, path: sensor.csv, target: level, standardize: true, split: none}
            model: [{dense: 1}]
            loss: mse
            optimizer: {sgd: {lr: 0.3}}
            batch: full
            epochs: 60
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void standardizedTheyAreLearntToTheLastDigitsAndTravelWithTheModel(String device)
      throws IOException {
    Path out = folder.resolve("run");
    CommandLineRun trained =
        CommandLineRun.of("train", recipe.toString(), "--device", device, "--out", out.toString());

    assertThat(trained.succeeded().err()).doesNotContain("float32, in which");
    assertThat(rmse(out, device)).isLessThan(1e-6);
    Path rows =
        Files.writeString(
            folder.resolve("new.csv"), "unixtime\n" + START + "\n" + (START + 63) + "\n");
    assertThat(predicted(out, rows))
        .satisfies(values -> {
          assertThat(values[0]).isCloseTo(0, within(2e-6));
          assertThat(values[1]).isCloseTo(0.63, within(2e-6));
        });
    assertThat(Files.readString(out.resolve("evaluation.json")))
        .contains("\"x\":[1.7723664E9,1.772366401E9,");
  }

  @Test
  void asTheyAreTheyAreWarnedOfBeforeTrainingWhereFloat32CannotHoldThem() {
    String[] raw = {"--set", "data.standardize=false", "--epochs", "2", "--quiet"};
    String still = "--set=optimizer.sgd.lr=1e-30";
    String several = "--set=optimizer.sgd.lr=[1e-30,1e-31]";

    assertThat(train(recipe.toString(), folder.resolve("cpu"), with(raw, still)).err())
        .isEqualTo(WARNING + "\n");
    assertThat(
            CommandLineRun.of(
                    with(
                        raw,
                        "train",
                        recipe.toString(),
                        still,
                        "--device=reference",
                        "--out=" + folder.resolve("reference")))
                .succeeded()
                .err())
        .doesNotContain("float32");
    assertThat(train(recipe.toString(), folder.resolve("all"), with(raw, several)).err())
        .containsOnlyOnce(WARNING);
  }

  @Test
  void largeTargetsAreWarnedOf() throws IOException {
    Path turned =
        Files.writeString(
            folder.resolve("turned.yaml"),
            Files.readString(recipe).replace("target: level", "target: unixtime"));

    assertThat(train(turned.toString(), folder.resolve("run"), "--quiet").err())
        .contains(
            "The 720 different values of target 'unixtime' are 7 in float32, in which the device computes; subtract a"
                + " number from them all, and add it to what is predicted.");
  }

  @Test
  void scalingOfAnEarlierVersionIsReadAsTheFloat32ThatItWas() throws IOException {
    Path out = folder.resolve("run");
    train(recipe.toString(), out);
    Path model = out.resolve("model.safetensors");
    double level = predicted(out, folder.resolve("sensor.csv"))[700];
    String header = Files.readString(model, StandardCharsets.ISO_8859_1);
    // Of the same length: float32 writes the mean, 1772366720 there, with eight digits.
    String old =
        header
            .replace("thalweg.standardization.dtype", "another.standardization.dtype")
            .replace("[1.7723667595E9]", "[1.77236672E9  ]");
    assertThat(old).hasSameSizeAs(header).isNotEqualTo(header);
    Files.writeString(model, old, StandardCharsets.ISO_8859_1);

    // The mean is 39.5 s less than it was, and so the level is 0.395 more.
    assertThat(predicted(out, folder.resolve("sensor.csv"))[700])
        .isCloseTo(level + 0.395, within(1e-3));
  }

  private static String[] with(String[] options, String... more) {
    return Stream.of(more, options).flatMap(Stream::of).toArray(String[]::new);
  }

  private static double rmse(Path out, String device) {
    return CommandLineRun.of("evaluate", out.toString(), "--device", device, "--json")
        .succeeded()
        .json()
        .getFirst()
        .get("rmse")
        .doubleValue();
  }

  private static double[] predicted(Path out, Path rows) {
    return CommandLineRun.of(
            "predict", out.toString(), "--input", rows.toString(), "--device", "cpu")
        .succeeded()
        .out()
        .lines()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(',') + 1)))
        .toArray();
  }
}
