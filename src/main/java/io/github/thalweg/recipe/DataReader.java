package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Split;
import io.github.thalweg.files.InputFile;
import io.github.thalweg.nn.Loss;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the data block of a run file. */
final class DataReader {
  private static final List<String> SOURCES =
      List.of("csv", "inline", "line", "digits", "iris", "mnist", "fashion-mnist");
  private static final List<String> CSV = List.of("path", "target", "exclude", "task");
  private static final List<String> INLINE = List.of("features", "targets", "task");
  private static final List<String> LINE = List.of("points", "slope", "intercept", "noise", "seed");

  /** For a run that a Java program has trained on its own rows; users do not write it. */
  private static final String MEMORY = "memory";

  private static final List<String> COMMON = List.of("standardize", "shuffle", "split");
  private static final List<String> TASKS = List.of("regression", "classification");

  private DataReader() {}

  /**
   * @param loss decides between regression and classification if the block does not
   * @param folder that relative paths start from
   */
  static DataSettings read(Settings settings, Loss loss, Path folder) {
    String name = settings.text("source").orElseThrow(() -> noSource(settings));
    if (!SOURCES.contains(name) && !name.equals(MEMORY)) {
      throw InvalidInputException.unknown("a data source", name, SOURCES);
    }
    Source source =
        switch (name) {
          case "csv" -> csv(settings.requireOnly(with(CSV)), loss, folder);
          case "inline" -> {
            settings.requireOnly(with(INLINE));
            yield new Source.Inline(
                matrix(settings, "features"),
                matrix(settings, "targets"),
                classification(settings, loss));
          }
          case "line" ->
              new Source.Line(
                  settings.integer("points", 50),
                  settings.number("slope", 2),
                  settings.number("intercept", -1),
                  settings.number("noise", 0.1),
                  settings.wholeNumber("seed", 0));
          case MEMORY -> {
            settings.requireOnly(with(List.of("target")));
            yield new Source.Memory(Optional.empty(), names(settings, "target"));
          }
          default -> new Source.Named(name);
        };
    boolean shuffle = settings.flag("shuffle", true);
    DataSettings data =
        new DataSettings(
            source, settings.flag("standardize", false), shuffle, split(settings, source, shuffle));
    settings.requireNoOthers();
    return data;
  }

  private static InvalidInputException noSource(Settings settings) {
    settings.requireOnly(
        Stream.of(List.of("source"), CSV, INLINE, LINE, COMMON)
            .flatMap(List::stream)
            .distinct()
            .toList());
    return new InvalidInputException(
        "data.source is missing; it is one of " + String.join(", ", SOURCES) + ".");
  }

  private static List<String> with(List<String> own) {
    return Stream.of(List.of("source"), own, COMMON).flatMap(List::stream).toList();
  }

  private static Source csv(Settings settings, Loss loss, Path folder) {
    String path =
        settings
            .text("path")
            .orElseThrow(() ->
                new InvalidInputException(
                    "data.path is missing: the CSV file, relative to the run file."));
    List<String> targets = names(settings, "target");
    if (targets.isEmpty()) {
      throw new InvalidInputException(
          "data.target is missing: the name of the column to learn, or a list of names.");
    }
    List<String> excluded = names(settings, "exclude");
    for (String name : excluded) {
      if (targets.contains(name)) {
        throw new InvalidInputException(
            "data.exclude leaves out '"
                + name
                + "', which data.target names as a column to learn; take it out of one of them.");
      }
    }
    return new Source.Csv(
        InputFile.named(folder, path), targets, excluded, classification(settings, loss));
  }

  /** A column's name, or a list of names; none if the key is missing. */
  private static List<String> names(Settings settings, String key) {
    JsonNode names = settings.node(key);
    if (names.isArray() && names.valueStream().anyMatch(JsonNode::isContainer)) {
      throw new InvalidInputException(
          settings.name(key) + " must be a column's name or a list of names; it is " + names + ".");
    }
    if (names.isArray() && names.valueStream().anyMatch(JsonNode::isNull)) {
      throw new InvalidInputException(
          settings.name(key) + " has an element without a name; it is " + names + ".");
    }
    return names.isArray()
        ? names.valueStream().map(JsonNode::asString).toList()
        : settings.text(key).stream().toList();
  }

  private static boolean classification(Settings settings, Loss loss) {
    Optional<String> task = settings.text("task");
    if (task.isPresent() && !TASKS.contains(task.get())) {
      throw InvalidInputException.unknown("a task", task.get(), TASKS);
    }
    return task.map("classification"::equals).orElse(loss.classIndices());
  }

  /** Data with its own test part, or written by hand, is not split. */
  private static Optional<Split> split(Settings settings, Source source, boolean shuffle) {
    boolean divided =
        source instanceof Source.Named(String name)
            && (name.equals("mnist") || name.equals("fashion-mnist"));
    JsonNode node = settings.node("split");
    if (divided && !node.isMissingNode()) {
      throw new InvalidInputException(
          "data.split does not apply to a data set with its own test part; leave it out.");
    }
    boolean byHand =
        source instanceof Source.Inline
            || source instanceof Source.Line
            || source instanceof Source.Memory;
    boolean none = node.isString() && node.stringValue().equals("none");
    if (divided || none || (node.isMissingNode() && byHand)) {
      return Optional.empty();
    }
    if (!node.isMissingNode() && !node.isObject()) {
      throw new InvalidInputException(
          "data.split must be none or {test: 0.2, seed: 0}; it is " + node + ".");
    }
    Settings split = settings.block("split");
    Split result =
        new Split(
            split.number("test", 0.2),
            split.wholeNumber("seed", 0),
            split.flag("shuffle", shuffle));
    split.requireNoOthers();
    return Optional.of(result);
  }

  private static double[][] matrix(Settings settings, String key) {
    JsonNode node = settings.node(key);
    if (!node.isArray() || node.isEmpty() || !node.valueStream().allMatch(JsonNode::isArray)) {
      throw new InvalidInputException(
          settings.name(key)
              + " must be a list of rows, for example [[0.8, 0.4], [0.4, 0.2]]; it is "
              + (node.isMissingNode() ? "missing" : node)
              + ".");
    }
    return node.valueStream()
        .map(row ->
            row.valueStream()
                .mapToDouble(value -> Settings.number(settings.name(key), value))
                .toArray())
        .toArray(double[][]::new);
  }
}
