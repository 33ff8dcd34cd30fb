package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** A sentence about a mistake in a YAML text: what, where, and the probable cause. */
final class YamlProblem {
  private YamlProblem() {}

  /**
   * The message for a text that the parser refuses.
   *
   * @param origin of the text, for the message
   */
  static InvalidInputException of(YamlEngineException failure, String yaml, String origin) {
    if (failure instanceof MarkedYamlEngineException marked
        && marked.getProblemMark().isPresent()) {
      Mark mark = marked.getProblemMark().get();
      return at(
          origin + " is not valid YAML: ",
          marked.getProblemMark(),
          firstLine(marked.getProblem())
              + missingSpace(yaml, mark.getLine())
              + marked
                  .getContextMark()
                  .map(begin -> within(marked.getContext(), begin))
                  .orElse(""));
    }
    if (failure instanceof YamlVersionException other) {
      return new InvalidInputException(
          origin
              + " says in its %%YAML line that it is YAML %d.%d; YAML 1.2 is read. Leave that line out."
                  .formatted(other.getSpecVersion().getMajor(), other.getSpecVersion().getMinor()),
          failure);
    }
    if (failure instanceof ReaderException reader) {
      return new InvalidInputException(
          origin
              + " is not valid YAML: it has the character U+%04X, which is not allowed in a text."
                  .formatted(reader.getCodePoint()),
          failure);
    }
    return new InvalidInputException(
        origin + " is not valid YAML: " + firstLine(failure.getMessage()) + ".", failure);
  }

  /**
   * The message for a mistake at a place.
   *
   * @param beginning of the sentence, up to the place
   */
  static InvalidInputException at(String beginning, Optional<Mark> mark, String what) {
    String where =
        mark.map(m -> "line " + (m.getLine() + 1) + ", column " + (m.getColumn() + 1) + ": ")
            .orElse("");
    return new InvalidInputException(beginning + where + what + ".");
  }

  /** The place of a repeated key. */
  static String places(Mark first, Mark second) {
    return first.getLine() == second.getLine()
        ? "in line "
            + (first.getLine() + 1)
            + ", columns "
            + (first.getColumn() + 1)
            + " and "
            + (second.getColumn() + 1)
        : "in lines " + (first.getLine() + 1) + " and " + (second.getLine() + 1);
  }

  /**
   * What may be missing in the line before the one that the parser refuses.
   *
   * @param lines before that one
   */
  private static String missingSpace(String text, int lines) {
    return text.lines()
        .limit(lines)
        .reduce((_, line) -> line)
        .filter(line -> line.matches("\\s*\\w+:\\S+\\s*"))
        .map(line ->
            ", after line " + lines + ", " + line.strip() + ", with no space after its colon")
        .orElse("");
  }

  /** The open bracket or quotation, if the parser names it. */
  private static String within(String context, Mark begin) {
    String what =
        context.endsWith("quoted scalar")
            ? "quotation mark"
            : context.endsWith("flow sequence") ? "[" : context.endsWith("flow mapping") ? "{" : "";
    return what.isEmpty()
        ? ""
        : ", after the "
            + what
            + " in line "
            + (begin.getLine() + 1)
            + ", column "
            + (begin.getColumn() + 1)
            + ", which is not closed";
  }

  private static String firstLine(String message) {
    return message == null ? "" : message.lines().findFirst().orElse("").strip();
  }
}
