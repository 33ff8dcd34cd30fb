package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table columns, scaling and classes of a trained model, so that a table with these columns, in
 * any order, gives the same numbers as in training. All callers that give rows to a model use it.
 *
 * @param standardization of the features, fitted on the training rows, if there was one
 * @param features names of the feature columns, in the order of the model's inputs
 * @param classes names of the classes, in the order of their indices; empty for a regression
 */
public record Schema(
    Optional<Standardization> standardization, List<String> features, List<String> classes) {
  /** More classes are not listed in a message. */
  private static final int LISTED = 30;

  public Schema {
    features = List.copyOf(features);
    classes = List.copyOf(classes);
  }

  /** The schema of training rows, scaled already or not. */
  public static Schema of(Dataset train, Optional<Standardization> standardization) {
    return new Schema(
        standardization,
        train.featureNames(),
        train.task() instanceof Task.Classification classification
            ? classification.classNames()
            : List.of());
  }

  /**
   * The same rows with only the model's features, in its order, and with its numbers for the
   * classes; not scaled yet.
   *
   * @throws InvalidInputException when a feature is missing, or a row has a class that the model
   *     was not trained on
   */
  public Dataset conform(Dataset data) {
    return numberedAsTheModel(ordered(data));
  }

  /** The features in the form for the model. */
  public Dataset scale(Dataset conforming) {
    return standardization.map(fitted -> fitted.apply(conforming)).orElse(conforming);
  }

  private Dataset ordered(Dataset data) {
    if (data.featureNames().equals(features)) {
      return data;
    }
    return data.withColumns(
        features.stream()
            .mapToInt(name -> {
              int column = data.featureNames().indexOf(name);
              if (column < 0) {
                throw InvalidInputException.unknown(
                    "a feature of the data, but the model needs it", name, data.featureNames());
              }
              return column;
            })
            .toArray());
  }

  private Dataset numberedAsTheModel(Dataset data) {
    if (classes.isEmpty()
        || !(data.task() instanceof Task.Classification own)
        || own.classNames().equals(classes)) {
      return data;
    }
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < classes.size(); i++) {
      index.put(classes.get(i), i);
    }
    int[] targets = new int[data.rows()];
    for (int row = 0; row < targets.length; row++) {
      Integer number = index.get(own.classNames().get((int) data.target(row, 0)));
      if (number == null) {
        throw new InvalidInputException(
            data.placeOfTarget(row, 0)
                + ": '"
                + data.writtenTarget(row, 0)
                + "' is not a class that the model was trained on; those are "
                + String.join(", ", classes.stream().limit(LISTED).toList())
                + (classes.size() > LISTED ? " and " + (classes.size() - LISTED) + " more" : "")
                + ". Leave such rows out, or train a new model with them.");
      }
      targets[row] = number;
    }
    return data.withTargets(Values.of(targets), new Task.Classification(classes));
  }
}
