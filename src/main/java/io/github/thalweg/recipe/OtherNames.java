package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Names of losses, layers, optimizers and keys in other programs: words that are not spelled like
 * the right one.
 */
final class OtherNames {
  private static final Map<String, Map<String, String>> NAMES =
      Map.of(
          "a loss",
          words(
              "bce_with_logits: bce binarycrossentropy bcelogits bcewithlogits logistic logit sigmoid"
                  + " sigmoidcrossentropy logloss binary",
              "mse: mse l2 meansquarederror squarederror squared rmse leastsquares quadratic",
              "huber: huber smoothl1 mae l1 meanabsoluteerror absoluteerror",
              "cross_entropy: ce crossentropy nll negativeloglikelihood softmax logsoftmax softmaxcrossentropy"
                  + " categoricalcrossentropy sparsecategoricalcrossentropy xent categorical"),
          "a layer",
          words(
              "dense: linear fc fullyconnected affine hidden",
              "sigmoid: logistic",
              "relu: relu6 rectifier",
              "leaky_relu: leakyrelu lrelu prelu",
              "gelu: silu swish mish elu selu"),
          "an optimizer",
          words("sgd: momentum nesterov gradientdescent gd", "adam: nadam adamax amsgrad"),
          "a key of data",
          words(
              "exclude: ignore drop skip without omit ignored excluded",
              "target: label labels targets y output",
              "path: file csv filename",
              "standardize: normalize normalise standardise scale scaling",
              "split: test testsize testsplit validation"));

  private static final String SOFTMAX =
      " Loss cross_entropy contains the softmax: let the model end with a dense layer of a unit for each class; predict"
          + " prints probabilities in any case.";

  private OtherNames() {}

  /** The error for an unknown word, with its name here, if there is one. */
  static InvalidInputException unknown(String what, String given, Collection<String> known) {
    Optional<String> here =
        Optional.ofNullable(NAMES.getOrDefault(what, Map.of()).get(plain(given)))
            .filter(known::contains);
    InvalidInputException error =
        InvalidInputException.unknown(what, given, known, here.stream().toList());
    String hint = hint(what, given);
    return hint.isEmpty() ? error : new InvalidInputException(error.getMessage() + hint);
  }

  private static String hint(String what, String given) {
    String word = plain(given);
    if (word.contains("softmax") && (what.equals("a layer") || what.equals("a loss"))) {
      return SOFTMAX;
    }
    return switch (what + " " + word) {
      case "a loss sigmoid", "a loss bce" ->
          " Loss bce_with_logits contains the sigmoid: let the model end with a dense layer.";
      case "a loss nll" ->
          " Loss cross_entropy contains the logarithm of the softmax: let the model end with a dense layer.";
      case "a loss mae", "a loss l1" ->
          " There is no loss of absolute errors; huber with a small delta comes close to it.";
      case "a layer identity", "a layer none" -> " For no activation, write no activation.";
      default -> "";
    };
  }

  /** Only letters and digits, without package names in front and the word loss at the end. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT)
        .replaceFirst("^([a-z]+\\.)+", "")
        .replaceAll("[^a-z0-9]", "")
        .replaceFirst("(?<=.)loss$", "");
  }

  /**
   * @param lines each with a right name, a colon, and other names for it
   */
  private static Map<String, String> words(String... lines) {
    Map<String, String> words = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.split(": ", 2);
      for (String other : List.of(parts[1].split(" "))) {
        words.put(other, parts[0]);
      }
    }
    return words;
  }
}
