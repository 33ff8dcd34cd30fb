package io.github.thalweg.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Small real data sets that come with the program, in the version of scikit-learn (their terms:
 * NOTICE).
 */
public final class EmbeddedData {
  private EmbeddedData() {}

  /**
   * 1,797 handwritten digits of 8 × 8 pixels, (1797, 64), each pixel's 0 … 16 scaled to [0, 1]; ten
   * classes. The test part of E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten
   * Digits" (UCI Machine Learning Repository, 1998).
   */
  public static Dataset digits() {
    try (InputStream resource = EmbeddedData.class.getResourceAsStream("digits.csv.gz");
        InputStream text = new GZIPInputStream(resource)) {
      return read("digits", text, 0, 16, new Task.Classification(10), IdxReader.pixelNames(8, 8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * 150 irises, (150, 4): length and width of sepal and petal in cm; three species. R. A. Fisher,
   * "The Use of Multiple Measurements in Taxonomic Problems" (1936).
   */
  public static Dataset iris() {
    try (InputStream text = EmbeddedData.class.getResourceAsStream("iris.csv")) {
      return read(
          "iris",
          text,
          1,
          1,
          new Task.Classification(List.of("setosa", "versicolor", "virginica")),
          List.of("sepal_length", "sepal_width", "petal_length", "petal_width"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Rows of features divided by {@code divisor}, each followed by its class index. */
  private static Dataset read(
      String name,
      InputStream text,
      int headerLines,
      double divisor,
      Task.Classification task,
      List<String> featureNames) {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(text, StandardCharsets.US_ASCII));
    DoubleList features = new DoubleList();
    IntStream.Builder classes = IntStream.builder();
    lines
        .lines()
        .skip(headerLines)
        .map(line -> line.split(","))
        .forEach(fields -> {
          for (int column = 0; column < featureNames.size(); column++) {
            features.add(Double.parseDouble(fields[column]) / divisor);
          }
          classes.add(Integer.parseInt(fields[featureNames.size()]));
        });
    int[] targets = classes.build().toArray();
    return new Dataset(
        targets.length,
        featureNames.size(),
        Values.of(features.toArray()),
        1,
        Values.of(targets),
        task,
        featureNames,
        Origin.rows(name));
  }
}
