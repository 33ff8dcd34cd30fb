package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.text.Decimal;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One block of a run file while it is read. Every getter names the key that it reads, so {@link
 * #requireNoOthers()} can find the keys that no getter read.
 */
final class Settings {
  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new LinkedHashSet<>();

  private Settings(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /** The block at a path, which is empty if it does not exist. */
  static Settings of(String path, JsonNode node) {
    if (node == null || node.isMissingNode() || node.isNull()) {
      return new Settings(path, JsonNodeFactory.instance.objectNode());
    }
    if (!node.isObject()) {
      throw new InvalidInputException(
          (path.isEmpty() ? "A run file" : path)
              + " must be a block of settings, key: value; it is "
              + node
              + (node.isString() && node.stringValue().matches("\\w+:\\S+")
                  ? ", with no space after its colon."
                  : "."));
    }
    return new Settings(path, node);
  }

  /** The full name of a key, for error messages. */
  String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Whether there is a value; a key without one, as in {@code {lr}}, does not mean the default. */
  boolean has(String key) {
    asked.add(key);
    if (node.path(key).isNull()) {
      throw new InvalidInputException(
          name(key) + " has no value; write one after its colon, or leave it out.");
    }
    return node.has(key);
  }

  /** The value of a key; a missing node if there is none. */
  JsonNode node(String key) {
    asked.add(key);
    return node.path(key);
  }

  Settings block(String key) {
    return of(name(key), node(key));
  }

  double number(String key, double otherwise) {
    double value = has(key) ? number(name(key), node.get(key)) : otherwise;
    if (!Double.isFinite(value)) {
      throw new InvalidInputException(
          name(key)
              + " must be a finite number, at most 1.8e308; it is "
              + (Double.isNaN(value) ? "NaN." : "infinite, or larger than that."));
    }
    if (node.path(key).isString() && Decimal.vanishes(node.get(key).stringValue())) {
      throw new InvalidInputException(
          name(key)
              + " is "
              + node.get(key)
              + ", which is nearer to 0 than any number of float64; give another number.");
    }
    return value;
  }

  double requiredNumber(String key, String example) {
    if (!has(key)) {
      throw new InvalidInputException(
          name(key) + " is missing; give it, for example " + key + ": " + example + ".");
    }
    return number(key, 0);
  }

  int integer(String key, int otherwise) {
    return has(key) ? integer(name(key), node.get(key)) : otherwise;
  }

  long wholeNumber(String key, long otherwise) {
    return has(key) ? wholeNumber(name(key), node.get(key)) : otherwise;
  }

  static int integer(String name, JsonNode node) {
    requireWhole(name, node);
    if (!node.canConvertToInt()) {
      throw new InvalidInputException(
          node.bigIntegerValue().signum() < 0
              ? name + " is " + node + ", which is too small."
              : name + " must be a whole number below 2³¹; it is " + node + ".");
    }
    return node.intValue();
  }

  private static void requireWhole(String name, JsonNode value) {
    if (!value.isIntegralNumber()) {
      throw new InvalidInputException(name + " must be a whole number; it is " + value + ".");
    }
  }

  private static long wholeNumber(String name, JsonNode value) {
    requireWhole(name, value);
    if (!value.canConvertToLong()) {
      throw new InvalidInputException(
          name + " must be a whole number between -2⁶³ and 2⁶³; it is " + value + ".");
    }
    return value.longValue();
  }

  boolean flag(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (!node.get(key).isBoolean()) {
      throw new InvalidInputException(
          name(key) + " must be true or false; it is " + node.get(key) + ".");
    }
    return node.get(key).booleanValue();
  }

  Optional<String> text(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    JsonNode value = node.get(key);
    if (value.isContainer()) {
      throw new InvalidInputException(
          name(key) + " must be one word or name; it is " + value + ".");
    }
    return Optional.of(value.asString());
  }

  /** A number, or a text such as {@code 1e-3}, which is not a number in YAML 1.2. */
  static double number(String name, JsonNode value) {
    if (value.isNumber()) {
      // A number of hundreds of digits is infinite here, and is refused later.
      return value.isBigInteger() ? value.bigIntegerValue().doubleValue() : value.doubleValue();
    }
    OptionalDouble written =
        value.isString() ? Decimal.parse(value.stringValue()) : OptionalDouble.empty();
    return written.orElseThrow(() ->
        new InvalidInputException(
            name
                + " must be a number; it is "
                + value
                + (value.isString() ? Decimal.comma(value.stringValue()) : Optional.<String>empty())
                    .map(comma -> ", which " + comma)
                    .orElse("")
                + "."));
  }

  /**
   * A name with or without settings: {@code mse} or {@code {huber: {delta: 2}}}.
   *
   * @param what the kind of thing, with its article
   * @param known the right names
   */
  static Choice choice(String path, JsonNode node, String what, List<String> known) {
    if (node.isObject() && node.size() != 1) {
      throw new InvalidInputException(
          path
              + " must name one thing, with its settings: {"
              + known.getFirst()
              + ": {…}}; it has the keys "
              + node.propertyNames()
              + ".");
    }
    if (!node.isObject() && !node.isString()) {
      throw new InvalidInputException(
          path + " must be " + what + " (" + String.join(", ", known) + "); it is " + node + ".");
    }
    String name = node.isObject() ? node.propertyNames().iterator().next() : node.stringValue();
    requireSpace(path, name, known);
    if (!known.contains(name)) {
      throw OtherNames.unknown(what, name, known);
    }
    return new Choice(name, node.path(name), path + "." + name);
  }

  /** Throws for a word such as {@code dense:3}, which YAML does not split. */
  static void requireSpace(String path, String word, Collection<String> known) {
    int colon = word.indexOf(':');
    if (colon >= 0 && known.contains(word.substring(0, colon))) {
      throw new InvalidInputException(
          (path.isEmpty() ? "" : path + " has ")
              + "'"
              + word
              + "'"
              + (path.isEmpty() ? " has " : ", with ")
              + "no space after its colon, so YAML reads it as one word; write "
              + word.substring(0, colon)
              + ": "
              + word.substring(colon + 1)
              + ".");
    }
  }

  /**
   * A chosen name.
   *
   * @param argument the value after it; missing if there is none
   */
  record Choice(String name, JsonNode argument, String path) {
    Settings settings() {
      return of(path, argument);
    }
  }

  /** Throws for the first key that is not one of these, before a missing key is reported. */
  Settings requireOnly(List<String> keys) {
    asked.addAll(keys);
    requireNoOthers();
    return this;
  }

  /** Throws for the first key that no getter has read. */
  void requireNoOthers() {
    for (String key : node.propertyNames()) {
      requireSpace(path, key, asked);
      if (!asked.contains(key)) {
        throw OtherNames.unknown(
            path.isEmpty() ? "a key of a run file" : "a key of " + path, key, asked);
      }
    }
  }
}
