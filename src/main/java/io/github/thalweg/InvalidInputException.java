package io.github.thalweg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * What was asked for cannot be done here in that way, which is found before it is begun: a setting
 * or a name that cannot be right, a device or a file that is not here or cannot be used, data that
 * do not fit the model. The message is one sentence that says what is wrong, where, and what to do;
 * the command line prints it and exits with 2.
 */
public final class InvalidInputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Longer lists of right names are cut: a table may have thousands of columns. */
  private static final int LISTED = 30;

  public InvalidInputException(String sentence) {
    super(sentence);
  }

  public InvalidInputException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** The error for a file or a folder that is there and cannot be read. */
  public static InvalidInputException unreadable(Path path, IOException failure) {
    return new InvalidInputException(
        path
            + " cannot be read: "
            + FileTrouble.reason(failure)
            + (failure instanceof UnfitFileException
                ? "; give another file."
                : "; see to it that you may read it, or give another."),
        failure);
  }

  /**
   * The error for a name that is not among the known ones.
   *
   * @param what what the name should be, with its article: {@code "a recipe"}
   * @param given the name as it was written
   * @param known every right name, in the order in which the message lists them (the first thirty)
   */
  public static InvalidInputException unknown(String what, String given, Collection<String> known) {
    return unknown(what, given, known, List.of());
  }

  /**
   * As the other one, where it is known what was meant.
   *
   * @param meant any of these; if there are none, the nearest of the known ones
   */
  public static InvalidInputException unknown(
      String what, String given, Collection<String> known, List<String> meant) {
    List<String> suggested =
        meant.isEmpty() ? NearestName.of(given, known).stream().toList() : meant;
    String suggestion =
        suggested.isEmpty() ? "" : " Did you mean '" + String.join("' or '", suggested) + "'?";
    String listed = String.join(", ", known.stream().limit(LISTED).toList());
    String more = known.size() > LISTED ? " and " + (known.size() - LISTED) + " more" : "";
    return new InvalidInputException(
        "'" + given + "' is not " + what + "." + suggestion + " Known: " + listed + more + ".");
  }
}
