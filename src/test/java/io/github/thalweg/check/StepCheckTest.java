package io.github.thalweg.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.engine.InferenceSession;
import io.github.thalweg.engine.RandomTraining;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.reference.ReferenceEngine;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.TrainingProgram;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepCheckTest {
  private static final Device REFERENCE = new ReferenceEngine().devices().getFirst();

  private static final Subject SUBJECT =
      RandomTraining.of(23, 5, new Dense(7), Activation.GELU, new Dense(3), Activation.TANH)
          .optimizer(new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 0.01, false))
          .clipNorm(0.5)
          .batches(8, true)
          .draw(9);

  @Test
  void everyTensorThatAnOpWritesIsCompared() {
    assertThat(StepCheck.run(SUBJECT, REFERENCE))
        .extracting(finding -> finding.op() + " " + finding.tensor())
        .containsExactly(
            "LoadBatch x",
            "LoadBatch t",
            "Linear y0",
            "Linear y1",
            "Linear y3",
            "LossAndGradient loss",
            "LossAndGradient dy2",
            "InputGradient dy0",
            "ParameterGradient d2.weight",
            "ParameterGradient d2.bias",
            "ParameterGradient d0.weight",
            "ParameterGradient d0.bias",
            "ClipGradient norm",
            "Update theta",
            "Update state");
  }

  @Test
  void theReferenceEngineIsExactlyRight() {
    assertThat(StepCheck.run(SUBJECT, REFERENCE)).allMatch(finding -> finding.error() == 0);
    assertThat(TrajectoryCheck.of(SUBJECT, REFERENCE).run(REFERENCE))
        .extracting(Finding::tensor)
        .containsExactly("losses", "train loss", "train rmse", "test loss", "test rmse");
  }

  /** A device that is off by a thousandth in one element of one tensor. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "t",
        "y0",
        "y1",
        "y3",
        "loss",
        "dy2",
        "dy0",
        "norm",
        "d2.weight",
        "d2.bias",
        "d0.weight",
        "d0.bias",
        "theta",
        "state"
      })
  void aWrongElementIsFoundWhereItIs(String tensor) {
    assertThat(StepCheck.run(SUBJECT, new OffDevice(tensor)))
        .filteredOn(finding -> finding.tensor().equals(tensor))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.within()).isFalse();
          assertThat(finding.note()).startsWith("step ");
        });
  }

  @Test
  void aPathThatLeavesTheReferencesIsFound() {
    List<Finding> findings =
        TrajectoryCheck.of(SUBJECT, REFERENCE).run(new OffDevice("no tensor, but the path"));
    assertThat(findings).noneMatch(Finding::within);
  }

  @Test
  void whatIsNotANumberIsNeverWithin() {
    Finding finding = new Finding("cpu", "Linear", "y0", "1x1", Double.NaN, 1, "");
    Finding better = new Finding("cpu", "Linear", "y0", "1x1", 2, 1, "");
    assertThat(finding.within()).isFalse();
    assertThat(better.orWorse(finding)).isEqualTo(finding);
  }

  /** The reference engine, with something wrong in what its sessions answer. */
  private record OffDevice(String tensor) implements Device {
    @Override
    public DeviceInfo info() {
      return REFERENCE.info();
    }

    @Override
    public InferenceSession open(Inference inference, float[] parameters) {
      return REFERENCE.open(inference, parameters);
    }

    @Override
    public Session open(TrainingProgram program) {
      Session right = REFERENCE.open(program);
      InvocationHandler answers =
          (_, method, arguments) -> {
            Object answer = method.invoke(right, arguments);
            return switch (method.getName()) {
              case "read" -> ((Tensor) arguments[0]).name().equals(tensor) ? off(answer) : answer;
              case "train" -> off(answer);
              case "evaluate" -> off((Evaluation) answer);
              default -> answer;
            };
          };
      return (Session)
          Proxy.newProxyInstance(
              Session.class.getClassLoader(), new Class<?>[] {Session.class}, answers);
    }

    /** The largest element a thousandth larger. */
    private static double[] off(Object answer) {
      double[] values = ((double[]) answer).clone();
      int largest = 0;
      for (int i = 1; i < values.length; i++) {
        largest = Math.abs(values[i]) > Math.abs(values[largest]) ? i : largest;
      }
      values[largest] *= 1.001;
      return values;
    }

    private static Evaluation off(Evaluation right) {
      return new Evaluation(
          right.rows(),
          1.001 * right.loss(),
          right.accuracy(),
          OptionalDouble.of(1.001 * right.rmse().orElseThrow()));
    }
  }
}
