package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.recipe.InitMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A map from tensors to parameters that the user has given; a parameter that is not in the map is
 * the tensor of its own name.
 */
record MappedTensors(InitMap map, NamedParameters values) {
  /**
   * The name of the tensor for each parameter, if there is one.
   *
   * @throws InvalidInputException when an entry names something that does not exist or does not fit
   */
  Map<String, String> names(Model model) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    model.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
    Map<String, String> names = new LinkedHashMap<>();
    map.parameters()
        .forEach((tensor, parameter) -> {
          requireTensor(tensor, parameter, parameters);
          requireFit(tensor, parameter, parameters);
          String other = names.putIfAbsent(parameter, tensor);
          if (other != null) {
            throw wrong(
                tensor, parameter, "'" + other + "' is that parameter already; leave one out");
          }
        });
    Map<String, String> all = new LinkedHashMap<>();
    for (String parameter : parameters.keySet()) {
      String tensor = names.getOrDefault(parameter, parameter);
      if (!names.containsKey(parameter)
          && (map.parameters().containsKey(tensor) || !values.tensors().containsKey(tensor))) {
        throw new InvalidInputException(
            map.origin()
                + " maps no tensor to the parameter "
                + parameter
                + " "
                + parameters.get(parameter).shape()
                + "; add a line for it. "
                + values.origin()
                + " has "
                + values.listed(List.copyOf(values.tensors().keySet()), Map.of())
                + ".");
      }
      all.put(parameter, tensor);
    }
    return all;
  }

  private void requireTensor(String tensor, String parameter, Map<String, Parameter> parameters) {
    if (values.tensors().containsKey(tensor)) {
      return;
    }
    if (values.unread().containsKey(tensor)) {
      throw wrong(
          tensor,
          parameter,
          "'"
              + tensor
              + "' is "
              + values.unread().get(tensor)
              + "; F64, F32, F16 and BF16 can be read");
    }
    if (parameters.containsKey(tensor) && values.tensors().containsKey(parameter)) {
      throw wrong(tensor, parameter, "the tensor of the file comes first; swap the two sides");
    }
    throw wrong(
        tensor,
        parameter,
        unknown("a tensor in " + values.origin(), tensor, List.copyOf(values.tensors().keySet())));
  }

  private void requireFit(String tensor, String parameter, Map<String, Parameter> parameters) {
    Parameter wanted = parameters.get(parameter);
    if (wanted == null) {
      throw wrong(
          tensor,
          parameter,
          unknown("a parameter of the model", parameter, List.copyOf(parameters.keySet())));
    }
    if (!NamedParameters.fits(values.tensors().get(tensor), wanted)) {
      throw wrong(
          tensor,
          parameter,
          "the shape there is "
              + NamedParameters.shape(values.tensors().get(tensor))
              + ", and that of the parameter is "
              + wanted.shape());
    }
  }

  private static String unknown(String what, String given, List<String> known) {
    String sentence = InvalidInputException.unknown(what, given, known).getMessage();
    return sentence.substring(0, sentence.length() - 1);
  }

  private InvalidInputException wrong(String tensor, String parameter, String what) {
    return new InvalidInputException(
        map.origin() + ", entry " + tensor + ": " + parameter + ": " + what + ".");
  }
}
