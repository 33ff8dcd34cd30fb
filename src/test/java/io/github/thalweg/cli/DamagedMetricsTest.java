package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a metrics.jsonl that is not as the run wrote it. */
class DamagedMetricsTest {
  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void train() {
    out = folder.resolve("run");
    CommandLineRun.train("iris", out, "--epochs", "7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"epoch\":3,\"step\":24,\"train_lo", "{garbage}", "\uFFFD\u0000", "17", "{}"})
  void damagedLineIsNamedAndLeftOutOfTheReport(String line) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(out.resolve("metrics.jsonl")));
    lines.set(2, line);
    Files.write(out.resolve("metrics.jsonl"), lines);

    CommandLineRun report = CommandLineRun.of("report", out.toString()).succeeded();

    String sentence =
        out.resolve("metrics.jsonl")
            + " is damaged in line 3; the report leaves that out, and shows the 6 epochs that can be read.";
    assertThat(report.err()).isEqualTo(sentence + "\n");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("\"damage\":\"" + sentence + "\"", "\"epoch\":2,", "\"epoch\":4,")
        .doesNotContain("\"epoch\":3,", "garbage");
  }

  @Test
  void bytesThatAreNoTextAreDamage() throws IOException {
    byte[] bytes = Files.readAllBytes(out.resolve("metrics.jsonl"));
    bytes[1] = (byte) 0xff;
    Files.write(out.resolve("metrics.jsonl"), bytes);

    assertThat(CommandLineRun.of("report", out.toString()).succeeded().err())
        .contains("damaged in line 1;", "the 6 epochs");
  }

  @Test
  void manyDamagedLinesAreCounted() throws IOException {
    Files.writeString(out.resolve("metrics.jsonl"), "x\n".repeat(9));

    assertThat(CommandLineRun.of("report", out.toString()).succeeded().err())
        .contains("damaged in lines 1, 2, 3, 4, 5 and 4 more;");
  }

  @Test
  void pageOfSeveralRunsNamesTheOneThatIsDamaged() throws IOException {
    Path other = folder.resolve("other");
    CommandLineRun.train("iris", other, "--epochs", "2");
    Files.writeString(other.resolve("metrics.jsonl"), "{\"epoch\":1,");

    assertThat(CommandLineRun.of("report", out.toString(), other.toString()).succeeded().err())
        .startsWith(other.resolve("metrics.jsonl") + " is damaged in line 1;")
        .hasLineCount(1);
  }

  @Test
  void resumedRunSaysWhatItLeavesOutAndGoesOn() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(out.resolve("metrics.jsonl")));
    lines.set(4, "{\"epoch\":5,");
    Files.write(out.resolve("metrics.jsonl"), lines);

    CommandLineRun resumed =
        CommandLineRun.of("train", "--resume", out.toString(), "--epochs", "8", "--device", "cpu");

    assertThat(resumed.succeeded().err())
        .contains(
            out.resolve("metrics.jsonl")
                + " is damaged in line 5; that is left out from now on.\n");
    assertThat(CommandLineRun.metrics(out))
        .extracting(epoch -> epoch.get("epoch").intValue())
        .containsExactly(1, 2, 3, 4, 6, 7, 8);
  }
}
