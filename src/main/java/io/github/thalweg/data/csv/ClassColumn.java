package io.github.thalweg.data.csv;

import io.github.thalweg.data.Task;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The class column of a CSV file while it is read. Only its end shows whether it holds class
 * indices or text labels, so the distinct texts are kept, each with its line for an error message.
 */
final class ClassColumn {
  /**
   * A distinct text of the column: its number in order of appearance and where it was first seen.
   */
  private record Label(int number, long line) {}

  /** The remedy for a column of measurements; the task follows the loss unless it is set. */
  private static final String NUMBERS =
      "to predict numbers, use loss: mse, and no data.task: classification";

  /** A class index as programs write it, also as a float. Others, such as 01, are codes. */
  private static final Pattern PLAIN_INDEX = Pattern.compile("(?:0|[1-9][0-9]*)(?:\\.0*)?");

  private final CsvTable table;
  private final int column;
  private final boolean forModel;
  private final Map<String, Label> labels = new LinkedHashMap<>();
  private final IntStream.Builder rows = IntStream.builder();

  /**
   * @param forModel whether an earlier model names the classes: then the other rows do not matter,
   *     and a number is the name of its index there
   */
  ClassColumn(CsvTable table, int column, boolean forModel) {
    this.table = table;
    this.column = column;
    this.forModel = forModel;
  }

  /** Adds the label of the table's current row. */
  void add() {
    String text = table.field(column);
    if (text.isEmpty()) {
      throw table.invalid(column, "the field is empty; a class was expected");
    }
    Label label = labels.computeIfAbsent(text, added -> new Label(labels.size(), table.line()));
    if (labels.size() > Task.Classification.MAX_CLASSES) {
      throw table.invalid(
          column,
          "there are more than "
              + Task.Classification.MAX_CLASSES
              + " different classes; "
              + NUMBERS);
    }
    rows.add(label.number());
  }

  Task.Classification task() {
    return areIndices()
        ? new Task.Classification(largestIndex() + 1)
        : new Task.Classification(sortedLabels());
  }

  /** Throws if all rows have the same class. */
  void requireSeveral() {
    if (task().classes() == 1) {
      Map.Entry<String, Label> only = labels.entrySet().iterator().next();
      throw table.invalid(
          only.getValue().line(),
          column,
          "every row has the class '"
              + only.getKey()
              + "'; at least two different classes are needed");
    }
  }

  /** The class index of every row, (N). */
  int[] indices() {
    int[] indexOfLabel = new int[labels.size()];
    if (areIndices()) {
      // In their order of appearance, so that the message names the first wrong one.
      labels.forEach((text, label) -> indexOfLabel[label.number()] = index(text, label));
    } else {
      List<String> sorted = sortedLabels();
      labels.forEach((text, label) ->
          indexOfLabel[label.number()] = Collections.binarySearch(sorted, name(text)));
    }
    int[] numbers = rows.build().toArray();
    int[] result = new int[numbers.length];
    for (int row = 0; row < result.length; row++) {
      result[row] = indexOfLabel[numbers[row]];
    }
    return result;
  }

  private boolean areIndices() {
    if (forModel) {
      return false;
    }
    List<String> numbers = labels.keySet().stream().filter(CsvTable::isNumber).toList();
    if (!numbers.isEmpty() && numbers.size() < labels.size()) {
      String text =
          labels.keySet().stream()
              .filter(label -> !CsvTable.isNumber(label))
              .findFirst()
              .orElseThrow();
      String number = numbers.getFirst();
      throw table.invalid(
          labels.get(text).line(),
          column,
          "'"
              + text
              + "' is text, but line "
              + labels.get(number).line()
              + " has the number '"
              + number
              + "'; write class indices from 0 or text labels throughout");
    }
    return !numbers.isEmpty() && !areCodes(numbers);
  }

  /** Whether they are whole numbers, and one is spelled as a code: it is a text then. */
  private static boolean areCodes(List<String> numbers) {
    return numbers.stream().allMatch(ClassColumn::isIndex)
        && !numbers.stream().allMatch(number -> PLAIN_INDEX.matcher(number).matches());
  }

  private int largestIndex() {
    int largest = 0;
    for (Map.Entry<String, Label> label : labels.entrySet()) {
      largest = Math.max(largest, index(label.getKey(), label.getValue()));
    }
    return largest;
  }

  private int index(String text, Label label) {
    if (isIndex(text)) {
      return (int) CsvTable.parse(text);
    }
    throw table.invalid(
        label.line(),
        column,
        "'"
            + text
            + "' is not a class index; an integer from 0 to "
            + (Task.Classification.MAX_CLASSES - 1)
            + " was expected; "
            + NUMBERS);
  }

  private static boolean isIndex(String text) {
    double number = CsvTable.parse(text);
    return number >= 0 && number < Task.Classification.MAX_CLASSES && number == (int) number;
  }

  /** The name of the class: 1.0 is class 1. */
  private static String name(String text) {
    return PLAIN_INDEX.matcher(text).matches() && isIndex(text)
        ? Integer.toString((int) CsvTable.parse(text))
        : text;
  }

  private List<String> sortedLabels() {
    return labels.keySet().stream().map(ClassColumn::name).distinct().sorted().toList();
  }
}
