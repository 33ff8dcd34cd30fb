package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.prebuilt.Operation;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Op;
import io.github.thalweg.program.KernelNames;
import io.github.thalweg.program.TrainingProgram;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a device says of the kernels that serve a program. */
class KernelNamesTest {
  private static final TrainingProgram NETWORK =
      Runs.program(
          Runs.model(7, 13, Activation.GELU, 3, Activation.TANH),
          new Loss.Mse(),
          Runs.ADAM,
          OptionalDouble.of(1),
          new Batches(20, 7, true, 0));

  private static final TrainingProgram LAYER =
      Runs.program(
          Runs.model(7, 3), new Loss.CrossEntropy(), Runs.SGD, new Batches(20, 7, true, 0));

  @Test
  void everyOperationHasAKernelThatThereIs() {
    Device device = Runs.devices().getFirst();
    for (TrainingProgram program : List.of(NETWORK, LAYER)) {
      for (Kernels kernels : List.of(Kernels.AUTO, Kernels.JIT, Kernels.PREBUILT)) {
        KernelNames names = device.with(kernels).kernels(program);
        assertThat(names.step()).containsOnlyKeys(program.step().ops());
        assertThat(names.evaluation()).containsOnlyKeys(program.evaluation().ops());
        Stream.concat(names.step().values().stream(), names.evaluation().values().stream())
            .filter(name -> !name.startsWith("no kernel"))
            .flatMap(name -> Stream.of(name.split(", ")))
            .forEach(KernelNamesTest::assertExists);
      }
    }
  }

  private static void assertExists(String name) {
    String[] words = name.split(" ", 2);
    if (words[0].equals("prebuilt")) {
      assertThat(
              Stream.concat(
                  Arrays.stream(Operation.values()).map(Operation::function),
                  Stream.of("singleLayerSteps")))
          .contains(words[1]);
      return;
    }
    assertThat(words[0]).isEqualTo("jit");
    String[] method = words[1].split("\\.", 2);
    try {
      Class<?> type = Class.forName("io.github.thalweg.kernels." + method[0]);
      assertThat(Arrays.stream(type.getMethods()).map(found -> found.getName()))
          .contains(method[1]);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("There is no kernel " + name, e);
    }
  }

  @Test
  void theFamilyThatWasAskedForServesTheProducts() {
    Device device = Runs.devices().getFirst();
    Op linear = NETWORK.evaluation().ops().get(1);
    assertThat(device.with(Kernels.JIT).kernels(NETWORK).evaluation())
        .containsEntry(linear, "jit Linear.forward");
    assertThat(device.with(Kernels.PREBUILT).kernels(NETWORK).evaluation())
        .containsEntry(linear, "prebuilt linearForward");
    assertThat(device.with(Kernels.PREBUILT).info().kernels()).isEqualTo("prebuilt");
  }

  @Test
  void theLibraryServesTheProductsAndJavaAllElse() {
    StepStyle library = new StepStyle.Library(new JitGemm(Precision.FP32));
    Map<Op, String> names = Runs.styled(Runs.devices().getFirst(), library).kernels(NETWORK).step();
    for (Op op : NETWORK.step().ops()) {
      boolean product =
          op instanceof Op.Linear
              || op instanceof Op.ParameterGradient
              || op instanceof Op.InputGradient;
      assertThat(names.get(op).contains("library stand-in")).as("%s", op).isEqualTo(product);
      Stream.of(names.get(op).split(", "))
          .filter(name -> !name.startsWith("library"))
          .forEach(KernelNamesTest::assertExists);
    }
  }
}
