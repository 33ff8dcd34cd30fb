package io.github.thalweg.program;

import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.program.Op.ActivationGradient;
import io.github.thalweg.program.Op.ClipGradient;
import io.github.thalweg.program.Op.InputGradient;
import io.github.thalweg.program.Op.Linear;
import io.github.thalweg.program.Op.LoadBatch;
import io.github.thalweg.program.Op.LossAndGradient;
import io.github.thalweg.program.Op.ParameterGradient;
import io.github.thalweg.program.Op.RowMetrics;
import io.github.thalweg.program.Op.Update;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Derives the operations of a step from a model: forward through the layers, backward through them
 * by the chain rule, then the update. Bias and activation are part of the linear op; the derivative
 * of a hidden activation is part of the op that brings the gradient to it.
 */
final class Lowering {
  /** Rows that one execution of the evaluation sees at most. */
  private static final int EVALUATION_ROWS = 1024;

  private final Training training;
  private final Model model;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final List<Op> ops = new ArrayList<>();
  private final int capacity;

  private Lowering(Training training, int capacity) {
    this.training = training;
    this.model = training.model();
    this.capacity = capacity;
  }

  static TrainingProgram lower(Training training) {
    return new TrainingProgram(
        training,
        new Lowering(training, training.batches().size()).step(),
        new Lowering(training, EVALUATION_ROWS).evaluation());
  }

  private Phase step() {
    Tensor input = tensor(new Tensor("x", Role.INPUT, capacity, model.inputs()));
    Tensor target = target();
    ops.add(new LoadBatch(input, target, training.batches().shuffled()));
    List<Linear> forward = forward(input, true);
    backward(forward, target);
    update();
    return phase();
  }

  private Phase evaluation() {
    Tensor input = tensor(new Tensor("x", Role.INPUT, capacity, model.inputs()));
    Tensor target = target();
    ops.add(new LoadBatch(input, target, false));
    Tensor output = forward(input, false).getLast().output();
    Tensor metrics = tensor(new Tensor("metrics", Role.METRIC, capacity, 2));
    ops.add(new RowMetrics(training.loss(), output, target, metrics));
    return phase();
  }

  private List<Linear> forward(Tensor input, boolean forTraining) {
    List<Linear> linears = new ArrayList<>();
    Tensor x = input;
    List<Layer> layers = model.layers();
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Dense dense) {
        Optional<Activation> activation =
            i + 1 < layers.size() && layers.get(i + 1) instanceof Activation behind
                ? Optional.of(behind)
                : Optional.empty();
        boolean keepsInput =
            forTraining
                && activation.isPresent()
                && !activation.get().derivativeFollowsFromOutput();
        Linear linear =
            new Linear(
                x,
                parameter(i + ".weight"),
                dense.bias() ? Optional.of(parameter(i + ".bias")) : Optional.empty(),
                activation,
                keepsInput ? Optional.of(activation("z" + i, dense)) : Optional.empty(),
                activation("y" + i, dense));
        ops.add(linear);
        linears.add(linear);
        x = linear.output();
      }
    }
    return linears;
  }

  private void backward(List<Linear> forward, Tensor target) {
    Linear last = forward.getLast();
    Tensor gradient = gradientOf(last.output());
    Tensor loss = tensor(new Tensor("loss", Role.METRIC, 1, 1));
    ops.add(new LossAndGradient(training.loss(), last.output(), target, loss, gradient));
    last.activation()
        .ifPresent(activation ->
            ops.add(new ActivationGradient(activation, saved(last), gradientOf(last.output()))));
    for (int i = forward.size() - 1; i >= 0; i--) {
      Linear linear = forward.get(i);
      ops.add(
          new ParameterGradient(
              gradient,
              linear.input(),
              parameterGradient(linear.weight()),
              linear.bias().map(this::parameterGradient)));
      if (i > 0) {
        Linear below = forward.get(i - 1);
        Tensor inputGradient = gradientOf(below.output());
        ops.add(
            new InputGradient(
                gradient,
                linear.weight(),
                below.activation(),
                below.activation().map(_ -> saved(below)),
                inputGradient));
        gradient = inputGradient;
      }
    }
  }

  private void update() {
    int count = model.parameterCount();
    Tensor gradient = tensor(new Tensor("gradient", Role.GRADIENT, 1, count));
    training
        .clipNorm()
        .ifPresent(maximum ->
            ops.add(
                new ClipGradient(
                    gradient, maximum, tensor(new Tensor("norm", Role.METRIC, 1, 1)))));
    ops.add(
        new Update(
            training.optimizer(),
            tensor(new Tensor("theta", Role.PARAMETER, 1, count)),
            gradient,
            tensor(new Tensor("state", Role.STATE, training.optimizer().slots(), count))));
  }

  private static Tensor saved(Linear linear) {
    return linear.preActivation().orElse(linear.output());
  }

  private Tensor target() {
    int columns = training.loss().targetColumns(model.outputs());
    return tensor(new Tensor("t", Role.TARGET, capacity, columns));
  }

  private Tensor activation(String name, Dense dense) {
    return tensor(new Tensor(name, Role.ACTIVATION, capacity, dense.units()));
  }

  private Tensor gradientOf(Tensor activation) {
    return tensor(
        new Tensor(
            "d" + activation.name(), Role.ACTIVATION_GRADIENT, capacity, activation.columns()));
  }

  private Tensor parameter(String name) {
    Parameter found =
        model.parameters().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    boolean weight = found.shape().size() == 2;
    return tensor(
        new Tensor(
            name,
            Role.PARAMETER,
            weight ? found.shape().getFirst() : 1,
            found.shape().getLast(),
            found.offset()));
  }

  private Tensor parameterGradient(Tensor parameter) {
    return tensor(
        new Tensor(
            "d" + parameter.name(),
            Role.GRADIENT,
            parameter.rows(),
            parameter.columns(),
            parameter.offset()));
  }

  private Tensor tensor(Tensor tensor) {
    tensors.putIfAbsent(tensor.name(), tensor);
    return tensor;
  }

  private Phase phase() {
    return new Phase(capacity, List.copyOf(tensors.values()), ops);
  }
}
