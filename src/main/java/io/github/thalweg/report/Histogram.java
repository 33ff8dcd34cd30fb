package io.github.thalweg.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts of values in each of {@value #BINS} bins of equal width.
 *
 * @param low start of the first bin
 * @param high end of the last bin
 */
record Histogram(double low, double high, int[] counts) {
  static final int BINS = 41;

  /** An array and the part of it to use. */
  record Slice(float[] values, int offset, int size) {
    float[] toArray() {
      return Arrays.copyOfRange(values, offset, offset + size);
    }

    private double least() {
      double least = Double.POSITIVE_INFINITY;
      for (int i = offset; i < offset + size; i++) {
        least = Math.min(least, values[i]);
      }
      return least;
    }

    private double greatest() {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int i = offset; i < offset + size; i++) {
        greatest = Math.max(greatest, values[i]);
      }
      return greatest;
    }
  }

  static Histogram of(Slice slice) {
    return of(slice, slice.least(), slice.greatest());
  }

  /** Two histograms over the same bins, from the least to the greatest value of both. */
  static Histogram[] ofBoth(Slice one, Slice other) {
    double low = Math.min(one.least(), other.least());
    double high = Math.max(one.greatest(), other.greatest());
    return new Histogram[] {of(one, low, high), of(other, low, high)};
  }

  private static Histogram of(Slice slice, double least, double greatest) {
    double room = least == greatest ? Math.max(1e-9, Math.abs(least) * 0.1) : 0;
    double low = least - room;
    double high = greatest + room;
    int[] counts = new int[BINS];
    for (int i = slice.offset; i < slice.offset + slice.size; i++) {
      int bin = (int) ((slice.values[i] - low) / (high - low) * BINS);
      counts[Math.clamp(bin, 0, BINS - 1)]++;
    }
    return new Histogram(low, high, counts);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("low", low);
    map.put("high", high);
    map.put("counts", counts);
    return map;
  }
}
