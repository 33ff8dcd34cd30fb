package io.github.thalweg.recipe;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the parameters of a run start. */
public sealed interface Start {
  /** PyTorch's random start for {@code nn.Linear}, drawn from the run's seed. */
  record Random() implements Start {}

  /** A safetensors file with a tensor for each parameter. */
  record FromFile(Path path) implements Start {}

  /** Values written in the run file: for each parameter's name its elements, row-major. */
  record Values(Map<String, double[]> parameters) implements Start {
    public Values {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }
}
