package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.check.Finding;
import io.github.thalweg.check.StepCheck;
import io.github.thalweg.check.Subject;
import io.github.thalweg.check.TrajectoryCheck;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.tornado.tasks.Product;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.engine.tornado.vendor.CuBlas;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import uk.ac.manchester.tornado.api.common.Access;
import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Who may have the library family, and what TF32 may be off by. */
class LibraryTest {
  private static DeviceInfo device(String backend) {
    return new DeviceInfo(
        backend + ":0", "tornado", "Test", backend, "gpu", "auto", 1, 1, Optional.empty());
  }

  @Test
  void aDeviceOfAnotherBackendIsRefusedTheLibrary() {
    assertThatThrownBy(() -> CuBlas.of(device("opencl"), Precision.FP32))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cuBLAS")
        .hasMessageContaining("opencl:0")
        .hasMessageContaining("--kernels jit or prebuilt");
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aCudaDeviceWithoutTheBindingIsToldWhatToInstall(Precision precision) {
    assumeThat(Runs.devices()).noneMatch(Runs::hasLibrary);
    assertThatThrownBy(() -> CuBlas.of(device("cuda"), precision))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("The library family needs cuBLAS, which cannot be used on cuda:0")
        .hasMessageContaining("install TornadoVM's CUDA backend");
  }

  /** z = x·Wᵀ of 5 rows, 3 inputs and 7 outputs, column by column: zᵀ = (Wᵀ)ᵀ·xᵀ. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void aProductBecomesATaskOfTornadoVmsBinding(Precision precision)
      throws ReflectiveOperationException {
    FloatArray x = new FloatArray(15);
    FloatArray w = new FloatArray(21);
    FloatArray z = new FloatArray(35);
    CuBlas sgemm = new CuBlas(precision, CuBlas.factory(precision));

    LibraryTaskDescriptor task = sgemm.descriptor(Product.forward(x, w, z, 5, 3, 7));

    assertThat(task.getLibraryName()).isEqualTo("nvidia/cublas");
    assertThat(task.getFunctionName()).isEqualTo("cublasSgemm");
    assertThat(task.getParameters()).containsExactly(1, 0, 7, 5, 3, 1f, w, 3, x, 3, 0f, z, 7);
    for (int i = 0; i < task.getAccess().length; i++) {
      assertThat(task.getAccess()[i])
          .isEqualTo(task.getParameters()[i] == z ? Access.WRITE_ONLY : Access.READ_ONLY);
    }
    if (precision == Precision.FP32) {
      assertThat(task.getTuning()).isNull();
    } else {
      assertThat(task.getTuning()).extracting("mathMode").hasToString("CUBLAS_TF32_TENSOR_OP_MATH");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kernels.class,
      names = {"AUTO", "JIT", "PREBUILT"})
  void otherFamiliesHaveNoTf32(Kernels kernels) {
    Device device = Runs.devices().getFirst().with(kernels);
    assertThat(device.with(Precision.FP32)).isSameAs(device);
    assertThatThrownBy(() -> device.with(Precision.TF32))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Precision tf32")
        .hasMessageContaining("--kernels library")
        .hasMessageContaining("has with " + kernels.key() + " kernels.");
  }

  /** With a stand-in; a compiler of CUDA C fuses the operations by which it rounds. */
  @ParameterizedTest
  @ValueSource(strings = {"seed", "iris", "digits"})
  void tenBitsAreWithinTheToleranceOfTf32AndNotOfFloat32(String recipe) {
    Subject subject = Subject.of(PreparedRun.of(RunFile.read(recipe, List.of())));
    Device device = Runs.devices().getFirst();
    assumeThat(Runs.hasLibrary(device)).isFalse();
    StepStyle tenBits = new StepStyle.Library(new JitGemm(Precision.TF32));
    TrajectoryCheck trajectory = TrajectoryCheck.of(subject, Runs.reference());

    Device tf32 = Runs.styled(device, tenBits);
    assertThat(tf32.precision()).isEqualTo(Precision.TF32);
    assertThat(Stream.concat(StepCheck.run(subject, tf32).stream(), trajectory.run(tf32).stream()))
        .allMatch(Finding::within);

    PlanDevice plan = (PlanDevice) device;
    Device fp32 =
        new PlanDevice(plan.info(), plan.device(), plan.heldBytes(), Precision.FP32, _ -> tenBits);
    assertThat(StepCheck.run(subject, fp32)).anyMatch(finding -> !finding.within());
  }

  /** Where there is one. */
  @ParameterizedTest
  @ValueSource(strings = {"seed", "iris", "digits"})
  void tf32OfTheLibraryIsWithinItsTolerance(String recipe) {
    Device device = Runs.devices().getFirst();
    assumeThat(Runs.hasLibrary(device)).isTrue();
    Subject subject = Subject.of(PreparedRun.of(RunFile.read(recipe, List.of())));
    Device tf32 = device.with(Kernels.LIBRARY).with(Precision.TF32);
    TrajectoryCheck trajectory = TrajectoryCheck.of(subject, Runs.reference());
    assertThat(Stream.concat(StepCheck.run(subject, tf32).stream(), trajectory.run(tf32).stream()))
        .allMatch(Finding::within);
  }
}
