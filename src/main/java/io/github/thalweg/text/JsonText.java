package io.github.thalweg.text;

import io.github.thalweg.files.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON from files of this program, which may have been changed by hand. */
public final class JsonText {
  /** Levels of lists and objects; what this program writes has fewer than ten. */
  private static final int DEEPEST = 64;

  /** Digits of a number: as many as a float64 can hold, far from the largest one. */
  private static final int LONGEST_NUMBER = 200;

  private static final JsonFactory TOKENS =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .build();

  private static final JsonMapper JSON =
      JsonMapper.builder(TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonText() {}

  /** The error of a text that is not JSON, or exceeds a limit. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    private Malformed(JacksonException cause, String json) {
      super(reason(cause), cause);
      line = cause.getLocation() == null ? lastLine(json) : cause.getLocation().getLineNr();
    }

    /** The end of reading: a text that exceeds a limit has no other place. */
    private static int lastLine(String json) {
      JsonParser parser = TOKENS.createParser(ObjectReadContext.empty(), json);
      try (parser) {
        while (parser.nextToken() != null) {
          if (parser.currentToken().isNumeric()) {
            parser.getNumberValue();
          }
        }
      } catch (JacksonException _) {
        // Here it is.
      }
      return parser.currentLocation().getLineNr();
    }

    /** Whether the text ends too early, as one that was cut short does. */
    public boolean endsTooEarly() {
      return getCause() instanceof UnexpectedEndOfInputException;
    }

    /** From 1. */
    public int line() {
      return line;
    }

    /** The error, as a part of a sentence. */
    @Override
    public String getMessage() {
      return super.getMessage();
    }

    /** The parser's words, without those about Java. */
    private static String reason(JacksonException cause) {
      String message = cause.getOriginalMessage();
      if (message == null) {
        return "it cannot be read";
      }
      if (message.startsWith("Trailing token")) {
        return "there is more text after its end";
      }
      return message
          .lines()
          .findFirst()
          .orElse("")
          .replaceFirst(" \\((?:start marker at |for |through reference chain).*", "")
          .replaceFirst("\\[Source.*", "")
          .replaceFirst(", from `[^`]*`", "")
          .replaceFirst(": enable `JsonReadFeature\\..*", "")
          .strip();
    }
  }

  /**
   * The value of a text.
   *
   * @throws Malformed when it is none to its end, names a member twice, nests too deep or has a
   *     number of hundreds of digits
   */
  public static JsonNode parse(String json) throws Malformed {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new Malformed(e, json);
    }
  }

  /**
   * The tokens of a text in UTF-8, for readers without a tree; with the same limits, but repeated
   * members are allowed.
   */
  public static JsonParser parser(byte[] text, int from, int to) {
    return TOKENS.createParser(ObjectReadContext.empty(), text, from, to - from);
  }

  /** The object of a text; empty if it is none. */
  public static Optional<JsonNode> object(String json) {
    try {
      return Optional.of(parse(json)).filter(JsonNode::isObject);
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  /** The object in a file; empty if the file does not exist, cannot be read or holds none. */
  public static Optional<JsonNode> object(Path file) {
    try {
      return object(InputFile.text(file));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
