package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.github.thalweg.TestedEngines;
import io.github.thalweg.cli.PosingDevice.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands on a device that is a GPU, has smaller work groups, less memory or none to give, or does
 * not run what it is given: the right numbers, or a sentence.
 */
@EnabledOnOs(OS.LINUX)
class PosingDeviceTest {
  /** The last loss of the reference run, by float64: README.md of the recipe. */
  private static final String LAST_LOSS = "   10   0.0084754";

  private static final String ON_DEVICE = " --device opencl:0 --kernels ";

  @TempDir private Path folder;

  private List<Answer> answers(Map<String, String> pose, String... commands) throws Exception {
    return PosingDevice.answers(pose, List.of(commands));
  }

  private List<Answer> trained(Map<String, String> pose, String... kernels) throws Exception {
    return answers(
        pose,
        Stream.of(kernels)
            .map(family -> "train seed" + ON_DEVICE + family + " --out " + folder.resolve(family))
            .toArray(String[]::new));
  }

  private static void assertTrained(Answer answer) {
    assertThat(answer.exit()).as(answer.said()).isZero();
    assertThat(answer.said()).contains(LAST_LOSS).doesNotContain("ERROR", "Warning: TornadoVM");
  }

  /** The sentence is the last line, whatever TornadoVM has printed before it. */
  private static void assertRefused(Answer answer, int exit, String sentence) {
    assertThat(answer.exit()).as(answer.said()).isEqualTo(exit);
    assertThat(answer.said().lines().toList().getLast()).matches(sentence);
    assertThat(answer.said()).doesNotContain("\tat ", "failed because of an error in the program");
  }

  /** The families as on a GPU, with the local memory that every OpenCL device has. */
  @Test
  void aGpuWithTheLeastLocalMemoryComputesWhatTheReferenceDoes() throws Exception {
    Map<String, String> gpu = Map.of("POSE_TYPE", "gpu", "POSE_LOCAL_MEMORY", "32768");

    List<Answer> answers =
        answers(
            gpu,
            "check seed" + ON_DEVICE + "prebuilt",
            "check iris" + ON_DEVICE + "prebuilt",
            "check iris" + ON_DEVICE + "auto");

    assertThat(answers)
        .hasSize(3)
        .allSatisfy(answer -> assertThat(answer.exit()).as(answer.said()).isZero());
    assertThat(answers.getFirst().said()).doesNotContain("ERROR", "Warning: TornadoVM");
    TestedEngines.tested("tornado (the kernels for GPUs, on a CPU that poses as one)");
  }

  static Stream<Arguments> smallDevices() {
    return Stream.of(
        argumentSet(
            "with little local memory, where steps are taken operation by operation",
            Map.of("POSE_TYPE", "gpu", "POSE_LOCAL_MEMORY", "16384"),
            "auto"),
        argumentSet("a CPU with work groups of one", Map.of("POSE_WORK_GROUP", "1"), "jit"),
        // One run needs some 145,000 bytes.
        argumentSet(
            "where what is given back serves the next run",
            Map.of("POSE_MEMORY", "200000"),
            "jit"));
  }

  @ParameterizedTest
  @MethodSource("smallDevices")
  void aSmallDeviceComputesTheSame(Map<String, String> pose, String other) throws Exception {
    List<Answer> answers = trained(pose, other, "prebuilt");

    assertThat(answers).hasSize(2).allSatisfy(PosingDeviceTest::assertTrained);
  }

  @Test
  void workGroupsAreNeverLargerThanTheDeviceHasThem() throws Exception {
    Map<String, String> small = Map.of("POSE_TYPE", "gpu", "POSE_WORK_GROUP", "100");

    List<Answer> answers = trained(small, "jit", "auto", "prebuilt");

    assertThat(answers).hasSize(3);
    assertTrained(answers.get(0));
    assertTrained(answers.get(1));
    assertRefused(
        answers.get(2),
        2,
        "The hand-written kernels need work groups of 256 work items with 8,704 bytes of local"
            + " memory; those of opencl:0 \\(.*\\) have 100 and [0-9,]+ at most: use --kernels jit\\.");
  }

  /** TornadoVM's own groups are larger, and a driver refuses them. */
  @Test
  void limitsAreMeasuredInGroupsThatTheDeviceHas() throws Exception {
    Answer answer =
        answers(Map.of("POSE_WORK_GROUP", "128"), "limits --device opencl:0").getFirst();

    assertThat(answer.exit()).as(answer.said()).isZero();
    assertThat(answer.said())
        .contains("copy ", "read ", "gemm ", "multiply_adds ")
        .doesNotContain("ERROR");
  }

  @Test
  void aBufferThatTheDriverRefusesIsASentence() throws Exception {
    for (Map<String, String> full :
        List.of(
            Map.of("POSE_MEMORY", "300"),
            Map.of("POSE_MEMORY", "100000"),
            Map.of("POSE_MEMORY", "100000", "POSE_LAZY", "1"))) {
      assertRefused(
          trained(full, "jit").getFirst(),
          1,
          "This run needs 0\\.1 MiB on opencl:0 \\(.*\\), but the driver gave .* and refused the next"
              + " array: another program may hold the device's memory\\. End it, or take .*");
    }
  }

  @Test
  void aReadThatTheDriverRefusesIsNoWantOfMemory() throws Exception {
    assertRefused(
        trained(Map.of("POSE_FAILED_READ", "1"), "jit").getFirst(),
        1,
        "opencl:0 \\(.*\\) did not return data for a copy from it: its driver refused the copy, .*");
  }

  /**
   * TornadoVM continues with a kernel that does not exist, and the driver then ends the process.
   */
  @ParameterizedTest
  @CsvSource({"jit, KERNEL, 1", "jit, BUILD, 2", "prebuilt, KERNEL, 2", "prebuilt, BUILD, 1"})
  void aKernelThatTheDriverDoesNotCompileIsASentence(String family, String what, String which)
      throws Exception {
    assertRefused(
        trained(Map.of("POSE_FAILED_" + what, which), family).getFirst(),
        1,
        "opencl:0 \\(.*\\) did not compile a kernel: its driver refused it, with the message above\\. .*");
  }

  @Test
  void whatTornadoVmPrintsIsNotAmongTheDataOfACommand() throws Exception {
    Map<String, String> none = Map.of("POSE_TYPE", "none");

    assertThat(answers(none, "devices --json").getFirst().said())
        .contains("ERROR : clGetDeviceIDs");
    assertThat(PosingDevice.output(none, "devices --json").lines())
        .hasSizeGreaterThan(2)
        .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
  }

  @Test
  void aPlatformWithoutADeviceIsASentence() throws Exception {
    assertRefused(
        trained(Map.of("POSE_TYPE", "none"), "jit").getFirst(),
        2,
        "The device opencl:0 needs TornadoVM\\. TornadoVM finds no device: the installed OpenCL"
            + " platforms have no device that it accepts .* Install the driver of your device .*");
  }

  /**
   * Every launch of a step and of an evaluation that fails, one at a time and all from one on, is
   * noticed; and trajectories stay with the reference.
   */
  @ParameterizedTest
  @ValueSource(strings = {"FailedLaunchTest", "TrajectoryTest"})
  void deviceTestsPassOnAGpu(String tests) throws IOException, InterruptedException {
    String said =
        PosingDevice.run(
            Map.of("POSE_TYPE", "gpu"),
            0,
            "io.github.thalweg.engine.tornado.DeviceTests",
            List.of(tests));

    assertThat(said).contains(" device tests passed, 0 failed, 0 were skipped.");
  }
}
