package io.github.thalweg.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A feature that looks like a row number or an identifier and carries no other information: a model
 * that learns it has memorized the rows.
 *
 * @param column its index
 * @param named whether its name says so; else its whole numbers rise from row to row
 */
public record Identifier(int column, boolean named) {
  /** {@code id}, {@code customer_id}, {@code PassengerId}, {@code userID}, {@code Unnamed: 0}. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?i:(.*[ _.-])?(id|ids|idx|index|uuid|guid|rowid|rownum|serial|key|no|nr)[.:]?"
              + "|(row|record|serial|sample|case)[ _.-]?(no|nr|number)?|unnamed: ?\\d+|#)"
              + "|.*[a-z](Id|ID|Idx|Index|No|Nr|Key)");

  /** Names of features that rise from row to row and are still useful. */
  private static final Pattern OF_TIME =
      Pattern.compile(
          "(?i)(.*[ _.-])?(x|t|time|timestamp|date|epoch|year|quarter|month|week|day|hour|minute|second|age|step)s?");

  /** Fewer numbers may rise by chance, or because they were made up. */
  private static final int FEWEST = 10;

  /** Fewer rows show nothing. */
  private static final int FEWEST_NAMED = 3;

  /** Whole numbers with more gaps per row than this count as measurements. */
  private static final int GAPS = 4;

  /** The largest fraction of a whole number after a scaling is undone, as a share of its size. */
  private static final double ROUNDING = 1e-9;

  /**
   * The features that look so; none if no other feature would be left.
   *
   * @param parts whose features the standardization may have scaled
   */
  public static List<Identifier> of(TrainAndTest parts, Optional<Standardization> standardization) {
    List<Identifier> found = new ArrayList<>();
    Dataset train = parts.train();
    for (int column = 0; column < train.columns(); column++) {
      String name = train.featureNames().get(column);
      Feature feature = new Feature(train, standardization, column);
      if (NAME.matcher(name).matches()) {
        if (feature.differ()) {
          found.add(new Identifier(column, true));
        }
      } else if (!OF_TIME.matcher(name).matches()
          && feature.rise(train.rows() + parts.test().map(Dataset::rows).orElse(0))) {
        found.add(new Identifier(column, false));
      }
    }
    return found.size() == train.columns() ? List.of() : found;
  }

  /** A feature as the source gave it. */
  private record Feature(Dataset data, Optional<Standardization> standardization, int column) {
    /** Whether they are whole, and most of them different. */
    boolean differ() {
      return data.rows() >= FEWEST_NAMED
          && areWhole(FEWEST_NAMED)
          && areWhole(data.rows())
          && 2 * IntStream.range(0, data.rows()).mapToDouble(this::value).distinct().count()
              > data.rows();
    }

    /**
     * Whether they are whole, and each is larger than that of the row before it in the source, with
     * few gaps.
     *
     * @param all rows of the source
     */
    boolean rise(long all) {
      if (data.rows() < FEWEST || !areWhole(FEWEST) || !areWhole(data.rows())) {
        return false;
      }
      // The place of a row in the upper half, so that sorting leaves the rows in the source's
      // order.
      long[] order =
          IntStream.range(0, data.rows())
              .mapToLong(row -> (long) data.origin().number(row) << Integer.SIZE | row)
              .sorted()
              .toArray();
      for (int i = 1; i < order.length; i++) {
        if (value((int) order[i]) <= value((int) order[i - 1])) {
          return false;
        }
      }
      return value((int) order[order.length - 1]) - value((int) order[0]) <= GAPS * all;
    }

    private boolean areWhole(int rows) {
      for (int row = 0; row < rows; row++) {
        if (!Double.isFinite(value(row))) {
          return false;
        }
      }
      return true;
    }

    /** The whole number of a row; not finite if it is none. */
    private double value(int row) {
      double value = data.feature(row, column);
      if (standardization.isPresent()) {
        value = standardization.get().original(column, value);
      }
      double whole = Math.rint(value);
      double size = Math.max(1, Math.abs(value));
      return Math.abs(value - whole) <= ROUNDING * size ? whole : Double.NaN;
    }
  }
}
