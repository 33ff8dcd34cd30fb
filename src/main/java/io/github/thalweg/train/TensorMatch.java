package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.io.StoredTensor;
import io.github.thalweg.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the tensor for each parameter of a model: by its own name; by that name after a prefix,
 * such as {@code module.}; else by shape. Tensors of one shape are ordered by the numbers in their
 * names, and a bias is found by the name of its weight. An ambiguous match is refused.
 */
final class TensorMatch {
  /** The word for a bias in names where the weight has another word. */
  private static final Set<String> BIAS =
      Set.of("bias", "biases", "b", "intercept", "intercepts", "offset");

  private final NamedParameters values;
  private final List<Parameter> parameters;
  private final Map<String, String> found = new LinkedHashMap<>();

  private TensorMatch(NamedParameters values, List<Parameter> parameters) {
    this.values = values;
    this.parameters = parameters;
  }

  /**
   * The name of the tensor for each parameter.
   *
   * @throws InvalidInputException when a parameter has no tensor, or several possible ones
   */
  static Map<String, String> of(NamedParameters values, List<Parameter> parameters) {
    TensorMatch match = new TensorMatch(values, parameters);
    return match.behind("").or(match::behindAPrefix).orElseGet(match::byShape);
  }

  private Optional<Map<String, String>> behind(String prefix) {
    Map<String, String> names = new LinkedHashMap<>();
    parameters.forEach(parameter -> names.put(parameter.name(), prefix + parameter.name()));
    return values.tensors().keySet().containsAll(names.values())
        ? Optional.of(names)
        : Optional.empty();
  }

  private Optional<Map<String, String>> behindAPrefix() {
    String first = parameters.getFirst().name();
    List<Map<String, String>> all =
        values.tensors().keySet().stream()
            .filter(name -> name.matches(".*[./:]\\Q" + first + "\\E"))
            .map(name -> name.substring(0, name.length() - first.length()))
            .flatMap(prefix -> behind(prefix).stream())
            .toList();
    List<Map<String, String>> fitting = all.stream().filter(this::fits).toList();
    if (fitting.size() > 1) {
      throw ambiguous(
          parameters.getFirst(), fitting.stream().map(names -> names.get(first)).toList());
    }
    return fitting.isEmpty() && all.size() == 1
        ? Optional.of(all.getFirst())
        : fitting.stream().findFirst();
  }

  private boolean fits(Map<String, String> names) {
    return parameters.stream()
        .allMatch(parameter -> hasShape(names.get(parameter.name()), parameter.shape()));
  }

  private boolean hasShape(String name, List<Integer> shape) {
    return NamedParameters.shape(values.tensors().get(name)).equals(shape);
  }

  private Map<String, String> byShape() {
    parameters.stream()
        .filter(values::isOfAnotherType)
        .findFirst()
        .ifPresent(parameter -> {
          throw values.missing(parameter);
        });
    List<Parameter> weights = parameters.stream().filter(TensorMatch::isWeight).toList();
    boolean ordered = assign(weights, Set.of());
    if (ordered) {
      requireOrder(weights);
    }
    requireNoTransposition(weights);
    List<Parameter> biases = parameters.stream().filter(parameter -> !isWeight(parameter)).toList();
    biases.forEach(this::findBesideItsWeight);
    List<Parameter> others =
        biases.stream().filter(bias -> !found.containsKey(bias.name())).toList();
    if (!others.isEmpty() && others.size() < biases.size()) {
      throw values.missing(others.getFirst()); // If some are named after their weights, all are.
    }
    assign(others, besideOtherWeights());
    Map<String, String> inTheirOrder = new LinkedHashMap<>();
    parameters.forEach(
        parameter -> inTheirOrder.put(parameter.name(), found.get(parameter.name())));
    return inTheirOrder;
  }

  /**
   * Takes for each parameter a tensor of its shape.
   *
   * @param others names that are excluded
   * @return whether an order was needed
   */
  private boolean assign(List<Parameter> wanted, Set<String> others) {
    Map<List<Integer>, List<Parameter>> byShape = new LinkedHashMap<>();
    for (Parameter parameter : wanted) {
      byShape.computeIfAbsent(parameter.shape(), _ -> new ArrayList<>()).add(parameter);
    }
    boolean ordered = false;
    for (Map.Entry<List<Integer>, List<Parameter>> alike : byShape.entrySet()) {
      List<Parameter> slots = new ArrayList<>(alike.getValue());
      List<String> names = inOrder(alike.getKey(), others);
      if (names.size() < slots.size() || !areCounted(names)) {
        takeOwnNames(slots, names);
      }
      if (names.size() < slots.size()) {
        throw values.missing(slots.get(names.size()));
      }
      if (slots.isEmpty()) {
        continue;
      }
      if (names.size() > slots.size() || (slots.size() > 1 && !areCounted(names))) {
        throw ambiguous(slots.getFirst(), names);
      }
      ordered |= slots.size() > 1;
      for (int i = 0; i < slots.size(); i++) {
        found.put(slots.get(i).name(), names.get(i));
      }
    }
    return ordered;
  }

  private List<String> inOrder(List<Integer> shape, Set<String> others) {
    List<String> names = new ArrayList<>(values.tensors().keySet());
    names.removeIf(
        name -> !hasShape(name, shape) || found.containsValue(name) || others.contains(name));
    names.sort((a, b) -> TensorName.compareNumbers(TensorName.of(a), TensorName.of(b)));
    return names;
  }

  /** Takes what is called as its parameter is; what is left has to be found in another way. */
  private void takeOwnNames(List<Parameter> slots, List<String> names) {
    for (Parameter slot : List.copyOf(slots)) {
      if (names.remove(slot.name())) {
        found.put(slot.name(), slot.name());
        slots.remove(slot);
      }
    }
  }

  /** Whether the ordered names differ only in numbers. */
  private static boolean areCounted(List<String> names) {
    List<TensorName> all = names.stream().map(TensorName::of).toList();
    for (int i = 1; i < all.size(); i++) {
      if (!all.get(i).pattern().equals(all.getFirst().pattern())
          || TensorName.compareNumbers(all.get(i - 1), all.get(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** The order by numbers must not contradict the order by shapes. */
  private void requireOrder(List<Parameter> weights) {
    Map<String, List<String>> byPattern = new LinkedHashMap<>();
    for (Parameter weight : weights) {
      String name = found.get(weight.name());
      byPattern.computeIfAbsent(TensorName.of(name).pattern(), _ -> new ArrayList<>()).add(name);
    }
    for (List<String> names : byPattern.values()) {
      if (!areCounted(names)) {
        throw ambiguous(weights.getFirst(), names);
      }
    }
  }

  /** The shape of a square matrix does not show whether it is transposed, as in Keras. */
  private void requireNoTransposition(List<Parameter> weights) {
    boolean square =
        weights.stream()
            .allMatch(weight -> weight.shape().getFirst().equals(weight.shape().getLast()));
    for (Parameter weight : weights) {
      if (square && TensorName.of(found.get(weight.name())).has("kernel")) {
        throw new InvalidInputException(
            found.get(weight.name())
                + " in "
                + values.origin()
                + " may be [in, out], as in Keras, or [out, in], as here and in PyTorch. "
                + values.advice());
      }
    }
  }

  private void findBesideItsWeight(Parameter bias) {
    String weight = found.get(bias.name().replace("bias", "weight"));
    List<String> beside =
        values.tensors().keySet().stream()
            .filter(name -> hasShape(name, bias.shape()) && isBeside(name, weight))
            .toList();
    if (beside.size() > 1) {
      throw ambiguous(bias, beside);
    }
    beside.forEach(name -> found.put(bias.name(), name));
  }

  private static boolean isBeside(String name, String weight) {
    return TensorName.of(name)
        .wordInsteadOf(TensorName.of(weight))
        .filter(word -> BIAS.contains(word.toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  /** Names that belong to a matrix, so that no other bias is taken. */
  private Set<String> besideOtherWeights() {
    Set<String> beside = new LinkedHashSet<>();
    for (Map.Entry<String, StoredTensor> matrix : values.tensors().entrySet()) {
      if (matrix.getValue().shape().length > 1) {
        values.tensors().keySet().stream()
            .filter(name -> isBeside(name, matrix.getKey()))
            .forEach(beside::add);
      }
    }
    return beside;
  }

  private static boolean isWeight(Parameter parameter) {
    return parameter.shape().size() > 1;
  }

  private InvalidInputException ambiguous(Parameter parameter, List<String> names) {
    return new InvalidInputException(
        "What "
            + values.origin()
            + " has for the parameter "
            + parameter.name()
            + " "
            + parameter.shape()
            + " is not clear: it may be "
            + String.join(" or ", names.stream().limit(4).toList())
            + (names.size() > 4 ? " or another" : "")
            + ". "
            + values.advice());
  }
}
