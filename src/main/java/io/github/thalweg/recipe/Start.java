package io.github.thalweg.recipe;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the parameters of a run start. */
public sealed interface Start {
  /** PyTorch's random start for {@code nn.Linear}, drawn from the run's seed. */
  record Random() implements Start {}

  /**
   * A safetensors file with a tensor for each parameter.
   *
   * @param map which tensor is which parameter, where somebody has said it
   */
  record FromFile(Path path, Optional<InitMap> map) implements Start {
    /** A file whose names say what its tensors are. */
    public FromFile(Path path) {
      this(path, Optional.empty());
    }
  }

  /** Values written in the run file, by the name that they have there. */
  record Values(Map<String, Array> parameters) implements Start {
    public Values {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /**
   * Numbers in nested lists.
   *
   * @param shape lengths of the lists, the outermost first; one length where they were written
   *     without nesting
   * @param elements row-major
   */
  record Array(List<Integer> shape, double[] elements) {
    public Array {
      shape = List.copyOf(shape);
    }
  }
}
