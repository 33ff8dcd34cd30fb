package io.github.thalweg;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelt word most likely stands for. */
final class NearestName {
  private NearestName() {}

  /**
   * The name with the smallest edit distance to {@code word}, if that is at most a third of the
   * word's length, or two.
   */
  static Optional<String> of(String word, Collection<String> names) {
    String wanted = word.toLowerCase(Locale.ROOT);
    int tolerated = Math.max(2, wanted.length() / 3);
    return names.stream()
        .filter(name -> distance(wanted, name.toLowerCase(Locale.ROOT)) <= tolerated)
        .min(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))));
  }

  /**
   * Levenshtein distance: the fewest insertions, deletions and replacements that turn {@code a}
   * into {@code b}.
   */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
