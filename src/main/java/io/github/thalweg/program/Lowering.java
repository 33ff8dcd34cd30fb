package io.github.thalweg.program;

import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.nn.Role;
import io.github.thalweg.nn.Shape;
import io.github.thalweg.nn.Tape;
import io.github.thalweg.nn.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The tape on which the layers of a model record a phase: forward one after the other, and backward
 * by their rules in the opposite order.
 */
final class Lowering implements Tape {
  /** The rule for the gradient of a tensor. */
  private record Rule(Tensor y, Consumer<Tensor> rule) {}

  private final Model model;
  private final boolean training;
  private final Map<String, Parameter> parameters = new HashMap<>();
  private final List<Op> ops = new ArrayList<>();
  private final Deque<Rule> rules = new ArrayDeque<>();
  private final Map<String, Integer> names = new HashMap<>();

  /** ∂C/∂x of the tensors of the forward pass, as far as they are known. */
  private final Map<Tensor, Tensor> gradients = new HashMap<>();

  /** Tensors that depend on a parameter, so their gradients are needed. */
  private final Set<Tensor> learned = new HashSet<>();

  private int layer;

  Lowering(Model model, boolean training) {
    this.model = model;
    this.training = training;
    model.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
  }

  /** The operations so far. */
  List<Op> ops() {
    return ops;
  }

  /** The features of a batch. */
  Tensor input() {
    return new Tensor("x", Role.INPUT, model.input());
  }

  /** Goes forward through all layers. */
  Tensor forward(Tensor input) {
    Tensor x = input;
    for (layer = 0; layer < model.layers().size(); layer++) {
      Layer next = model.layers().get(layer);
      x = next.lower(this, x);
    }
    return x;
  }

  /**
   * Goes back through all layers.
   *
   * @param y the output of the last one
   * @param dy ∂C/∂y
   */
  void backward(Tensor y, Tensor dy) {
    gradients.put(y, dy);
    while (!rules.isEmpty()) {
      Rule rule = rules.pop();
      Tensor gradient = gradients.get(rule.y());
      if (gradient != null) {
        rule.rule().accept(gradient);
      }
    }
  }

  @Override
  public boolean training() {
    return training;
  }

  @Override
  public void emit(Op op) {
    ops.add(op);
    if (op.reads().stream().anyMatch(x -> x.role() == Role.PARAMETER || learned.contains(x))) {
      learned.addAll(op.writes());
    }
  }

  @Override
  public Tensor activation(Shape shape) {
    return new Tensor(unique("y" + layer), Role.ACTIVATION, shape);
  }

  @Override
  public Tensor parameter(String name) {
    Parameter found = parameters.get(layer + "." + name);
    return new Tensor(
        found.name(), Role.PARAMETER, new Shape(false, found.shape()), found.offset());
  }

  @Override
  public Tensor gradientOf(Tensor parameter) {
    return new Tensor("d" + parameter.name(), Role.GRADIENT, parameter.shape(), parameter.offset());
  }

  @Override
  public void onBackward(Tensor y, Consumer<Tensor> rule) {
    if (training) {
      rules.push(new Rule(y, rule));
    }
  }

  @Override
  public void flow(Tensor x, Function<Tensor, Op> op) {
    if (learned.contains(x)) {
      Tensor dx = gradientOfActivation(x);
      emit(op.apply(dx));
      flow(x, dx);
    }
  }

  @Override
  public void flow(Tensor x, Tensor dx) {
    Tensor before = gradients.get(x);
    if (before == null) {
      gradients.put(x, dx);
    } else {
      Tensor sum = gradientOfActivation(x);
      emit(new Op.Add(before, dx, sum));
      gradients.put(x, sum);
    }
  }

  /** A tensor for ∂C/∂y, or for a part of it. */
  Tensor gradientOfActivation(Tensor y) {
    return new Tensor(unique("d" + y.name()), Role.ACTIVATION_GRADIENT, y.shape());
  }

  /** The name itself the first time, then numbered. */
  private String unique(String name) {
    int count = names.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "." + count;
  }
}
