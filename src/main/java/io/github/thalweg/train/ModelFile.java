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
 * name, and in the file's metadata the scaling of raw rows and the names of the classes.
 */
public final class ModelFile {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String MEAN = "thalweg.standardization.mean";
  private static final String SCALE = "thalweg.standardization.scale";

  /** The type of mean and scale, in the words of safetensors. */
  private static final String TYPE = "thalweg.standardization.dtype";

  private static final String FLOAT64 = JSON.writeValueAsString("F64");

  /** As earlier versions wrote it: not in JSON like the other texts. */
  private static final String BARE_FLOAT64 = "F64";

  private static final String FEATURES = "thalweg.features";
  private static final String CLASSES = "thalweg.classes";

  private ModelFile() {}

  /** Writes θ; an existing file is replaced as a whole. */
  static void write(Path file, Model model, float[] theta, Schema schema) {
    write(file, model, theta, schema, Map.of());
  }

  /**
   * The same, with more in the file's metadata.
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
   * @throws InvalidInputException when the file is damaged or belongs to another model
   */
  public static float[] parameters(Path file, Model model) {
    String advice =
        file
            + " belongs to another run, or the run.yaml next to it was edited; put back the run's own file, or "
            + anew(file);
    Safetensors content = read(file);
    return new NamedParameters(file.toString(), advice, advice, content.tensors(), content.unread())
        .flat(model);
  }

  /** The content of a run's own file. */
  private static Safetensors read(Path file) {
    try {
      return Safetensors.read(file);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          e.getMessage() + " Put an undamaged file there, or " + anew(file), e);
    }
  }

  private static String anew(Path file) {
    return "train the model again with: thalweg train " + file.resolveSibling("run.yaml");
  }

  /**
   * The table columns, scaling and classes of a run's model; empty if there is no file yet, or if
   * another program wrote it without them.
   *
   * @throws InvalidInputException when it is damaged, or lists do not fit each other
   */
  public static Optional<Schema> schema(Path file) {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    Map<String, String> texts = read(file).metadata();
    MetadataLists lists =
        new MetadataLists(file.toString(), texts, "Put an undamaged file there, or " + anew(file));
    boolean float64 = List.of(FLOAT64, BARE_FLOAT64).contains(texts.getOrDefault(TYPE, ""));
    List<String> features = lists.names(FEATURES);
    lists.requireBeside(MEAN, SCALE, TYPE);
    lists.requireOneOf(TYPE, List.of(FLOAT64, BARE_FLOAT64));
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
