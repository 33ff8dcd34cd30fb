package io.github.thalweg.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.github.thalweg.TestRun;
import io.github.thalweg.engine.cpu.elements.ActivationFunctionsTest;
import io.github.thalweg.engine.cpu.elements.CrossEntropyTest;
import io.github.thalweg.engine.cpu.gemm.GemmTest;
import io.github.thalweg.engine.cpu.onepass.NarrowLeastSquaresTest;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vector code on a processor whose vectors are narrower than this one's, in its own process.
 */
class VectorWidthTest {
  private static final List<Class<?>> TESTS =
      List.of(
          ActivationFunctionsTest.class,
          CpuOracleTest.WithTheVectorApi.class,
          CrossEntropyTest.class,
          GemmTest.class,
          NarrowLeastSquaresTest.class,
          VectorSumTest.class);

  @ParameterizedTest
  @ValueSource(ints = {16, 32})
  void narrowerVectorsComputeTheSame(int bytes) throws Exception {
    assumeTrue(widest() > bytes, "The vectors of this processor are no wider.");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:MaxVectorSize=" + bytes,
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            TestRun.class.getName()));
    TESTS.stream().map(Class::getName).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains(" tests passed, 0 failed");
  }

  private static int widest() {
    return Integer.parseInt(
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("MaxVectorSize")
            .getValue());
  }
}
