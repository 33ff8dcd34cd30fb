package io.github.thalweg.data.csv;

import io.github.thalweg.data.DoubleList;
import io.github.thalweg.data.Task;
import io.github.thalweg.data.Values;

/** Collects the targets of a CSV file's rows while they are read one after the other. */
sealed interface CsvTargets {
  /** Adds the targets of the table's current row. */
  void add();

  /** Targets in a row, K. */
  int columns();

  /**
   * The targets of all added rows, (N, K).
   *
   * @param rows N
   */
  Values values(int rows);

  /** Their meaning. */
  Task task();

  /** Columns of numbers to predict. */
  record OfNumbers(CsvTable table, int[] indices, DoubleList numbers) implements CsvTargets {
    private static final String NAMED_CLASSES = "; classes with names take loss: cross_entropy";

    OfNumbers(CsvTable table, int[] indices) {
      this(table, indices, new DoubleList());
    }

    @Override
    public void add() {
      for (int column : indices) {
        // Text after numbers is a mistake; the first row shows the kind of the column.
        numbers.add(table.number(column, numbers.size() == 0 ? NAMED_CLASSES : ""));
      }
    }

    @Override
    public int columns() {
      return indices.length;
    }

    @Override
    public Values values(int rows) {
      return Values.of(numbers.toArray());
    }

    @Override
    public Task task() {
      return new Task.Regression();
    }
  }

  /** A column of classes. */
  record OfClasses(ClassColumn column) implements CsvTargets {
    @Override
    public void add() {
      column.add();
    }

    @Override
    public int columns() {
      return 1;
    }

    @Override
    public Values values(int rows) {
      return Values.of(column.indices());
    }

    @Override
    public Task task() {
      return column.task();
    }
  }

  /**
   * No targets, for rows to predict from.
   *
   * @param instead the work for each row
   */
  record None(Runnable instead) implements CsvTargets {
    @Override
    public int columns() {
      return 0;
    }

    @Override
    public void add() {
      instead.run();
    }

    @Override
    public Values values(int rows) {
      return Values.of(new float[0]);
    }

    @Override
    public Task task() {
      return new Task.Regression();
    }
  }
}
