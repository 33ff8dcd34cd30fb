package io.github.thalweg.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a script left behind: its exit code and what it wrote. */
record Script(int exit, String out, String err) {
  /**
   * Runs a script with nothing else in its environment.
   *
   * @param scratch where its output is kept meanwhile
   */
  static Script run(Path scratch, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(scratch, "script", ".out");
    Path err = Files.createTempFile(scratch, "script", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends within a minute").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Script(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** A folder that holds these programs and no others. */
  static Path programs(Path folder, String... names) {
    try {
      Files.createDirectories(folder);
      for (String name : names) {
        Path link = folder.resolve(name);
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, program(name));
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path program(String name) {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not on the PATH."));
  }
}
