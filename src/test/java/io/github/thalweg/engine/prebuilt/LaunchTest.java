package io.github.thalweg.engine.prebuilt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.engine.prebuilt.Launches.SingleLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text and the size of what is started, without a device. */
class LaunchTest {
  private static final GpuLaunches GPU = new GpuLaunches(32_768);
  private static final SingleLayer LAYER = new SingleLayer(13, 3, 0, 3, false);

  static List<Launch> onGpus() {
    return List.of(
        GPU.linear(130, 70),
        GPU.layerGradients(3, 70, 10, 2),
        GPU.lossAndGradient(130),
        GPU.singleLayer(130, LAYER),
        GPU.singleLayerSteps(LAYER, 2),
        GPU.meanLoss(),
        GPU.update(Operation.SGD_UPDATE, 91));
  }

  @ParameterizedTest
  @MethodSource("onGpus")
  void everyKernelForGpusIsThereInOpenClAndCuda(Launch launch) {
    assertThat(launch.openCl(24))
        .startsWith("#define ARRAY_HEADER 24\n")
        .contains("__kernel GROUP_OF(ITEMS) void " + launch.entry() + "(")
        .doesNotContain("#include");
    assertThat(launch.cuda(16))
        .startsWith("#define ARRAY_HEADER 16\n")
        .contains("__kernel GROUP_OF(ITEMS) void " + launch.entry() + "(")
        .containsOnlyOnce("#define CUDA_C\n")
        .doesNotContain("#include");
  }

  @ParameterizedTest
  @MethodSource("onGpus")
  void everyKernelForGpusIsThereInPtxWhereThatWasBuilt(Launch launch) {
    assumePtx();
    assertThat(launch.ptx(24, "train_linear_0"))
        .containsOnlyOnce(".visible .entry train_linear_0(")
        .containsOnlyOnce("arrayHeader = 24;")
        .doesNotContain(".visible .entry " + launch.entry() + "(")
        .doesNotContain(".version")
        .doesNotContain(".target");
  }

  @Test
  void constantsStandInFrontOfTheSource() {
    assertThat(new CpuLaunches(2).singleLayer(64, new SingleLayer(13, 3, 4, 2, true)).openCl(16))
        .startsWith(
            """
            #define ARRAY_HEADER 16
            #define ACTIVATION_KIND 4
            #define GATHERED 1
            #define INPUTS 13
            #define LOSS_KIND 2
            #define OUTPUTS 3
            """);
  }

  @Test
  void whatIsIncludedTwiceStandsThereOnce() {
    assertThat(GPU.linear(1, 1).openCl(16)).containsOnlyOnce("#define ROWS 1\n");
  }

  @Test
  void aKernelForCpusHasNoCuda() {
    Launch launch = new CpuLaunches(2).linear(64, 64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> launch.cuda(16))
        .withMessage("The kernel kernels/opencl/cpu/step.cl is for CPUs.");
  }

  @Test
  void whatIsNotThereIsRefused() {
    long[] one = {1};
    Launch launch = new Launch("opencl/none.cl", "none", Optional.empty(), Map.of(), one, one);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> launch.openCl(16))
        .withMessage("There is no kernel kernels/opencl/none.cl.");
  }

  @Test
  void aKernelThatIsNotInPtxIsRefused() {
    assumePtx();
    long[] one = {1};
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Launch("opencl/step.cl", "none", Optional.empty(), Map.of(), one, one).ptx(16, "x"))
        .withMessage("There is no kernel none in ptx/step.ptx.");
  }

  private static void assumePtx() {
    assumeTrue(
        Launch.hasPtx() && Files.exists(Path.of("kernels/ptx/registers.txt")),
        "kernels/ptx was not built: there was no nvcc.");
  }

  @Test
  void aGridThatGroupsDoNotFillIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Launch("f", "k", Optional.empty(), Map.of(), new long[] {100}, new long[] {64}))
        .withMessage("k cannot start 100 work items in groups of 64.");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Launch("f", "k", Optional.empty(), Map.of(), new long[] {64, 1}, new long[] {64}))
        .withMessage("k has 2 global and 1 local dimensions.");
  }

  /** What the assembler counted, which is what a device has to have. */
  @Test
  void theMemoryOfAGroupIsWhatTheKernelsTake() throws IOException {
    assumePtx();
    String registers = Files.readString(Path.of("kernels/ptx/registers.txt"));
    assertThat(registers.lines())
        .hasSize(9)
        .allMatch(line ->
            line.contains(" " + GpuLaunches.TILE_BYTES + " bytes smem")
                || line.contains(" " + GpuLaunches.SINGLE_LAYER_BYTES + " bytes smem"));
    assertThat(registers)
        .containsPattern("singleLayerSteps .* " + GpuLaunches.SINGLE_LAYER_BYTES + " bytes smem");
  }

  @Test
  void onePassNeedsMoreOfTheGroupsMemoryThanTheOtherKernels() {
    assertThat(new GpuLaunches(GpuLaunches.SINGLE_LAYER_BYTES).fitsSingleLayer(13, 3)).isTrue();
    assertThat(new GpuLaunches(GpuLaunches.SINGLE_LAYER_BYTES - 1).fitsSingleLayer(13, 3))
        .isFalse();
    assertThat(GpuLaunches.fit(256, GpuLaunches.TILE_BYTES)).isTrue();
    assertThat(GpuLaunches.fit(255, 65_536)).isFalse();
    assertThat(GpuLaunches.fit(1024, GpuLaunches.TILE_BYTES - 1)).isFalse();
  }

  /** A driver refuses another size, and compiles for this one. */
  @Test
  void everyKernelSaysInWhichGroupsItIsStarted() throws IOException {
    for (Path source : sources()) {
      assertThat(Files.readString(source)).doesNotContainPattern("__kernel void");
    }
    assertThat(onGpus()).allMatch(launch -> launch.local()[0] == GpuLaunches.ITEMS);
  }

  @Test
  void ptxWasBuiltFromTheSourcesAsTheyAre() throws IOException, NoSuchAlgorithmException {
    assumePtx();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Path source : sources()) {
      digest.update(Files.readAllBytes(source));
    }
    assertThat(Files.readString(Path.of("kernels/ptx/sources.sha256")).strip())
        .as("run scripts/build-ptx")
        .isEqualTo(HexFormat.of().formatHex(digest.digest()));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> cuda = Files.list(Path.of("kernels/cuda"));
        Stream<Path> all = Files.list(Path.of("kernels/opencl"));
        Stream<Path> gpu = Files.list(Path.of("kernels/opencl/gpu"))) {
      return Stream.of(cuda, all, gpu)
          .flatMap(paths -> paths)
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    }
  }
}
