package io.github.thalweg.check;

import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.engine.reference.OpInterpreter;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.program.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Takes a few steps on a device and repeats each of their ops in float64 on the device's own
 * inputs. So an error shows at its own op: a relu that switches because of a rounding, or an Adam
 * step that enlarges one, cannot hide or fake it.
 */
public final class StepCheck {
  private final Subject subject;
  private final Device device;
  private final OpInterpreter exact;
  private final OpInterpreter magnitudes;
  private final Tolerance tolerance;
  private final Map<String, Finding> findings = new LinkedHashMap<>();

  private StepCheck(Subject subject, Device device) {
    this.subject = subject;
    this.device = device;
    exact = new OpInterpreter(subject.program());
    magnitudes = new OpInterpreter(subject.program());
    tolerance = new Tolerance(exact, magnitudes, device.precision());
  }

  /**
   * Checks the first step, the two after it (the optimizer then has a state), and the last, smaller
   * batch of the epoch if there is one.
   *
   * @return the worst element of every tensor that an op writes, in the order of the ops
   */
  public static List<Finding> run(Subject subject, Device device) {
    StepCheck check = new StepCheck(subject, device);
    try (Session session = device.open(subject.program(), subject.data(), subject.parameters())) {
      for (long step : steps(subject.program().training().batches())) {
        State state = session.state();
        if (state.step() != step) {
          session.state(new State(step, state.parameters(), state.slots()));
        }
        check.step(session);
      }
    }
    return List.copyOf(check.findings.values());
  }

  private static SortedSet<Long> steps(Batches batches) {
    SortedSet<Long> steps = new TreeSet<>(List.of(0L, 1L, 2L));
    if (batches.rows() % batches.size() != 0) {
      steps.add(batches.stepsPerEpoch() - 1L);
    }
    return steps;
  }

  private void step(Session session) {
    State before = session.state();
    long step = before.step();
    session.train(1);

    int[] rows = subject.rows(step);
    exact.batch(subject.data().train(), rows);
    magnitudes.batch(subject.data().train(), rows);
    exact.write(subject.program().parameterUpdate().theta(), before.parameters().doubles());
    exact.write(subject.program().parameterUpdate().state(), before.slots().doubles());
    Training training = subject.program().training();
    Coefficients coefficients =
        training.optimizer().coefficients(training.learningRate(step), step + 1);

    List<Op> ops = subject.program().step().ops();
    Map<Tensor, Written> unsettled = new LinkedHashMap<>();
    for (int i = 0; i < ops.size(); i++) {
      Op op = ops.get(i);
      Map<Tensor, double[]> allowed = tolerance.of(op, coefficients, allowedOf(unsettled));
      exact.run(op, coefficients);
      allowed.forEach((tensor, errors) -> {
        Op first = unsettled.containsKey(tensor) ? unsettled.get(tensor).by() : op;
        unsettled.put(tensor, new Written(first, errors));
      });
      settle(session, unsettled, ops.subList(i + 1, ops.size()), step);
    }
  }

  /** A tensor's op, and the tolerances of its elements. */
  private record Written(Op by, double[] allowed) {}

  private static Map<Tensor, double[]> allowedOf(Map<Tensor, Written> written) {
    Map<Tensor, double[]> allowed = new LinkedHashMap<>();
    written.forEach((tensor, value) -> allowed.put(tensor, value.allowed()));
    return allowed;
  }

  /**
   * Compares the tensors that no later op changes, and continues with the device's values: a later
   * op is checked on its own inputs.
   */
  private void settle(Session session, Map<Tensor, Written> unsettled, List<Op> later, long step) {
    for (Map.Entry<Tensor, Written> entry : new ArrayList<>(unsettled.entrySet())) {
      Tensor tensor = entry.getKey();
      if (later.stream().noneMatch(op -> changes(op, tensor))) {
        unsettled.remove(tensor);
        if (tensor.size() > 0) {
          double[] actual = session.read(tensor);
          compare(entry.getValue(), tensor, actual, step);
          exact.write(tensor, actual);
        }
      }
    }
  }

  private void compare(Written written, Tensor tensor, double[] actual, long step) {
    String name = written.by().getClass().getSimpleName();
    Finding finding =
        Finding.worst(
            device.info().id(),
            name,
            tensor.name(),
            shape(tensor),
            actual,
            exact.read(tensor),
            written.allowed(),
            "step " + (step + 1));
    findings.merge(name + " " + tensor.name(), finding, Finding::orWorse);
  }

  /** Rows and columns, or the elements if there are no rows. */
  private String shape(Tensor tensor) {
    int batch = subject.program().gradient().capacity();
    return tensor.shape().outer(batch) + "x" + tensor.columns();
  }

  /** Whether an op changes another op's result in place; g is in parts until then. */
  private static boolean changes(Op op, Tensor tensor) {
    return op.reads().stream().filter(op.writes()::contains).anyMatch(tensor::overlaps);
  }
}
