package io.github.thalweg;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the most probable name for a misspelt word. */
final class NearestName {
  private NearestName() {}

  /** Up to this length, words with different first letters are different words. */
  private static final int SHORT = 4;

  /** A longer word is not a misspelt name, and would take long to compare. */
  private static final int LONGEST = 100;

  /**
   * The name with the smallest edit distance to {@code word}, if that is 1, or at most a third of
   * the word's length. Dashes in front do not count as letters.
   */
  static Optional<String> of(String word, Collection<String> names) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = plain(word);
    int tolerated = Math.max(1, wanted.length() / 3);
    return names.stream()
        .filter(name -> name.length() <= LONGEST)
        .filter(name -> wanted.length() > SHORT || beginAlike(wanted, plain(name)))
        .filter(name -> distance(wanted, plain(name)) <= tolerated)
        .min(Comparator.comparingInt(name -> distance(wanted, plain(name))));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceFirst("^-+", "");
  }

  private static boolean beginAlike(String a, String b) {
    return !a.isEmpty() && !b.isEmpty() && a.charAt(0) == b.charAt(0);
  }

  /**
   * Optimal string alignment distance: the fewest insertions, deletions, replacements and swaps of
   * neighbours that turn {@code a} into {@code b}.
   */
  private static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      edits[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      edits[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          edits[i][j] = Math.min(edits[i][j], 1 + edits[i - 2][j - 2]);
        }
      }
    }
    return edits[a.length()][b.length()];
  }
}
