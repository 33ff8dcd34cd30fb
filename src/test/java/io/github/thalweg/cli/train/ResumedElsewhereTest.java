package io.github.thalweg.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that was on a device of TornadoVM and goes on where that is not, as its failure advises:
 * {@code --device cpu}.
 */
class ResumedElsewhereTest {
  @TempDir private Path folder;
  private Path run;

  /**
   * As a run on {@code opencl:0} with {@code --kernels library --precision tf32} leaves its folder.
   */
  @BeforeEach
  void leftByADevice() throws IOException {
    run = folder.resolve("run");
    CommandLineRun.train("seed", run, "--epochs", "2");
    replace("run.yaml", "kernels: auto", "kernels: library");
    replace("run.yaml", "precision: fp32", "precision: tf32");
    replace("about.json", "\"kernels\":\"auto\"", "\"kernels\":\"library\"");
    replace("about.json", "\"precision\":\"fp32\"", "\"precision\":\"tf32\"");
    replace("about.json", "\"id\":\"cpu\"", "\"id\":\"opencl:0\"");
  }

  private void replace(String name, String old, String other) throws IOException {
    String text = Files.readString(run.resolve(name));
    assertThat(text).contains(old);
    Files.writeString(run.resolve(name), text.replace(old, other));
  }

  @Test
  void anotherDeviceTakesItsOwnKernelsAndItIsSaid() throws IOException {
    CommandLineRun resumed = CommandLineRun.tryToResume(run, "--epochs", "4").succeeded();

    assertThat(resumed.err())
        .contains("The run continues on cpu; until now it was on opencl:0")
        .contains(
            "The run continues with other settings than before: kernels was \"library\", now"
                + " \"auto\"; precision was \"tf32\", now \"fp32\".");
    assertThat(CommandLineRun.metrics(run)).hasSize(4);
    assertThat(run.resolve("run.yaml")).content().contains("kernels: auto", "precision: fp32");
    assertThat(CommandLineRun.tryToResume(run, "--epochs", "5").succeeded().err())
        .doesNotContain("kernels");
  }

  @Test
  void programOfAnotherDeviceIsPrintedWithItsOwnKernels() {
    assertThat(
            CommandLineRun.tryToResume(run, "--epochs", "4", "--print-program").succeeded().out())
        .contains("a training step of up to 1 row");
  }

  @Test
  void kernelsThatAreAskedForNowAreNotLeftToTheDevice() {
    assertThat(CommandLineRun.tryToResume(run, "--epochs", "4", "--kernels", "jit").wrongUse())
        .startsWith("The device cpu has no kernels of the family jit");
    assertThat(CommandLineRun.tryToResume(run, "--epochs", "4", "--set", "kernels=jit").wrongUse())
        .startsWith("The device cpu has no kernels of the family jit");
    assertThat(CommandLineRun.tryToResume(run, "--epochs", "4", "--precision", "tf32").wrongUse())
        .startsWith("Precision tf32 is one of cuBLAS");
  }
}
