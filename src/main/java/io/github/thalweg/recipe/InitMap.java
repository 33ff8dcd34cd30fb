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
 * A map from the tensors of a file to the parameters of the model, written by the user.
 *
 * @param origin its source, for error messages: a file, or {@code init.map}
 * @param parameters the parameter's name for the name of each tensor
 */
public record InitMap(String origin, Map<String, String> parameters) {
  private static final String FORM =
      "; it needs a line for each tensor, TENSOR: PARAMETER, for example fc1.weight: 0.weight.";

  public InitMap {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Reads a file in YAML or JSON.
   *
   * @throws InvalidInputException when it does not exist, or holds a mistake
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
