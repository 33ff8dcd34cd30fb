package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The meaning of a data set's targets. */
public sealed interface Task {
  /** Targets are numbers to predict. */
  record Regression() implements Task {}

  /**
   * The one target column holds class indices 0 … {@code classes} − 1.
   *
   * @param classes number of classes, 1 … {@link #MAX_CLASSES}
   * @param classNames the name of each class, in the order of the indices
   */
  record Classification(int classes, List<String> classNames) implements Task {
    /**
     * More classes than this count as a mistake: identifiers or measurements in the class column.
     */
    public static final int MAX_CLASSES = 65_536;

    public Classification {
      if (classes < 1 || classes > MAX_CLASSES) {
        throw new InvalidInputException(
            "A classification has 1 to " + MAX_CLASSES + " classes, not " + classes + ".");
      }
      classNames = List.copyOf(classNames);
      if (classNames.size() != classes) {
        throw new InvalidInputException(
            "A classification into "
                + classes
                + " classes cannot have "
                + classNames.size()
                + " class names.");
      }
    }

    /** Classes with names. */
    public Classification(List<String> classNames) {
      this(classNames.size(), classNames);
    }

    /**
     * The names of a model's outputs, one for each: outputs beyond the classes have their indices
     * as names, like classes of numbers.
     */
    public static List<String> names(List<String> classes, int outputs) {
      return Stream.concat(
              classes.stream(),
              IntStream.range(classes.size(), outputs).mapToObj(Integer::toString))
          .toList();
    }

    /** Classes named by their indices. */
    public Classification(int classes) {
      this(
          classes,
          IntStream.range(0, Math.min(classes, MAX_CLASSES)).mapToObj(Integer::toString).toList());
    }
  }
}
