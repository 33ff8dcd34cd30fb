package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.io.Safetensors;
import io.github.thalweg.io.StoredTensor;
import io.github.thalweg.nn.Initialization;
import io.github.thalweg.nn.Model;
import io.github.thalweg.recipe.InitMap;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.Start;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The start parameters of a run.
 *
 * @param theta θ, (P)
 * @param remarks which tensors became which parameters and which were ignored, a sentence each;
 *     none if all names match
 */
record StartWeights(float[] theta, List<String> remarks) {
  private static final String IN_A_FILE =
      "The model needs every parameter in its shape; --init-map FILE can say which tensor is which, with a line for"
          + " each: TENSOR: PARAMETER.";
  private static final String ONE_IN_A_FILE =
      "The model needs every parameter in its shape: change the tensor in the file, or the model.";
  private static final String INLINE =
      "The model needs every parameter in its shape, under its name.";

  /** More parameters than this are counted instead of named. */
  private static final int NAMED = 12;

  /**
   * @throws InvalidInputException when the values do not fit the model, or are not finite
   */
  static StartWeights of(Recipe recipe, Model model) {
    return switch (recipe.start()) {
      case Start.Random _ ->
          new StartWeights(Initialization.uniform(model, recipe.seed()), List.of());
      case Start.FromFile(Path path, Optional<InitMap> map) -> fromFile(path, map, model);
      case Start.Values(var values) -> inline(values, model);
    };
  }

  private static StartWeights fromFile(Path path, Optional<InitMap> map, Model model) {
    Safetensors file = Safetensors.read(path);
    NamedParameters values =
        new NamedParameters(
            path.toString(), IN_A_FILE, ONE_IN_A_FILE, file.tensors(), file.unread());
    Map<String, String> names =
        map.isPresent()
            ? new MappedTensors(map.get(), values).names(model)
            : TensorMatch.of(values, model.parameters());
    float[] theta = values.flat(model, names);
    List<String> remarks = new ArrayList<>(values.lists(model, names));
    if (map.isEmpty()) {
      renamed(names)
          .ifPresent(which ->
              remarks.add(
                  path
                      + " has other names than the model: "
                      + which
                      + ". If this is wrong, give the right names with --init-map FILE."));
    }
    List<String> left = new ArrayList<>(file.tensors().keySet());
    left.removeAll(names.values());
    if (!left.isEmpty() || !file.unread().isEmpty()) {
      remarks.add(
          path
              + " has tensors that the model does not have; they are ignored: "
              + values.listed(left, file.unread())
              + ".");
    }
    return new StartWeights(theta, remarks);
  }

  /** Values written by hand must all be used. */
  private static StartWeights inline(Map<String, Start.Array> written, Model model) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    written.forEach((name, array) ->
        tensors.put(
            name,
            new StoredTensor.F64(
                array.shape().stream().mapToInt(Integer::intValue).toArray(), array.elements())));
    NamedParameters values = new NamedParameters("init", INLINE, INLINE, tensors, Map.of());
    Map<String, String> names = TensorMatch.of(values, model.parameters());
    values.requireNoOthers(names, model);
    float[] theta = values.flat(model, names);
    List<String> remarks = new ArrayList<>(values.lists(model, names));
    renamed(names)
        .ifPresent(which -> remarks.add("init has other names than the model: " + which + "."));
    return new StartWeights(theta, remarks);
  }

  /** Which tensors were taken for parameters of other names, as a part of a sentence. */
  private static Optional<String> renamed(Map<String, String> names) {
    List<String> taken =
        names.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(entry.getValue()))
            .map(entry ->
                (entry.getValue().isBlank() ? "'" + entry.getValue() + "'" : entry.getValue())
                    + " becomes "
                    + entry.getKey())
            .toList();
    return taken.isEmpty()
        ? Optional.empty()
        : Optional.of(
            taken.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (taken.size() > NAMED ? " and " + (taken.size() - NAMED) + " more" : ""));
  }
}
