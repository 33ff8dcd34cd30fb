package io.github.thalweg.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
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
  @TempDir private Path folder;

  private Path script;
  private Path built;
  private Path programs;

  @BeforeEach
  void project() throws IOException {
    script = Files.createDirectories(folder.resolve("project/scripts")).resolve("build-ptx");
    Files.copy(Path.of("scripts/build-ptx"), script);
    Files.copy(Path.of("scripts/usage.sh"), script.resolveSibling("usage.sh"));
    Path kernels = Files.createDirectories(folder.resolve("project/kernels"));
    Files.writeString(Files.createDirectories(kernels.resolve("cuda")).resolve("one.cu"), "one\n");
    Files.writeString(Files.createDirectories(kernels.resolve("opencl/gpu")).resolve("a.cl"), "");
    Files.writeString(kernels.resolve("opencl/b.cl"), "");
    built = Files.createDirectories(kernels.resolve("ptx")).resolve("one.ptx");
    Files.writeString(built, "built before\n");
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
  void withoutNvccNothingIsBuiltAndNothingIsLost() throws Exception {
    Script script = run();

    assertThat(script.exit()).isEqualTo(1);
    assertThat(script.err()).hasLineCount(1).contains("nvcc", "CUDA toolkit");
    assertThat(built).hasContent("built before\n");
  }

  @Test
  void withoutNvccACheckPassesAndSaysSo() throws Exception {
    Script script = run("--check");

    assertThat(script.exit()).isZero();
    assertThat(script.out()).isEqualTo("No nvcc: kernels/ptx was not built anew.\n");
  }

  @Test
  void aCompilerThatFailsLosesNothing() throws Exception {
    program("nvcc", "echo 'one.cu(1): error'; [ \"$1\" = --version ]");
    program("ptxas", "exit 1");

    assertThat(run().exit()).isNotZero();
    assertThat(built).hasContent("built before\n");
  }

  private Script run(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(options));
    return Script.run(folder, Map.of("PATH", programs.toString()), command);
  }

  private void program(String name, String text) throws IOException {
    Path file = programs.resolve(name);
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
