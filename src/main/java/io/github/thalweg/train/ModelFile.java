package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Schema;
import io.github.thalweg.data.Standardization;
import io.github.thalweg.io.Safetensors;
import io.github.thalweg.io.StoredTensor;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * A trained model as {@code model.safetensors}: a float32 tensor for each parameter under PyTorch's
 * name, and in the file's metadata what raw rows need before they go in and what classes come out.
 */
public final class ModelFile {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String MEAN = "thalweg.standardization.mean";
  private static final String SCALE = "thalweg.standardization.scale";

  /** Of mean and scale, as safetensors calls it. */
  private static final String TYPE = "thalweg.standardization.dtype";

  private static final String FLOAT64 = JSON.writeValueAsString("F64");

  /** As earlier versions wrote it: no JSON, as the other texts are. */
  private static final String BARE_FLOAT64 = "F64";

  private static final String FEATURES = "thalweg.features";
  private static final String CLASSES = "thalweg.classes";

  private ModelFile() {}

  /** Writes θ; a file that is there is replaced whole. */
  static void write(Path file, Model model, float[] theta, Schema schema) {
    write(file, model, theta, schema, Map.of());
  }

  /**
   * As the other one, with more in the file's metadata.
   *
   * @param more texts by their keys
   */
  static void write(
      Path file, Model model, float[] theta, Schema schema, Map<String, String> more) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : model.parameters()) {
      int[] shape = parameter.shape().stream().mapToInt(Integer::intValue).toArray();
      float[] values =
          Arrays.copyOfRange(theta, parameter.offset(), parameter.offset() + parameter.size());
      tensors.put(parameter.name(), new StoredTensor.F32(shape, values));
    }
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("format", "pt");
    schema
        .standardization()
        .ifPresent(standardization -> {
          texts.put(TYPE, FLOAT64);
          texts.put(MEAN, JSON.writeValueAsString(standardization.mean()));
          texts.put(SCALE, JSON.writeValueAsString(standardization.scale()));
        });
    texts.put(FEATURES, JSON.writeValueAsString(schema.features()));
    texts.put(CLASSES, JSON.writeValueAsString(schema.classes()));
    texts.putAll(new TreeMap<>(more));
    Safetensors.write(file, tensors, texts);
  }

  /**
   * The parameters in the model file of a run as θ of the model that its settings describe.
   *
   * @throws InvalidInputException when the file is damaged or of another model
   */
  public static float[] parameters(Path file, Model model) {
    String advice =
        file
            + " is of another run, or run.yaml beside it was edited since; put back what is the run's own, or "
            + anew(file);
    Safetensors content = read(file);
    return new NamedParameters(file.toString(), advice, content.tensors(), content.unread())
        .flat(model);
  }

  /** The content of a run's own file. */
  private static Safetensors read(Path file) {
    try {
      return Safetensors.read(file);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          e.getMessage() + " Put a whole one there, or " + anew(file), e);
    }
  }

  private static String anew(Path file) {
    return "train the model anew with: thalweg train " + file.resolveSibling("run.yaml");
  }

  /**
   * What a run's model knows of tables; empty where there is no file yet, or one of another
   * program, which does not say it.
   *
   * @throws InvalidInputException when it is damaged, or lists do not fit each other
   */
  public static Optional<Schema> schema(Path file) {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    Map<String, String> texts = read(file).metadata();
    MetadataLists lists =
        new MetadataLists(file.toString(), texts, "Put a whole one there, or " + anew(file));
    boolean float64 = List.of(FLOAT64, BARE_FLOAT64).contains(texts.getOrDefault(TYPE, ""));
    List<String> features = lists.names(FEATURES);
    lists.requireBeside(MEAN, SCALE, TYPE);
    Optional<Standardization> standardization =
        lists
            .numbers(MEAN, float64)
            .map(mean -> {
              lists.requireCount(MEAN, mean.length, features.size());
              return new Standardization(mean, lists.scales(SCALE, features.size(), float64));
            });
    return features.isEmpty()
        ? Optional.empty()
        : Optional.of(new Schema(standardization, features, lists.names(CLASSES)));
  }
}
