package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.CsvReader;
import io.github.thalweg.data.DataCache;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.DownloadedData;
import io.github.thalweg.data.EmbeddedData;
import io.github.thalweg.data.InlineData;
import io.github.thalweg.data.NoisyLine;
import io.github.thalweg.data.Parts;
import io.github.thalweg.data.Standardization;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;

/** Turns the data block of a recipe into rows. */
public final class DataLoader {
  private DataLoader() {}

  /**
   * The rows of a run, divided and standardized.
   *
   * @param standardization what was subtracted and divided by, if the recipe asks for it
   */
  public record Loaded(Parts parts, Optional<Standardization> standardization) {}

  /**
   * Reads, splits and standardizes.
   *
   * @throws io.github.thalweg.InvalidInputException when the rows are not here, or not what the
   *     block says
   */
  public static Loaded load(DataSettings settings) {
    Parts parts = parts(settings);
    if (!settings.standardize()) {
      return new Loaded(parts, Optional.empty());
    }
    Standardization standardization = Standardization.fit(parts.train());
    return new Loaded(
        new Parts(standardization.apply(parts.train()), parts.test().map(standardization::apply)),
        Optional.of(standardization));
  }

  private static Parts parts(DataSettings settings) {
    return switch (settings.source()) {
      case Source.Named(String name) when name.equals("mnist") ->
          DataCache.holding(DownloadedData.MNIST).load(DownloadedData.MNIST);
      case Source.Named(String name) when name.equals("fashion-mnist") ->
          DataCache.holding(DownloadedData.FASHION_MNIST).load(DownloadedData.FASHION_MNIST);
      case Source.Named(String name) ->
          split(settings, name.equals("iris") ? EmbeddedData.iris() : EmbeddedData.digits());
      case Source.Csv csv when Files.notExists(csv.path()) ->
          throw new InvalidInputException(
              "data.path names " + csv.path().normalize() + ", and there is no such file.");
      case Source.Csv csv ->
          split(settings, CsvReader.read(csv.path(), csv.targets(), csv.classification()));
      case Source.Inline inline -> split(settings, inline(inline));
      case Source.Line line ->
          split(
              settings,
              new NoisyLine(
                      line.points(), line.slope(), line.intercept(), line.noise(), line.seed())
                  .dataset());
    };
  }

  private static Parts split(DataSettings settings, Dataset dataset) {
    return settings
        .split()
        .map(split -> split.apply(dataset))
        .orElseGet(() -> Parts.undivided(dataset));
  }

  private static Dataset inline(Source.Inline inline) {
    if (!inline.classification()) {
      return InlineData.regression(inline.features(), inline.targets());
    }
    double largest =
        Arrays.stream(inline.targets()).flatMapToDouble(Arrays::stream).max().orElse(0);
    return InlineData.classification(
        inline.features(), inline.targets(), (int) Math.max(1, largest + 1));
  }
}
