package io.github.thalweg.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/test} when it is told to end, with what it has started. */
@EnabledOnOs(OS.LINUX)
class StoppedTestsTest {
  @TempDir private Path folder;

  @Test
  void whatTheTestsStartedEndsWithThem() throws Exception {
    FakeProject project = new FakeProject(folder);
    Script.programs(folder.resolve("bin"), "awk", "sleep", "tr");
    Path scripts = project.root.resolve("scripts");
    Path test = scripts.resolve("test");
    Files.writeString(test, Files.readString(Path.of("scripts", "test")));
    Path started = folder.resolve("started");
    for (String name :
        List.of("install-pocl", "install-cc", "install-browser", "build-ptx", "build")) {
      boolean last = name.equals("build");
      Files.writeString(
          scripts.resolve(name),
          "#!%s/bin/bash\n%s"
              .formatted(
                  folder, last ? "sleep 600 &\necho $! >'%s'\nwait\n".formatted(started) : ""));
      assertThat(scripts.resolve(name).toFile().setExecutable(true)).isTrue();
    }
    File output = folder.resolve("output").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(folder.resolve("bin/bash").toString(), test.toString())
            .redirectErrorStream(true)
            .redirectOutput(output);
    builder.environment().clear();
    builder.environment().putAll(project.environment);
    Process process = builder.start();
    try {
      while (!Files.exists(started) || Files.size(started) == 0) {
        assertThat(process.isAlive()).as(Files.readString(output.toPath())).isTrue();
        Thread.sleep(10);
      }
      ProcessHandle child =
          ProcessHandle.of(Long.parseLong(Files.readString(started).strip())).orElseThrow();

      process.destroy();

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      try {
        child.onExit().get(60, TimeUnit.SECONDS);
      } finally {
        child.destroyForcibly();
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
