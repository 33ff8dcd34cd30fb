package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.EmbeddedData;
import io.github.thalweg.data.InlineData;
import io.github.thalweg.data.NoisyLine;
import io.github.thalweg.data.Schema;
import io.github.thalweg.data.Standardization;
import io.github.thalweg.data.TrainAndTest;
import io.github.thalweg.data.csv.CsvReader;
import io.github.thalweg.data.download.DataCache;
import io.github.thalweg.data.download.DownloadedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Turns the data block of a recipe into rows. */
public final class DataLoader {
  private DataLoader() {}

  /**
   * The rows of a run, divided and standardized.
   *
   * @param standardization the scaling of the features, if there is one
   */
  public record Loaded(TrainAndTest parts, Optional<Standardization> standardization) {}

  /**
   * Reads, splits and standardizes for a new run.
   *
   * @throws io.github.thalweg.InvalidInputException when the rows are missing, or do not match the
   *     block
   */
  public static Loaded load(DataSettings settings) {
    TrainAndTest parts = parts(settings, Optional.empty());
    Optional<Standardization> standardization =
        settings.standardize() ? Optional.of(Standardization.fit(parts.train())) : Optional.empty();
    return scaled(parts, Schema.of(parts.train(), standardization));
  }

  /**
   * Reads and splits for a model that was trained before, and turns the values into numbers in the
   * same way as the model.
   *
   * @param trained the model's names of features, scaling, and names of classes
   * @throws io.github.thalweg.InvalidInputException as {@link #load}, and when a feature is missing
   *     or a class is new
   */
  public static Loaded load(DataSettings settings, Schema trained) {
    return scaled(parts(settings, Optional.of(trained)), trained);
  }

  private static Loaded scaled(TrainAndTest parts, Schema schema) {
    return new Loaded(parts.map(schema::scale).compact(), schema.standardization());
  }

  private static TrainAndTest parts(DataSettings settings, Optional<Schema> trained) {
    UnaryOperator<Dataset> conform =
        data -> trained.map(schema -> schema.conform(data)).orElse(data);
    return switch (settings.source()) {
      case Source.Named(String name) when name.equals("mnist") ->
          DataCache.holding(DownloadedData.MNIST).load(DownloadedData.MNIST).map(conform);
      case Source.Named(String name) when name.equals("fashion-mnist") ->
          DataCache.holding(DownloadedData.FASHION_MNIST)
              .load(DownloadedData.FASHION_MNIST)
              .map(conform);
      case Source other -> split(settings, conform.apply(undivided(other, trained)));
    };
  }

  private static Dataset undivided(Source source, Optional<Schema> trained) {
    return switch (source) {
      case Source.Named(String name) ->
          name.equals("iris") ? EmbeddedData.iris() : EmbeddedData.digits();
      case Source.Csv csv when Files.notExists(csv.path()) ->
          throw new InvalidInputException(
              "data.path names " + csv.path().normalize() + ", but there is no such file.");
      case Source.Csv(
              Path path,
              List<String> targets,
              List<String> excluded,
              boolean classification) ->
          trained
              .map(schema -> CsvReader.read(path, schema.features(), targets, classification))
              .orElseGet(() -> CsvReader.readAllBut(excluded, path, targets, classification));
      case Source.Inline inline -> inline(inline);
      case Source.Memory(Optional<Dataset> rows, _) ->
          rows.map(Dataset::copy)
              .orElseThrow(() ->
                  new InvalidInputException(
                      "The Java program that trained this model gave the rows, and they are not saved (data.source"
                          + " is memory). Apply the model to a table with thalweg predict, or name a file of rows"
                          + " with data.source=csv and data.path."));
      case Source.Line line ->
          new NoisyLine(line.points(), line.slope(), line.intercept(), line.noise(), line.seed())
              .dataset();
    };
  }

  private static TrainAndTest split(DataSettings settings, Dataset dataset) {
    return settings
        .split()
        .map(split -> split.apply(dataset))
        .orElseGet(() -> TrainAndTest.undivided(dataset));
  }

  private static Dataset inline(Source.Inline inline) {
    if (!inline.classification()) {
      return InlineData.regression(inline.features(), inline.targets());
    }
    return InlineData.classification(inline.features(), inline.targets());
  }
}
