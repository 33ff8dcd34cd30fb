package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Schema;
import io.github.thalweg.data.Standardization;
import io.github.thalweg.text.Numbers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Start weights that come from a trained model, on data that may be other ones: weights have a
 * meaning only for the features, the scaling and the classes that they were trained with.
 */
final class StartSchema {
  /** More names are not listed in a sentence. */
  private static final int LISTED = 6;

  /** Scalings differ by this factor, or means by a deviation, before that is said. */
  private static final double ANOTHER_SCALE = 2;

  private StartSchema() {}

  /**
   * What differs between the model in a file and the data of a run, a sentence each.
   *
   * @param own what the run's model will know of tables
   */
  static List<String> remarks(Path file, Schema own) {
    return of(file).map(trained -> remarks(file.toString(), trained, own)).orElse(List.of());
  }

  /** Other programs write other metadata, or none. */
  private static Optional<Schema> of(Path file) {
    try {
      return ModelFile.schema(file);
    } catch (InvalidInputException _) {
      return Optional.empty();
    }
  }

  private static List<String> remarks(String file, Schema trained, Schema own) {
    List<String> remarks = new ArrayList<>();
    if (!trained.features().equals(own.features())) {
      boolean reordered = Set.copyOf(trained.features()).equals(Set.copyOf(own.features()));
      remarks.add(
          differing(file, "features", trained.features(), own.features())
              + (reordered
                  ? " Its weights are taken for other features: put the columns in its order."
                  : " Its weights are taken for these features, in their order."));
    } else {
      scaling(file, trained, own).ifPresent(remarks::add);
    }
    if (!trained.classes().isEmpty()
        && !own.classes().isEmpty()
        && !trained.classes().equals(own.classes())) {
      remarks.add(
          differing(file, "classes", trained.classes(), own.classes())
              + " Its outputs are taken for these classes, in their order.");
    }
    return remarks;
  }

  private static String differing(String file, String what, List<String> its, List<String> own) {
    return file
        + " was trained with the "
        + what
        + " "
        + listed(its)
        + ", and the data have "
        + listed(own)
        + ".";
  }

  private static String listed(List<String> names) {
    return names.stream().limit(LISTED).collect(Collectors.joining(", "))
        + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
  }

  private static Optional<String> scaling(String file, Schema trained, Schema own) {
    if (trained.standardization().isEmpty() && own.standardization().isEmpty()) {
      return Optional.empty();
    }
    if (trained.standardization().isEmpty() || own.standardization().isEmpty()) {
      return Optional.of(
          file
              + " was trained on features "
              + (own.standardization().isEmpty() ? "scaled to" : "without")
              + " mean 0 and deviation 1; data.standardize says otherwise here.");
    }
    Standardization its = trained.standardization().get();
    Standardization here = own.standardization().get();
    return IntStream.range(0, own.features().size())
        .filter(column -> isAnother(its, here, column))
        .mapToObj(column ->
            String.format(
                "%s was trained on a feature '%s' of mean %s and deviation %s; it has %s and %s here, by which it is"
                    + " scaled: other values mean the same to the model than before.",
                file,
                own.features().get(column),
                Numbers.significant(its.mean()[column], 4),
                Numbers.significant(its.scale()[column], 4),
                Numbers.significant(here.mean()[column], 4),
                Numbers.significant(here.scale()[column], 4)))
        .findFirst();
  }

  private static boolean isAnother(Standardization its, Standardization here, int column) {
    double ratio = here.scale()[column] / its.scale()[column];
    return ratio > ANOTHER_SCALE
        || ratio < 1 / ANOTHER_SCALE
        || Math.abs(here.mean()[column] - its.mean()[column]) > its.scale()[column];
  }
}
