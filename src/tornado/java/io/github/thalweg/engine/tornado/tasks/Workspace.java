package io.github.thalweg.engine.tornado.tasks;

import io.github.thalweg.kernels.Layout;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Role;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.DenseChain;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.StepOp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Where {@link io.github.thalweg.kernels.TrainingLoop} keeps the intermediate results of a step.
 */
public final class Workspace {
  private final List<DenseChain.Layer> layers;
  private final Map<String, Integer> offsets = new LinkedHashMap<>();
  private final Optional<Tensor> norm;
  private int size;

  /**
   * For a step that is a chain of dense layers.
   *
   * @throws java.util.NoSuchElementException if it is not such a chain
   */
  Workspace(Phase step) {
    layers = DenseChain.of(step).orElseThrow().layers();
    norm = step.first(StepOp.ClipGradient.class).map(StepOp.ClipGradient::norm);
    for (Tensor tensor : step.tensors()) {
      if (tensor.role() != Role.TARGET && tensor.shape().batched()) {
        put(tensor.name(), Math.toIntExact(tensor.elements(step.capacity())));
      }
    }
    norm.ifPresent(tensor -> put(tensor.name(), 1));
    put("row losses", step.capacity());
  }

  private void put(String name, int count) {
    offsets.put(name, size);
    size += count;
  }

  /** Number of elements. */
  int size() {
    return size;
  }

  /** Whether a tensor of the step is here. */
  boolean holds(Tensor tensor) {
    return offsets.containsKey(tensor.name());
  }

  /** Where a tensor of the step begins. */
  int offset(Tensor tensor) {
    return offsets.get(tensor.name());
  }

  /** Integers of the {@link Layout}. */
  int layoutSize() {
    return Layout.of(layers.size());
  }

  /** Writes the layers, and the places of their inputs and results. */
  public void write(IntArray layout, int parameters, int targetColumns) {
    layout.set(Layout.LAYERS, layers.size());
    layout.set(Layout.PARAMETERS, parameters);
    layout.set(Layout.INPUTS, layers.getFirst().forward().input().columns());
    layout.set(Layout.TARGETS, targetColumns);
    layout.set(Layout.ROW_LOSSES, offsets.get("row losses"));
    layout.set(Layout.NORM, norm.map(this::offset).orElse(0));
    for (int i = 0; i < layers.size(); i++) {
      DenseChain.Layer whole = layers.get(i);
      Op.Linear layer = whole.forward();
      int at = Layout.of(i);
      layout.set(at + Layout.IN, layer.input().columns());
      layout.set(at + Layout.OUTPUTS, layer.output().columns());
      layout.set(at + Layout.WEIGHT, layer.weight().offset());
      layout.set(at + Layout.BIAS, layer.bias().map(Tensor::offset).orElse(-1));
      layout.set(at + Layout.ACTIVATION, KernelConstants.of(layer.activation()));
      layout.set(at + Layout.INPUT, offset(layer.input()));
      layout.set(at + Layout.SAVED, offset(whole.saved()));
      layout.set(at + Layout.OUTPUT, offset(layer.output()));
      layout.set(at + Layout.GRADIENT, offset(whole.backward().outputGradient()));
    }
  }
}
