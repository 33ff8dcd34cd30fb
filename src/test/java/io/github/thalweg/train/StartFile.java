package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.io.Safetensors;
import io.github.thalweg.io.StoredTensor;
import io.github.thalweg.nn.Model;
import io.github.thalweg.recipe.InitMap;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.recipe.Start;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;

/** Files that a run may start from. */
final class StartFile {
  /** Two inputs; 0.weight [3, 2], 2.weight [3, 3], 4.weight [3, 3], 6.weight [1, 3]. */
  static final String DEEP = "[{dense: 3}, tanh, {dense: 3}, tanh, {dense: 3}, tanh, {dense: 1}]";

  static final String SHALLOW = "[{dense: 3}, tanh, {dense: 1}]";

  private StartFile() {}

  record Given(String name, int... shape) {}

  static Given tensor(String name, int... shape) {
    return new Given(name, shape);
  }

  /** In a tensor that is the n-th of those given, all numbers are n. */
  static Path in(Path folder, Given... given) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Given each : given) {
      float[] values = repeat(tensors.size() + 1, (int) StoredTensor.elements(each.shape()));
      tensors.put(each.name(), new StoredTensor.F32(each.shape(), values));
    }
    Path file = folder.resolve("start.safetensors");
    Safetensors.write(file, tensors, Map.of());
    return file;
  }

  static StartWeights start(String model, Path file) {
    return start(model, file, Optional.empty());
  }

  static StartWeights start(String model, Path file, Optional<InitMap> map) {
    Recipe recipe =
        RunFile.read("line", "model=" + model).startingFrom(new Start.FromFile(file, map));
    return StartWeights.of(recipe, new Model(2, recipe.layers()));
  }

  static AbstractThrowableAssert<?, ?> refused(String model, Path file) {
    return assertThatThrownBy(() -> start(model, file)).isInstanceOf(InvalidInputException.class);
  }

  static float[] repeat(float value, int count) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  static float[] concat(float[]... parts) {
    List<Float> all = new ArrayList<>();
    for (float[] part : parts) {
      for (float value : part) {
        all.add(value);
      }
    }
    float[] values = new float[all.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = all.get(i);
    }
    return values;
  }
}
