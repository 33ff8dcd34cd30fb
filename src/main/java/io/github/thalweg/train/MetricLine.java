package io.github.thalweg.train;

import io.github.thalweg.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * A whole line of {@code metrics.jsonl}, with only the parts that are read of every line: there may
 * be a million.
 *
 * @param epoch from 1
 * @param step at its end, from 1
 * @param values of {@link #KEYS}; NaN if it has none
 * @param text the line in UTF-8
 */
record MetricLine(int epoch, long step, double[] values, byte[] text) {
  /** Numbers that are read from each line, apart from its epoch and its step. */
  static final List<String> KEYS =
      List.of(
          "train_loss",
          "test_loss",
          "test_accuracy",
          "test_rmse",
          "gradient_norm",
          "seconds",
          "learning_rate");

  /** Reads a line; empty where it is damaged, or in another encoding than UTF-8. */
  static Optional<MetricLine> parse(byte[] text, int from, int to) {
    if (hasZero(text, from, to)) {
      return Optional.empty(); // A parser of JSON would take it for UTF-16.
    }
    double[] values = new double[KEYS.size()];
    Arrays.fill(values, Double.NaN);
    long epoch = 0;
    long step = 0;
    try (JsonParser parser = JsonText.parser(text, from, to)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = parser.currentName();
        JsonToken token = parser.nextToken();
        if (key.equals("epoch")) {
          epoch = whole(parser, token);
        } else if (key.equals("step")) {
          step = whole(parser, token);
        } else if (token.isNumeric() && KEYS.contains(key)) {
          values[KEYS.indexOf(key)] = parser.getDoubleValue();
        } else {
          parser.skipChildren();
        }
      }
      boolean ends = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      boolean hasAll = epoch > 0 && epoch == (int) epoch && step > 0 && !Double.isNaN(values[0]);
      return ends && hasAll
          ? Optional.of(
              new MetricLine((int) epoch, step, values, Arrays.copyOfRange(text, from, to)))
          : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static boolean hasZero(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] == 0) {
        return true;
      }
    }
    return false;
  }

  /** A number of {@link #KEYS}. */
  double value(String key) {
    return values[KEYS.indexOf(key)];
  }

  /** All members of the line; empty if one occurs twice. */
  Optional<JsonNode> json() {
    return JsonText.object(new String(text, StandardCharsets.UTF_8));
  }

  private static long whole(JsonParser parser, JsonToken token) {
    boolean fits =
        token == JsonToken.VALUE_NUMBER_INT
            && (parser.getNumberType() == JsonParser.NumberType.INT
                || parser.getNumberType() == JsonParser.NumberType.LONG);
    return fits ? parser.getLongValue() : 0;
  }
}
