package io.github.thalweg.bench;

import static java.util.stream.Collectors.joining;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.files.InputFile;
import io.github.thalweg.files.WholeFile;
import io.github.thalweg.text.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file of a benchmark: one JSON object with a {@code manifest} and the {@code devices}, each
 * with its limits, results, failures, skipped workloads, and workloads missing because the run was
 * stopped or is not finished.
 *
 * @param path of the file, for messages
 * @param content the object
 */
public record ResultFile(Path path, JsonNode content) {
  /** The file's format; another number means other keys. */
  static final String FORMAT = "thalweg-bench-1";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** The content of the file, before it is written. */
  public static ResultFile of(Path path, Manifest manifest, List<DeviceFigures> devices) {
    ObjectNode content = JSON.createObjectNode();
    content.put("format", FORMAT);
    content.put("complete", devices.stream().allMatch(DeviceFigures::complete));
    content.set("manifest", JSON.valueToTree(manifest.toMap()));
    content.set("devices", JSON.valueToTree(devices.stream().map(DeviceFigures::toJson).toList()));
    return new ResultFile(path, content);
  }

  /**
   * Writes the file, and makes its folders if needed.
   *
   * @throws RunFailedException when that fails
   */
  public void write() {
    write(path, JSON.writeValueAsString(content) + "\n");
  }

  /** Writes any file of results. */
  static void write(Path path, String text) {
    try {
      if (path.toAbsolutePath().getParent() != null) {
        Files.createDirectories(path.toAbsolutePath().getParent());
      }
      WholeFile.write(path, text);
    } catch (IOException e) {
      throw new RunFailedException(
          path
              + " cannot be written ("
              + FileTrouble.reason(e)
              + "); name a file in a folder that you may write in.",
          e);
    }
  }

  /**
   * Reads a file that {@code thalweg bench --out} wrote.
   *
   * @throws InvalidInputException when it does not exist, is not a benchmark file, or holds wrong
   *     types
   */
  public static ResultFile read(Path path) {
    JsonNode content;
    try {
      content = JsonText.parse(InputFile.text(path));
    } catch (IOException e) {
      throw new InvalidInputException(
          "The benchmark file "
              + path
              + " cannot be read ("
              + FileTrouble.reason(e)
              + "); give a file that thalweg bench --out wrote.",
          e);
    } catch (JsonText.Malformed e) {
      throw new InvalidInputException(
          path
              + ", line "
              + e.line()
              + ", is not JSON ("
              + e.getMessage()
              + (e.endsTooEarly() ? "); was the file cut short? " : "). ")
              + "It must be one that thalweg bench --out wrote.",
          e);
    }
    String format = content.path("format").asString("");
    if (!format.equals(FORMAT)) {
      throw new InvalidInputException(
          path
              + (format.isEmpty()
                  ? " is not a benchmark file: it has no \"format\""
                  : " has the format '" + format + "'")
              + "; this version reads '"
              + FORMAT
              + "', which thalweg bench --out writes.");
    }
    ResultShape.require(path, content);
    return new ResultFile(path, content);
  }

  /** The manifest. */
  public JsonNode manifest() {
    return content.path("manifest");
  }

  /** The devices, each with its figures. */
  public List<JsonNode> devices() {
    return content.path("devices").valueStream().toList();
  }

  /** For each device with missing workloads, their names: {@code "a, b on cpu"}. */
  public List<String> missing() {
    return devices().stream()
        .filter(device -> !device.path("missing").isEmpty())
        .map(device ->
            device.path("missing").valueStream().map(JsonNode::asString).collect(joining(", "))
                + " on "
                + device.path("device").asString(""))
        .toList();
  }
}
