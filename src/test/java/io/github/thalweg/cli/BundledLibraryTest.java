package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The OpenBLAS of the class path, in a cache that is not as it should be. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class BundledLibraryTest {
  @TempDir private Path folder;

  @Test
  void libraryThatWasCutShortIsUnpackedAnew() throws Exception {
    Path cache = folder.resolve("cache");
    assertThat(train(cache, "first").exit()).isZero();
    List<Path> libraries;
    try (Stream<Path> all = Files.walk(cache)) {
      libraries = all.filter(Files::isRegularFile).toList();
    }
    assertThat(libraries).hasSizeGreaterThan(2);
    for (Path library : libraries) {
      byte[] whole = Files.readAllBytes(library);
      Files.write(library, new byte[] {whole[0], whole[1], whole[2]});
    }

    CommandLineRun again = train(cache, "second");

    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.err()).contains("openblas)");
  }

  @Test
  void cacheThatCannotBeWrittenIsSaidInWords() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content");

    assertThat(train(file.resolve("cache"), "run").failure())
        .contains("cannot be unpacked to " + file + "/cache", "THALWEG_CACHE")
        .doesNotContain("java.", "Exception");
  }

  @Test
  void runThatDoesWithoutItSaysWhy() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content");

    CommandLineRun run =
        train(file.resolve("cache"), "run", List.of("--add-modules=jdk.incubator.vector"));

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("vector)", "openblas: it cannot be unpacked to " + file + "/cache");
  }

  private CommandLineRun train(Path cache, String out) throws IOException, InterruptedException {
    return train(cache, out, List.of("-Dthalweg.gemm=openblas"));
  }

  private CommandLineRun train(Path cache, String out, List<String> flags)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        CommandLineRun.process(
            flags, "train", "iris", "--epochs", "1", "--device", "cpu", "--out", out);
    builder.environment().put("THALWEG_CACHE", cache.toString());
    Path err = folder.resolve("err");
    Process process =
        builder
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    int exit = process.waitFor();
    return new CommandLineRun(exit, "", Files.readString(err, StandardCharsets.UTF_8));
  }
}
