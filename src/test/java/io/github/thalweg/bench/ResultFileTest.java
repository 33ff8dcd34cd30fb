package io.github.thalweg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.lookup.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultFileTest {
  private static final Device CPU = Devices.find("cpu");
  private static final Manifest MANIFEST =
      Manifest.now("thalweg bench --out x.json", 7, 1, Sampling.QUICK, 0.5);

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() {
    Path path = folder.resolve("new/bench.json");
    ResultFile.of(path, MANIFEST, List.of(figures())).write();

    ResultFile file = ResultFile.read(path);

    JsonNode manifest = file.manifest();
    assertThat(manifest.get("command").asString()).isEqualTo("thalweg bench --out x.json");
    assertThat(manifest.get("seed").asInt()).isEqualTo(7);
    assertThat(manifest.at("/machine/cpu").asString()).isEqualTo(CPU.info().name());
    assertThat(manifest.at("/machine/memory_bytes").asLong())
        .isGreaterThan(Runtime.getRuntime().maxMemory() / 2);
    assertThat(manifest.at("/java/version").asString())
        .isEqualTo(System.getProperty("java.runtime.version"));
    assertThat(manifest.at("/sampling/samples").asInt()).isEqualTo(3);
    JsonNode device = file.devices().getFirst();
    assertThat(device.at("/results/0/samples_us").valueStream().map(JsonNode::asDouble))
        .containsExactly(900.0, 1000.0, 5000.0);
    assertThat(device.at("/results/0/median_step_us").asDouble()).isEqualTo(1000);
    assertThat(device.at("/results/0/max_step_us").asDouble()).isEqualTo(5000);
    assertThat(device.at("/failures/0/message").asString()).isEqualTo("wrong, \"quite\"");
    assertThat(device.get("no_energy").asString()).isNotBlank();
  }

  @Test
  void shareIsOfTheLimitThatHoldsTheStepUpMost() {
    DeviceFigures figures = figures();
    figures.limit(new Limit(Limit.COPY, 1, "GB/s", ""));
    figures.limit(new Limit(Limit.READ, 20, "GB/s", ""));
    figures.limit(new Limit(Limit.GEMM, 200, "GFLOP/s", ""));

    JsonNode softmax = figures.toJson().at("/results/0");

    // 4 · 7,850 · 128 operations take 20.1 µs, 4 · 128 · 784 bytes 20.07 µs.
    assertThat(softmax.get("limit").asString()).isEqualTo("gemm");
    assertThat(softmax.get("least_step_us").asDouble()).isCloseTo(20.096, within(1e-9));
    assertThat(softmax.get("share_of_limit").asDouble()).isCloseTo(0.020096, within(1e-12));
    figures.limit(new Limit(Limit.LAUNCH, 50, "µs", ""));
    assertThat(figures.toJson().at("/results/0/limit").asString()).isEqualTo("launch");
    assertThat(figures.toJson().at("/results/0/share_of_limit").asDouble())
        .isCloseTo(0.05, within(1e-12));
  }

  @Test
  void withoutLimitsThereIsNoShare() {
    assertThat(figures().toJson().at("/results/0").has("share_of_limit")).isFalse();
  }

  @Test
  void tableHasALineForEachResultAndFailure() throws IOException {
    Path csv = folder.resolve("figures.csv");
    FiguresCsv.write(csv, ResultFile.of(csv, MANIFEST, List.of(figures())));

    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("device,name,engine,kernels,workload,batch,median_step_us");
    assertThat(lines.get(1)).startsWith("cpu,").contains(",softmax,128,1000.0,5000.0,900.0,");
    assertThat(lines.get(2)).contains(",mlp-wide,,").endsWith("\"wrong, \"\"quite\"\"\"");
  }

  @Test
  void workloadThatWasExpectedIsMissingUntilItHasAResultOrASentence() throws IOException {
    DeviceFigures figures = figures();
    figures.expect(List.of("linear-tiny", "linear-full", "mlp-small", "mlp-wide"));
    figures.failure("linear-full", "wrong");
    figures.skip("mlp-small", "no data");
    Path csv = folder.resolve("figures.csv");
    ResultFile file = ResultFile.of(csv, MANIFEST, List.of(figures));
    FiguresCsv.write(csv, file);

    assertThat(file.content().get("complete").booleanValue()).isFalse();
    assertThat(file.missing()).containsExactly("linear-tiny, mlp-wide on cpu");
    assertThat(Files.readAllLines(csv))
        .hasSize(6)
        .anySatisfy(line -> assertThat(line).contains(",linear-tiny,,").contains(",not timed: "));
    figures.failure("mlp-wide", "wrong");
    figures.failure("linear-tiny", "wrong");
    ResultFile whole = ResultFile.of(csv, MANIFEST, List.of(figures));
    assertThat(whole.content().get("complete").booleanValue()).isTrue();
    assertThat(whole.missing()).isEmpty();
  }

  @Test
  void fileThatIsNoneIsRefusedWithASentence() throws IOException {
    Path cut = Files.writeString(folder.resolve("cut.json"), "{\n\"format\": \"thalweg-be");
    Path other = Files.writeString(folder.resolve("other.json"), "{\"a\": 1}");
    Path later =
        Files.writeString(folder.resolve("later.json"), "{\"format\": \"thalweg-bench-9\"}");

    assertRefused(folder.resolve("none.json"), "cannot be read (there is no such file or folder)");
    assertRefused(cut, "cut.json, line 2, is not JSON");
    Path open = Files.writeString(folder.resolve("open.json"), "{");
    assertRefused(open, "expected close marker for Object); was the file cut short?");
    assertRefused(other, "is not a benchmark file: it has no \"format\"");
    assertRefused(later, "has the format 'thalweg-bench-9'; this version reads 'thalweg-bench-1'");
  }

  @Test
  void whatGoesBeyondALimitWasNotCutShort() throws IOException {
    for (String json : List.of("[".repeat(90_000), "[" + "9".repeat(6000) + "]", "[1,]")) {
      Path file = Files.writeString(folder.resolve("limit.json"), json);
      assertThatThrownBy(() -> ResultFile.read(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("is not JSON (")
          .hasMessageEndingWith("). It must be one that thalweg bench --out wrote.");
    }
  }

  private static void assertRefused(Path path, String message) {
    assertThatThrownBy(() -> ResultFile.read(path))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void fileThatCannotBeWrittenFailsWithASentence() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> ResultFile.of(file.resolve("x.json"), MANIFEST, List.of()).write())
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("x.json cannot be written");
  }

  private static DeviceFigures figures() {
    DeviceFigures figures =
        new DeviceFigures(
            tree(
                Map.of(
                    "device", "cpu", "name", "A CPU", "engine", "cpu", "kernels", "vector", "type",
                    "cpu", "usable", true)));
    figures.result(
        tree(
            BenchmarkResult.of(
                    Workloads.SOFTMAX,
                    CPU.info(),
                    new double[] {900, 1000, 5000},
                    0.2,
                    0.2,
                    0.1,
                    Optional.empty(),
                    0.75,
                    List.of())
                .toMap()));
    figures.failure("mlp-wide", "wrong, \"quite\"");
    return figures;
  }

  private static JsonNode tree(Map<String, Object> map) {
    return JsonMapper.shared().valueToTree(map);
  }
}
