package io.github.thalweg.nn;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The dimensions of one example, or of a parameter, outermost first, as in memory.
 *
 * @param batched whether each example of a batch has one; the batch dimension then comes before all
 *     others
 * @param dims each at least 0; none for a single number
 */
public record Shape(boolean batched, List<Integer> dims) {
  public Shape {
    dims = List.copyOf(dims);
  }

  /** Of a tensor with values for every example of a batch. */
  public static Shape ofExample(Integer... dims) {
    return new Shape(true, List.of(dims));
  }

  /** Of a tensor without a batch dimension. */
  public static Shape of(Integer... dims) {
    return new Shape(false, List.of(dims));
  }

  /** The last dimension: a product reads any tensor as {@link #outer} rows of this length. */
  public int inner() {
    return dims.isEmpty() ? 1 : dims.getLast();
  }

  /** Elements of one example, or of a tensor without a batch dimension. */
  public long size() {
    return dims.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /**
   * Elements in all.
   *
   * @param batch examples
   */
  public long elements(long batch) {
    return batched ? batch * size() : size();
  }

  /**
   * Rows of {@link #inner} elements in all.
   *
   * @param batch examples
   */
  public long outer(long batch) {
    return inner() == 0 ? 0 : elements(batch) / inner();
  }

  /** The same with another last dimension. */
  public Shape withInner(int columns) {
    List<Integer> front = dims.subList(0, Math.max(0, dims.size() - 1));
    return new Shape(batched, Stream.concat(front.stream(), Stream.of(columns)).toList());
  }

  /** Such as {@code [B, 10]}, where B stands for the examples of a batch. */
  @Override
  public String toString() {
    List<String> batch = batched ? List.of("B") : Collections.emptyList();
    return Stream.concat(batch.stream(), dims.stream().map(String::valueOf))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
