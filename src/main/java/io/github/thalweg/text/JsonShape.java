package io.github.thalweg.text;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The required types of a JSON value and its members; other members are allowed. A file that was
 * changed by hand may have any types.
 */
@FunctionalInterface
public interface JsonShape {
  /** A text. */
  JsonShape TEXT = JsonNode::isString;

  /** True or false. */
  JsonShape FLAG = JsonNode::isBoolean;

  /** A whole number of a long's range. */
  JsonShape WHOLE = value -> value.isIntegralNumber() && value.canConvertToLong();

  /** A whole number from 0 on. */
  JsonShape COUNT = value -> WHOLE.fits(value) && value.longValue() >= 0;

  /** A float64, those among them that are no numbers of JSON and are written as texts. */
  JsonShape NUMBER =
      value ->
          value.isNumber()
              || (value.isString()
                  && Set.of("NaN", "Infinity", "-Infinity").contains(value.stringValue()));

  /** A moment, such as {@code 2026-01-31T12:00:00Z}. */
  JsonShape INSTANT = value -> value.isString() && isInstant(value.stringValue());

  /** An object with any members. */
  JsonShape OBJECT = JsonNode::isObject;

  /** Whether a value has it; a missing one never does. */
  boolean fits(JsonNode value);

  /** One of some texts. */
  static JsonShape oneOf(List<String> texts) {
    Set<String> known = Set.copyOf(texts);
    return value -> value.isString() && known.contains(value.stringValue());
  }

  /** A list all of whose elements have a shape. */
  static JsonShape list(JsonShape element) {
    return value -> value.isArray() && value.valueStream().allMatch(element::fits);
  }

  /** An object all of whose members have a shape, with any names. */
  static JsonShape table(JsonShape member) {
    return value -> value.isObject() && value.valueStream().allMatch(member::fits);
  }

  /**
   * An object.
   *
   * @param needed members that must be there
   * @param optional members that may be missing
   */
  static JsonShape object(Map<String, JsonShape> needed, Map<String, JsonShape> optional) {
    List<Map.Entry<String, JsonShape>> must = List.copyOf(needed.entrySet());
    List<Map.Entry<String, JsonShape>> may = List.copyOf(optional.entrySet());
    return value ->
        value.isObject()
            && must.stream().allMatch(member -> member.getValue().fits(value.path(member.getKey())))
            && may.stream()
                .filter(member -> value.has(member.getKey()))
                .allMatch(member -> member.getValue().fits(value.get(member.getKey())));
  }

  /** This shape, or null. */
  default JsonShape orNull() {
    return value -> value.isNull() || fits(value);
  }

  /** This shape and something else that holds for it. */
  default JsonShape and(JsonShape other) {
    return value -> fits(value) && other.fits(value);
  }

  private static boolean isInstant(String text) {
    try {
      Instant.parse(text);
      return true;
    } catch (DateTimeParseException _) {
      return false;
    }
  }
}
