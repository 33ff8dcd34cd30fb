package io.github.thalweg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * A request that cannot be done as asked, found before it starts: a wrong setting or name, a device
 * or a file that is missing or cannot be used, data that do not fit the model. The message is one
 * sentence with the mistake, its place and the remedy; the command line prints it and exits with 2.
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

  /** The error for an existing file or folder that cannot be read. */
  public static InvalidInputException unreadable(Path path, IOException failure) {
    return new InvalidInputException(
        path
            + " cannot be read: "
            + FileTrouble.reason(failure)
            + (failure instanceof UnfitFileException
                ? "; give another file."
                : "; make sure that you may read it, or give another."),
        failure);
  }

  /**
   * The error for an unknown name.
   *
   * @param what the kind of the name, with its article: {@code "a recipe"}
   * @param given the name as written
   * @param known every right name, in the order for the message (the first thirty)
   */
  public static InvalidInputException unknown(String what, String given, Collection<String> known) {
    return unknown(what, given, known, List.of());
  }

  /**
   * The same with suggestions.
   *
   * @param meant the suggestions; if there are none, the nearest of the known names
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
