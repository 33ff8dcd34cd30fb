package io.github.thalweg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.thalweg.Build;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.program.TrainingProgram;
import io.github.thalweg.timing.SteadyTimes;
import io.github.thalweg.timing.UnsteadyException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchmarkTest {
  /** Short ones: no test looks at how quick anything is. */
  private static final Sampling BRIEF = new Sampling(0, 4, 2, 1e-4, 1e-3, 60);

  /** The reference run's losses, as PyTorch and a float64 calculation give them. */
  private static final double[] TINY_LOSSES = {
    0.470480000, 0.301107200, 0.192708608, 0.123333509, 0.078933446,
    0.050517405, 0.032331139, 0.020691929, 0.013242835, 0.008475414
  };

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void linearTinyIsTheReferenceRun(String device) {
    Workload workload = Workloads.LINEAR_TINY;
    try (Session session = Devices.find(device).open(TrainingProgram.of(workload.training()))) {
      session.load(workload.dataset(), Optional.empty());
      session.parameters(workload.initialParameters());

      assertThat(session.train(10)).containsExactly(TINY_LOSSES, within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear-tiny", "softmax", "37-5-3@7", "33-1@11"})
  void workloadThatAgreesGetsFigures(String key) {
    Workload workload = Workloads.of(key);
    Device cpu = Devices.find("cpu");

    List<String> phases = new ArrayList<>();
    BenchmarkResult result = new Benchmark(cpu, BRIEF).run(workload, phases::add);

    assertThat(phases)
        .containsExactly("Checking " + key + " against the reference", "Timing " + key);
    assertThat(result.workload()).isEqualTo(workload);
    assertThat(result.device().id()).isEqualTo("cpu");
    assertThat(result.stepMicros()).hasSizeBetween(BRIEF.fewestSamples(), BRIEF.samples());
    assertThat(result.step()).isEqualTo(Statistics.of(result.stepMicros()));
    assertThat(result.step().minimum()).isPositive();
    assertThat(result.deviceLoss())
        .isCloseTo(result.checkedLoss(), withinPercentage(100 * Benchmark.TOLERANCE));
    assertThat(result.finalLoss()).isGreaterThanOrEqualTo(0).isLessThan(2.5);
  }

  @Test
  void nothingIsTimedBeforeTheWarmUpIsOver() {
    Sampling patient = new Sampling(1.5, 1, 1, 1e-6, 1e-6, 60);
    long start = System.nanoTime();

    new Benchmark(Devices.find("cpu"), patient).run(Workloads.LINEAR_TINY, _ -> {});

    assertThat(System.nanoTime() - start).isGreaterThan(1_500_000_000L);
  }

  @Test
  void kernelsOfAStepHaveTheirTimesBytesAndOperations() {
    Map<String, Object> line =
        new Benchmark(Devices.find("cpu"), BRIEF).run(Workloads.of("197-33-5@64"), _ -> {}).toMap();

    JsonNode kernels = JsonMapper.shared().valueToTree(line.get("step_kernels"));
    assertThat(kernels)
        .extracting(kernel -> kernel.get("kernel").asString())
        .contains("linear y1", "parameter gradient d0.weight")
        .doesNotContain("load");
    JsonNode linear = kernels.get(0);
    double micros = linear.get("median_us").asDouble();
    assertThat(micros).isGreaterThan(0.1);
    assertThat(linear.get("flop").asDouble()).isEqualTo(2 * 64 * 197 * 33 + 2 * 64 * 33);
    assertThat(linear.get("gflop_per_s").asDouble())
        .isCloseTo(linear.get("flop").asDouble() / micros / 1e3, within(1e-6));
  }

  @Test
  void lossThatDisagreesWithTheReferenceIsRefused() {
    Device wrong = new LossFactorDevice(Workloads.LINEAR_TINY, 1.0002, 9);

    assertThatThrownBy(() -> new Benchmark(wrong, BRIEF).run(Workloads.LINEAR_TINY, _ -> {}))
        .isInstanceOf(RunFailedException.class)
        .hasMessageStartingWith("linear-tiny on wrong:0 (A wrong device) has the loss 0.00847")
        .hasMessageContaining("at step 10 where the reference has 0.008475")
        .hasMessageContaining("no figure is given");
  }

  @Test
  void whatComesToNoSteadySpeedGetsNoFigureAndAReason() {
    Iterator<Double> falling = List.of(131.7, 73.8, 25.1, 9.1, 3.3, 1.2).iterator();
    UnsteadyException unrest =
        catchThrowableOfType(
            UnsteadyException.class, () -> new SteadyTimes(0, false).take(5, falling::next));

    assertThat(Benchmark.unsteady("mlp-small", Devices.find("reference").info(), unrest))
        .hasMessageStartingWith("mlp-small on reference (")
        .hasMessageContaining(" reached no steady speed: ")
        .hasMessageContaining(", so no figure is given. Stop other programs on the machine");
  }

  @Test
  void lossWithinTheToleranceIsAccepted() {
    Device almostRight = new LossFactorDevice(Workloads.LINEAR_TINY, 1.00005, 0);

    assertThat(new Benchmark(almostRight, BRIEF).run(Workloads.LINEAR_TINY, _ -> {}).finalLoss())
        .isGreaterThanOrEqualTo(0);
  }

  @Test
  void lossThatIsNotFiniteIsRefusedThoughTheFirstOnesAgreed() {
    Device wrong = new LossFactorDevice(Workloads.LINEAR_TINY, Double.NaN, 10);

    assertThatThrownBy(() -> new Benchmark(wrong, BRIEF).run(Workloads.LINEAR_TINY, _ -> {}))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("has the loss NaN");
  }

  @Test
  void ratesAreThoseOfTheMedianStep() {
    DeviceInfo device = Devices.find("cpu").info();

    BenchmarkResult odd = result(Workloads.MLP_WIDE, device, 900, 1000, 5000);
    BenchmarkResult even = result(Workloads.MLP_WIDE, device, 4000, 1000, 3000, 2000);

    assertThat(odd.step().median()).isEqualTo(1000);
    assertThat(odd.samplesPerSecond()).isCloseTo(256_000, within(1e-6));
    assertThat(odd.gigabytesPerSecond()).isCloseTo(0.802816, within(1e-9));
    // 803,840 of the 1,863,690 parameters are the first layer's.
    assertThat(odd.gigaflopPerSecond()).isCloseTo(2451.06176, within(1e-6));
    assertThat(even.step().median()).isEqualTo(2500);
  }

  @Test
  void slowWorkloadsGetFewerSamples() {
    Sampling sampling = new Sampling(0, 9, 3, 0.3, 8, 60);

    assertThat(sampling.count(0.4)).isEqualTo(9);
    assertThat(sampling.count(1.5)).isEqualTo(5);
    assertThat(sampling.count(20)).isEqualTo(3);
  }

  @Test
  void versionOfTornadoVmIsNamedWhereItDidTheWork() {
    DeviceInfo gpu =
        new DeviceInfo("cuda:0", "tornado", "GPU", "cuda", "gpu", "jit", 1, 1, Optional.empty());
    DeviceInfo cpu = Devices.find("cpu").info();

    assertThat(result(gpu).versions()).containsEntry("tornadovm", Build.tornadoVersion());
    assertThat(result(cpu).versions()).containsOnlyKeys("thalweg", "java", "os");
  }

  private static BenchmarkResult result(DeviceInfo device) {
    return result(Workloads.SOFTMAX, device, 1);
  }

  private static BenchmarkResult result(
      Workload workload, DeviceInfo device, double... stepMicros) {
    return BenchmarkResult.of(
        workload, device, stepMicros, 0.2, 0.2, 0.1, Optional.empty(), 0.75, List.of());
  }
}
