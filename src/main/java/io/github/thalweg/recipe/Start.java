package io.github.thalweg.recipe;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The start parameters of a run. */
public sealed interface Start {
  /** PyTorch's random start for {@code nn.Linear}, drawn from the run's seed. */
  record Random() implements Start {}

  /**
   * A safetensors file with a tensor for each parameter.
   *
   * @param map the user's map from tensors to parameters, if there is one
   */
  record FromFile(Path path, Optional<InitMap> map) implements Start {
    /** A file whose names show the parameters. */
    public FromFile(Path path) {
      this(path, Optional.empty());
    }
  }

  /** Values in the run file, by their names there. */
  record Values(Map<String, Array> parameters) implements Start {
    public Values {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /**
   * Numbers in nested lists.
   *
   * @param shape lengths of the lists, the outermost first; one length if they are not nested
   * @param elements row-major
   */
  record Array(List<Integer> shape, double[] elements) {
    public Array {
      shape = List.copyOf(shape);
    }
  }
}
