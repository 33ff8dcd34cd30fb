package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.io.StoredTensor;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values for the parameters of a model, by name, before they are checked.
 *
 * @param origin their source, for error messages: a file, {@code init}
 * @param advice a sentence for users whose values do not fit
 * @param adviceForOne the same if a tensor has the right name and another shape or type
 * @param tensors by their names there
 * @param unread other tensors, which cannot be read: dtype and shape by name
 */
record NamedParameters(
    String origin,
    String advice,
    String adviceForOne,
    Map<String, StoredTensor> tensors,
    Map<String, String> unread) {
  /** More tensors than this are counted instead of named. */
  private static final int NAMED = 30;

  private static final String TRANSPOSE =
      "; a weight is [out, in] here, as in PyTorch, and [in, out] in Keras, so transpose it";

  /**
   * The values as θ, if each has the name of its parameter.
   *
   * @throws InvalidInputException when a parameter is missing, left over, of another shape or not
   *     finite
   */
  float[] flat(Model model) {
    Map<String, String> names = new LinkedHashMap<>();
    model.parameters().forEach(parameter -> names.put(parameter.name(), parameter.name()));
    float[] theta = flat(model, names);
    requireNoOthers(names, model);
    return theta;
  }

  /**
   * Throws for the first tensor that is not a parameter.
   *
   * @param names for each parameter the name of its tensor
   */
  void requireNoOthers(Map<String, String> names, Model model) {
    List<String> leftOver = new ArrayList<>(tensors.keySet());
    leftOver.removeAll(names.values());
    if (!leftOver.isEmpty()) {
      String unknown =
          InvalidInputException.unknown(
                  "a parameter of the model (in " + origin + ")",
                  leftOver.getFirst(),
                  model.parameters().stream().map(Parameter::name).toList())
              .getMessage();
      throw new InvalidInputException(unknown + " " + advice);
    }
  }

  /**
   * The values as θ.
   *
   * @param names for each parameter the name of its tensor
   * @throws InvalidInputException when a parameter is missing, of another shape or not finite
   */
  float[] flat(Model model, Map<String, String> names) {
    float[] theta = new float[model.parameterCount()];
    for (Parameter parameter : model.parameters()) {
      String name = names.get(parameter.name());
      StoredTensor tensor = name == null ? null : tensors.get(name);
      if (tensor == null) {
        throw missing(parameter);
      }
      requireShape(parameter, name, tensor);
      requireFinite(name, tensor);
      System.arraycopy(tensor.floats(), 0, theta, parameter.offset(), parameter.size());
    }
    return theta;
  }

  /**
   * Whether there is a tensor of a parameter's name and shape that cannot be read. The name may
   * have a prefix, such as {@code module.}.
   */
  boolean isOfAnotherType(Parameter parameter) {
    return unreadName(parameter)
        .filter(name -> unread.get(name).endsWith(" " + parameter.shape()))
        .isPresent();
  }

  private Optional<String> unreadName(Parameter parameter) {
    String name = parameter.name();
    return unread.containsKey(name)
        ? Optional.of(name)
        : unread.keySet().stream()
            .filter(other -> other.matches(".*[./:]\\Q" + name + "\\E"))
            .findFirst();
  }

  /** The error for a parameter without a fitting tensor. */
  InvalidInputException missing(Parameter parameter) {
    Optional<String> unreadName = unreadName(parameter);
    if (unreadName.isPresent()) {
      return new InvalidInputException(
          unreadName.get()
              + " in "
              + origin
              + " is "
              + unread.get(unreadName.get())
              + "; F64, F32, F16 and BF16 can be read. "
              + adviceForOne);
    }
    return new InvalidInputException(
        origin
            + " has no values for the parameter "
            + parameter.name()
            + " "
            + parameter.shape()
            + "; it has "
            + (tensors.isEmpty() && unread.isEmpty()
                ? "no tensors"
                : listed(tensors.keySet().stream().sorted().toList(), unread))
            + (tensors.values().stream().anyMatch(tensor -> isTransposed(tensor, parameter))
                ? TRANSPOSE
                : "")
            + ". "
            + advice);
  }

  /** Some of the tensors with their shapes, and some of those that cannot be read. */
  String listed(List<String> names, Map<String, String> others) {
    List<String> all =
        new ArrayList<>(names.stream().map(name -> name + " " + shape(tensors.get(name))).toList());
    others.forEach((name, form) -> all.add(name + " (" + form + ")"));
    return String.join(", ", all.subList(0, Math.min(NAMED, all.size())))
        + (all.size() > NAMED ? " and " + (all.size() - NAMED) + " more" : "");
  }

  static List<Integer> shape(StoredTensor tensor) {
    return Arrays.stream(tensor.shape()).boxed().toList();
  }

  /** Whether the shape is right; one list of all numbers is read row by row. */
  static boolean fits(StoredTensor tensor, Parameter parameter) {
    List<Integer> shape = shape(tensor);
    return shape.equals(parameter.shape())
        || (shape.size() == 1 && shape.getFirst() == parameter.size());
  }

  /** Sentences about parameters of several rows that are one list. */
  List<String> lists(Model model, Map<String, String> names) {
    return model.parameters().stream()
        .filter(parameter -> !parameter.shape().contains(parameter.size()))
        .filter(
            parameter -> !shape(tensors.get(names.get(parameter.name()))).equals(parameter.shape()))
        .map(parameter ->
            names.get(parameter.name())
                + " in "
                + origin
                + " is one list of numbers; it is read row by row as "
                + parameter.shape()
                + ".")
        .toList();
  }

  private void requireShape(Parameter parameter, String name, StoredTensor tensor) {
    if (!fits(tensor, parameter)) {
      throw new InvalidInputException(
          parameter.name()
              + " has the shape "
              + parameter.shape()
              + " in the model and "
              + shape(tensor)
              + " in "
              + origin
              + (name.equals(parameter.name()) ? "" : ", as " + name)
              + (isTransposed(tensor, parameter) ? TRANSPOSE : "")
              + ". "
              + (name.equals(parameter.name()) ? adviceForOne : advice));
    }
  }

  private static boolean isTransposed(StoredTensor tensor, Parameter parameter) {
    List<Integer> shape = shape(tensor);
    return shape.size() == 2
        && !shape.equals(parameter.shape())
        && shape.reversed().equals(parameter.shape());
  }

  /** Throws for the first number that float32 does not have. */
  private void requireFinite(String name, StoredTensor tensor) {
    float[] floats = tensor.floats();
    for (int i = 0; i < floats.length; i++) {
      if (!Float.isFinite(floats[i])) {
        double value = tensor.doubles()[i];
        throw new InvalidInputException(
            name
                + " in "
                + origin
                + " has "
                + (Double.isFinite(value)
                    ? Numbers.setting(value) + ", more than float32 can hold (3.4e38),"
                    : value)
                + " at "
                + index(i, tensor.shape())
                + ", but the number must be finite. Fix it, or start from other values.");
      }
    }
  }

  /** The place of an element: {@code [1, 2]}, from 0. */
  private static String index(int element, int[] shape) {
    int[] index = new int[shape.length];
    int rest = element;
    for (int i = shape.length - 1; i >= 0; i--) {
      index[i] = rest % shape[i];
      rest /= shape[i];
    }
    return Arrays.toString(index);
  }
}
