package io.github.thalweg.engine.tornado;

import io.github.thalweg.kernels.Layout;
import io.github.thalweg.program.Op;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.Role;
import io.github.thalweg.program.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Where {@link io.github.thalweg.kernels.TrainingLoop} keeps what a step computes on the way. */
final class Workspace {
  private final Phase step;
  private final List<Op.Linear> layers;
  private final Map<String, Integer> offsets = new LinkedHashMap<>();
  private int size;

  Workspace(Phase step) {
    this.step = step;
    layers =
        step.ops().stream().filter(Op.Linear.class::isInstance).map(Op.Linear.class::cast).toList();
    for (Tensor tensor : step.tensors()) {
      if (tensor.role() != Role.TARGET && (tensor.role().batched() || isNorm(tensor))) {
        put(tensor.name(), Math.toIntExact(tensor.size()));
      }
    }
    put("row losses", step.capacity());
  }

  private static boolean isNorm(Tensor tensor) {
    return tensor.name().equals("norm");
  }

  private void put(String name, int count) {
    offsets.put(name, size);
    size += count;
  }

  /** Elements. */
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

  /** Writes down the layers, and where they find and leave what they compute. */
  void write(IntArray layout, int parameters, int targetColumns) {
    layout.set(Layout.LAYERS, layers.size());
    layout.set(Layout.PARAMETERS, parameters);
    layout.set(Layout.INPUTS, layers.getFirst().input().columns());
    layout.set(Layout.TARGETS, targetColumns);
    layout.set(Layout.ROW_LOSSES, offsets.get("row losses"));
    layout.set(Layout.NORM, offsets.getOrDefault("norm", 0));
    for (int i = 0; i < layers.size(); i++) {
      Op.Linear layer = layers.get(i);
      int at = Layout.of(i);
      layout.set(at + Layout.IN, layer.input().columns());
      layout.set(at + Layout.OUTPUTS, layer.output().columns());
      layout.set(at + Layout.WEIGHT, layer.weight().offset());
      layout.set(at + Layout.BIAS, layer.bias().map(Tensor::offset).orElse(-1));
      layout.set(at + Layout.ACTIVATION, KernelConstants.of(layer.activation()));
      layout.set(at + Layout.INPUT, offset(layer.input()));
      layout.set(at + Layout.SAVED, offset(layer.preActivation().orElse(layer.output())));
      layout.set(at + Layout.OUTPUT, offset(layer.output()));
      layout.set(at + Layout.GRADIENT, offset(gradientOf(layer)));
    }
  }

  /** ∂C/∂z of a layer, from which the gradient of its weights is made. */
  private Tensor gradientOf(Op.Linear layer) {
    return step.ops().stream()
        .filter(Op.ParameterGradient.class::isInstance)
        .map(Op.ParameterGradient.class::cast)
        .filter(op -> op.weightGradient().offset() == layer.weight().offset())
        .findFirst()
        .orElseThrow()
        .outputGradient();
  }
}
