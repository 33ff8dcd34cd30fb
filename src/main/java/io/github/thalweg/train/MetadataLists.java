package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.text.JsonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Lists in JSON in the metadata of a model file. Each is checked: if a user has changed one by
 * hand, the message says which one and what is wrong.
 *
 * @param file that they come from, for messages
 * @param texts of its metadata, by name
 * @param remedy the end of a message
 */
record MetadataLists(String file, Map<String, String> texts, String remedy) {

  /** Names that are all different and not empty; an empty list if there are none. */
  List<String> names(String key) {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode name : list(key, JsonNode::isString, "texts").orElse(List.of())) {
      if (!seen.add(name.stringValue())) {
        throw damaged(key, "has '" + name.stringValue() + "' twice");
      }
      names.add(name.stringValue());
    }
    return List.copyOf(names);
  }

  /**
   * Finite numbers; empty if there is no such list.
   *
   * @param float64 whether they were written in float64; else in float32, as by earlier versions;
   *     their few digits give another number when they are read as float64
   */
  Optional<double[]> numbers(String key, boolean float64) {
    return list(key, JsonNode::isNumber, "numbers")
        .map(list ->
            list.stream()
                .mapToDouble(JsonNode::doubleValue)
                .map(number -> float64 ? number : (float) number)
                .toArray())
        .map(numbers -> requireFinite(key, numbers));
  }

  /**
   * Finite numbers above 0, as many as of another list.
   *
   * @throws InvalidInputException when there is no such list, too
   */
  double[] scales(String key, int count, boolean float64) {
    double[] scales = numbers(key, float64).orElseThrow(() -> damaged(key, "is missing"));
    requireCount(key, scales.length, count);
    for (double scale : scales) {
      if (!(scale > 0)) {
        throw damaged(key, "has the scale " + scale + "; each must be above 0");
      }
    }
    return scales;
  }

  /** Throws if a list is missing and other lists need it. */
  void requireBeside(String key, String... others) {
    if (!texts.containsKey(key) && Stream.of(others).anyMatch(texts::containsKey)) {
      throw damaged(key, "is missing");
    }
  }

  /** Throws if there is a text that is none of the known ones. */
  void requireOneOf(String key, List<String> known) {
    if (texts.containsKey(key) && !known.contains(texts.get(key))) {
      throw damaged(key, "is " + texts.get(key) + "; " + known.getFirst() + " was expected");
    }
  }

  /** Throws if a list differs in length from the list that it belongs to. */
  void requireCount(String key, int found, int wanted) {
    if (found != wanted) {
      throw damaged(key, "has " + found + " elements; " + wanted + " were expected");
    }
  }

  private double[] requireFinite(String key, double[] numbers) {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw damaged(key, "has the number " + number + "; each must be finite");
      }
    }
    return numbers;
  }

  private Optional<List<JsonNode>> list(String key, Predicate<JsonNode> type, String words) {
    if (!texts.containsKey(key)) {
      return Optional.empty();
    }
    JsonNode list;
    try {
      list = JsonText.parse(texts.get(key));
    } catch (JsonText.Malformed e) {
      throw damaged(key, "is not JSON (" + e.getMessage() + ")");
    }
    if (!list.isArray()) {
      throw damaged(key, "is " + list + "; a list of " + words + " was expected");
    }
    for (JsonNode element : list) {
      if (!type.test(element)) {
        throw damaged(key, "has the element " + element + "; all must be " + words);
      }
    }
    return Optional.of(list.valueStream().toList());
  }

  private InvalidInputException damaged(String key, String what) {
    return new InvalidInputException(
        file + " has damaged metadata of this program: " + key + " " + what + ". " + remedy);
  }
}
