package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.files.InputFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Which tensor of a file is which parameter of the model, as somebody has written it down.
 *
 * @param origin where it is written, for error messages: a file, or {@code init.map}
 * @param parameters for the name of each tensor that of a parameter
 */
public record InitMap(String origin, Map<String, String> parameters) {
  private static final String FORM =
      "; it takes a line for each tensor, TENSOR: PARAMETER, for example fc1.weight: 0.weight.";

  public InitMap {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Reads a file in YAML or JSON.
   *
   * @throws InvalidInputException when there is none, or something in it is wrong
   */
  public static InitMap read(Path file) {
    try {
      return of(file.toString(), YamlTree.parse(InputFile.text(file), file.toString(), ""));
    } catch (NoSuchFileException e) {
      throw new InvalidInputException("There is no file " + file.toAbsolutePath() + ".", e);
    } catch (IOException e) {
      throw InvalidInputException.unreadable(file, e);
    }
  }

  static InitMap of(String origin, JsonNode node) {
    if (!node.isObject() || node.isEmpty()) {
      throw new InvalidInputException(
          origin
              + (node.isMissingNode() || node.isNull() || (node.isEmpty() && node.isContainer())
                  ? " is empty"
                  : " holds " + node)
              + FORM);
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isString()) {
        throw new InvalidInputException(
            origin + " has " + entry.getValue() + " for " + entry.getKey() + FORM);
      }
      parameters.put(entry.getKey(), entry.getValue().stringValue());
    }
    return new InitMap(origin, parameters);
  }
}
