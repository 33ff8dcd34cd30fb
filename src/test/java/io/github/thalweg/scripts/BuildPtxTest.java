package io.github.thalweg.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code scripts/build-ptx} leaves of kernels that were built before, where it builds none.
 */
@EnabledOnOs(OS.LINUX)
class BuildPtxTest {
  private static final String SOURCE = "one\n";

  @TempDir private Path folder;

  private Path script;
  private Path built;
  private Path programs;
  private Path cuda;

  @BeforeEach
  void project() throws Exception {
    script = Files.createDirectories(folder.resolve("project/scripts")).resolve("build-ptx");
    Files.copy(Path.of("scripts/build-ptx"), script);
    Files.copy(Path.of("scripts/usage.sh"), script.resolveSibling("usage.sh"));
    Path kernels = Files.createDirectories(folder.resolve("project/kernels"));
    cuda = folder.resolve("toolkit");
    Path sources = Files.createDirectories(kernels.resolve("cuda"));
    Files.writeString(sources.resolve("one.cu"), SOURCE);
    Files.writeString(sources.resolve("one.cuh"), "");
    Files.writeString(Files.createDirectories(kernels.resolve("opencl/gpu")).resolve("a.cl"), "");
    Files.writeString(kernels.resolve("opencl/b.cl"), "");
    built = Files.createDirectories(kernels.resolve("ptx")).resolve("one.ptx");
    Files.writeString(built, "built before\n");
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(SOURCE.getBytes(StandardCharsets.UTF_8));
    Files.writeString(built.resolveSibling("sources.sha256"), HexFormat.of().formatHex(digest));
    programs =
        Script.programs(
            folder.resolve("bin"),
            "awk",
            "basename",
            "bash",
            "cat",
            "cut",
            "dirname",
            "grep",
            "ls",
            "mkdir",
            "mktemp",
            "mv",
            "rm",
            "sed",
            "sha256sum",
            "sort");
  }

  @Test
  void whatIsOfTheseSourcesStays() throws Exception {
    program("nvcc", "exit 1");

    Script script = run();

    assertThat(script.exit()).isZero();
    assertThat(script.out() + script.err()).isEmpty();
    assertThat(built).hasContent("built before\n");
  }

  /** Kernels of other sources would compute something else. */
  @Test
  void withoutNvccKernelsOfOtherSourcesGo() throws Exception {
    change();

    Script script = run();

    assertThat(script.exit()).isZero();
    assertThat(script.err()).hasLineCount(1).contains("not built", "nvcc", "CUDA toolkit");
    assertThat(built).doesNotExist();
  }

  @Test
  void aCompilerThatFailsIsSaidAndLeavesNoOldKernels() throws Exception {
    change();
    program("nvcc", "echo 'one.cu(1): error'; [ \"$1\" = --version ]");
    program("ptxas", "exit 1");

    assertThat(run().exit()).isNotZero();
    assertThat(built).doesNotExist();
  }

  /** No shell looks there. */
  @Test
  void nvccIsLookedForWhereItIsInstalled() throws Exception {
    change();
    programs = Files.createDirectories(cuda.resolve("bin"));
    program("nvcc", "echo 'one.cu(1): error'; [ \"$1\" = --version ]");
    program("ptxas", "exit 1");
    programs = folder.resolve("bin");

    assertThat(run().exit()).isNotZero();
  }

  private void change() throws IOException {
    Files.writeString(folder.resolve("project/kernels/cuda/one.cu"), "another\n");
  }

  private Script run() throws Exception {
    return Script.run(
        folder,
        Map.of("PATH", programs.toString(), "CUDA_HOME", cuda.toString()),
        List.of(script.toString()));
  }

  private void program(String name, String text) throws IOException {
    Path file = programs.resolve(name);
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
