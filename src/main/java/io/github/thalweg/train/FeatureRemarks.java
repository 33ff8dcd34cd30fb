package io.github.thalweg.train;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.FeatureSizes;
import io.github.thalweg.data.Identifier;
import io.github.thalweg.recipe.Source;
import io.github.thalweg.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Sentences about features that a model can hardly learn from, or should not. */
final class FeatureRemarks {
  /**
   * A feature that is this many times larger than the variation of another feature, or than its
   * own, hides it.
   */
  private static final double FAR = 100;

  /** Features of this size are too large for the start weights, which suit numbers near 1. */
  private static final double LARGE = 1000;

  /** More columns are not named in a sentence. */
  private static final int LISTED = 5;

  /** A name that needs no quotation marks in a run file. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][\\w ]*\\w|[A-Za-z_]");

  /** Words that some version of YAML does not read as text. */
  private static final Pattern NO_TEXT = Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null");

  private FeatureRemarks() {}

  /** About features that are too large compared with others, or with their own variation. */
  static Optional<String> ofSizes(PreparedRun run) {
    if (run.standardization().isPresent()) {
      return Optional.empty();
    }
    List<FeatureSizes> sizes = FeatureSizes.of(run.data().train());
    Optional<FeatureSizes> largest =
        sizes.stream().max(Comparator.comparingDouble(FeatureSizes::size));
    Optional<FeatureSizes> least =
        sizes.stream()
            .filter(FeatureSizes::varied)
            .min(Comparator.comparingDouble(FeatureSizes::deviation));
    if (least.isPresent() && largest.get().size() > FAR * least.get().deviation()) {
      return Optional.of(
          (largest.get().column() == least.get().column()
                  ? farFromZero(run, least.get())
                  : differentInSize(run, largest.get(), least.get()))
              + REMEDY);
    }
    return largest
        .filter(feature -> feature.size() > LARGE)
        .map(feature ->
            "Column "
                + name(run, feature.column())
                + " is large, "
                + figure(feature.size())
                + " in the root mean square, and the start weights suit numbers near 1, so the first steps may be far"
                + " too long."
                + REMEDY);
  }

  private static final String REMEDY =
      " Write data.standardize: true, or add --set data.standardize=true, which brings all columns to mean 0 and"
          + " deviation 1.";

  private static String farFromZero(PreparedRun run, FeatureSizes feature) {
    return "Column "
        + name(run, feature.column())
        + " is far from 0 compared with its variation: its mean is "
        + figure(feature.mean())
        + ", its deviation "
        + figure(feature.deviation())
        + "; training learns little from it without scaling.";
  }

  private static String differentInSize(PreparedRun run, FeatureSizes large, FeatureSizes small) {
    return "The columns are of very different scale: "
        + name(run, large.column())
        + " is about "
        + figure(large.size())
        + ", and "
        + name(run, small.column())
        + " differs by about "
        + figure(small.deviation())
        + "; training learns little from the small ones without scaling.";
  }

  /** About features that look like row numbers. */
  static Optional<String> ofIdentifiers(PreparedRun run) {
    List<Identifier> found = Identifier.of(run.data(), run.standardization());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> columns = found.stream().map(Identifier::column).toList();
    List<String> names = columns.stream().map(column -> name(run, column)).toList();
    boolean one = names.size() == 1;
    return Optional.of(
        columns(names)
            + (one ? " looks like a row number" : " look like row numbers")
            + (found.stream().allMatch(Identifier::named)
                ? ""
                : " (whole numbers that rise from row to row)")
            + ", but the model learns from "
            + (one ? "it" : "them")
            + " like from any other"
            + remedy(run, columns));
  }

  /**
   * About features that scaling has made 0 in every row, because the column holds a single value.
   */
  static Optional<String> ofConstants(PreparedRun run) {
    Dataset train = run.data().train();
    if (run.standardization().isEmpty() || !(run.recipe().data().source() instanceof Source.Csv)) {
      return Optional.empty();
    }
    List<Integer> constant =
        IntStream.range(0, train.columns())
            .filter(column ->
                IntStream.range(0, train.rows()).allMatch(row -> train.feature(row, column) == 0))
            .boxed()
            .toList();
    if (constant.isEmpty() || constant.size() == train.columns()) {
      return Optional.empty();
    }
    List<String> names = constant.stream().map(column -> name(run, column)).toList();
    return Optional.of(
        columns(names)
            + (names.size() == 1 ? " holds" : " hold")
            + " one value in all training rows, so the model learns nothing from "
            + (names.size() == 1 ? "it" : "them")
            + remedy(run, constant));
  }

  /** Names of columns at the beginning of a sentence. */
  private static String columns(List<String> names) {
    return (names.size() == 1 ? "Column " : "Columns ")
        + names.stream().limit(LISTED).collect(Collectors.joining(", "))
        + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
  }

  /** How to leave them out, if the columns come from a file. */
  private static String remedy(PreparedRun run, List<Integer> found) {
    if (!(run.recipe().data().source() instanceof Source.Csv csv)) {
      return ".";
    }
    List<String> left = new ArrayList<>(csv.excluded());
    found.stream().map(run.data().train().featureNames()::get).forEach(left::add);
    String list =
        left.stream().map(FeatureRemarks::written).collect(Collectors.joining(", ", "[", "]"));
    return ". To leave "
        + (found.size() == 1 ? "it" : "them")
        + " out, write data.exclude: "
        + list
        + ", or add --set 'data.exclude="
        + list
        + "'.";
  }

  private static String name(PreparedRun run, int column) {
    return "'" + run.data().train().featureNames().get(column) + "'";
  }

  /** A name in the spelling of a list in a run file. */
  private static String written(String name) {
    return PLAIN.matcher(name).matches() && !NO_TEXT.matcher(name).matches()
        ? name
        : JsonMapper.shared().writeValueAsString(name);
  }

  private static String figure(double value) {
    return Numbers.significant(value, 3);
  }
}
