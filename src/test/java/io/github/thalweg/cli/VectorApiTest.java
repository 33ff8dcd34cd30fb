package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the Vector API is loaded, in JVMs of their own. */
class VectorApiTest {
  private static final List<String> LATE =
      List.of(
          "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
          "-XX:+UnlockExperimentalVMOptions",
          "-XX:+EnableVectorSupport");

  private static final String[] SINGLE_LAYER = {
    "train",
    "digits",
    "--set",
    "model=[{dense: 10}]",
    "--epochs",
    "1",
    "--device",
    "cpu",
    "--out",
    "run"
  };

  @TempDir private Path folder;

  @Test
  void modelThatHardlyMultipliesLoadsNeitherTheVectorApiNorOpenBlas() throws Exception {
    Output output = run(LATE, "train", "seed", "--device", "cpu", "--out", "run");

    assertThat(output.err).contains("10 parameters").doesNotContain("WARNING");
    assertThat(output.classes)
        .contains("engine.cpu.gemm.LoopGemm")
        .doesNotContain("jdk.incubator.vector", "OpenBlas", "VectorGemm");
  }

  @Test
  void singleLayersLoadTheVectorApiWithoutAWarning() throws Exception {
    Output output = run(LATE, SINGLE_LAYER);

    assertThat(output.err).contains("vector").doesNotContain("WARNING");
    assertThat(output.classes)
        .contains("engine.cpu.gemm.VectorGemm", "jdk.incubator.vector.FloatVector")
        .doesNotContain("OpenBlas");
  }

  @Test
  void shortRunsOfOtherModelsDoWithoutTheVectorApi() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "OpenBLAS comes for Linux on x86-64");
    Output output = run(LATE, "train", "iris", "--epochs", "1", "--device", "cpu", "--out", "run");

    assertThat(output.err).doesNotContain("WARNING");
    assertThat(output.classes)
        .contains("engine.cpu.gemm.OpenBlasGemm")
        .doesNotContain("jdk.incubator.vector.FloatVector");
  }

  @Test
  void moduleNamedOnTheCommandLineServesAsWell() throws Exception {
    List<String> flags = List.of("--add-modules=jdk.incubator.vector");

    Output output = run(flags, SINGLE_LAYER);

    assertThat(output.classes).contains("jdk.incubator.vector.FloatVector");
    assertThat(run(flags, "devices").out).containsPattern("cpu +cpu +java +cpu +vector");
  }

  @Test
  void withoutTheFlagsTheNextBestIsTakenAndTheRemedyNamed() throws Exception {
    Output output = run(List.of(), "devices");

    assertThat(output.out)
        .containsPattern("cpu +cpu +java +cpu +(openblas|loops)")
        .contains("vector: Java was started without the Vector API; start it with --add-modules");
  }

  /** Java makes no cache of classes for faster starts after a rehearsal that loads a module. */
  @Test
  void rehearsalLoadsNoVectorApi() throws Exception {
    Path classes = folder.resolve("classes");
    ProcessBuilder builder = CommandLineRun.process(LATE, folder.resolve("rehearsal").toString());
    builder
        .command()
        .replaceAll(
            word -> word.equals(Main.class.getName()) ? ClassCacheRun.class.getName() : word);
    builder.command().add(1, "-Xlog:class+load:file=" + classes);

    assertThat(builder.redirectErrorStream(true).start().waitFor()).isZero();

    assertThat(loaded(classes))
        .contains("cli.ClassCacheRun")
        .doesNotContain("jdk.incubator.vector");
  }

  private record Output(String out, String err, String classes) {}

  private Output run(List<String> flags, String... arguments) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Path classes = folder.resolve("classes");
    ProcessBuilder builder = CommandLineRun.process(flags, arguments);
    builder.command().add(1, "-Xlog:class+load:file=" + classes);
    Process process =
        builder
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    } finally {
      process.destroyForcibly();
    }
    return new Output(Files.readString(out), Files.readString(err), loaded(classes));
  }

  private static String loaded(Path log) throws IOException {
    return String.join("\n", Files.readAllLines(log));
  }
}
