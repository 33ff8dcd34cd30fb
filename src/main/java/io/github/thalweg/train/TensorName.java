package io.github.thalweg.train;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The name of a tensor as words, numbers and the characters between them: {@code fc1.weight} is
 * {@code fc}, {@code 1}, {@code .} and {@code weight}.
 */
record TensorName(List<String> parts) {
  private static final Pattern PART = Pattern.compile("\\p{L}+|\\d+|[^\\p{L}\\d]+");

  static TensorName of(String name) {
    return new TensorName(PART.matcher(name).results().map(MatchResult::group).toList());
  }

  /** The name with a # for every number: the common pattern of numbered layers. */
  String pattern() {
    return String.join("", parts.stream().map(part -> isNumber(part) ? "#" : part).toList());
  }

  /**
   * The order of names of the same pattern; numbers are compared as numbers, so 2 comes before 10.
   */
  static int compareNumbers(TensorName one, TensorName other) {
    return Arrays.compare(one.numbers(), other.numbers());
  }

  private BigInteger[] numbers() {
    return parts.stream()
        .filter(TensorName::isNumber)
        .map(BigInteger::new)
        .toArray(BigInteger[]::new);
  }

  /**
   * The word of this name in place of one word of another name, if only that differs: {@code bias}
   * for {@code fc1.bias} beside {@code fc1.weight}.
   */
  Optional<String> wordInsteadOf(TensorName other) {
    if (parts.size() != other.parts.size()) {
      return Optional.empty();
    }
    int[] different =
        IntStream.range(0, parts.size())
            .filter(i -> !parts.get(i).equals(other.parts.get(i)))
            .toArray();
    return different.length == 1 && Character.isLetter(parts.get(different[0]).codePointAt(0))
        ? Optional.of(parts.get(different[0]))
        : Optional.empty();
  }

  boolean has(String word) {
    return parts.stream().anyMatch(word::equalsIgnoreCase);
  }

  private static boolean isNumber(String part) {
    return part.codePointAt(0) >= '0' && part.codePointAt(0) <= '9';
  }
}
