package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.thalweg.bench.DeviceFigures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The page of a benchmark is drawn whatever its devices came to. */
class BenchEndingsPageTest {
  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;

  static Stream<Arguments> endings() {
    return Stream.of(
        arguments(
            "a device is left out",
            List.of(timed(), leftOut("tornado")),
            "tornado was left out: It is not here."),
        arguments(
            "none can be used",
            List.of(leftOut("opencl:0"), leftOut("ptx:0")),
            "opencl:0 was left out: It is not here."),
        arguments("there is none", List.of(), "Benchmark"),
        arguments("all failed", List.of(failed()), "cpu, mlp-small: Out of memory."),
        arguments(
            "the limits failed, too",
            List.of(failedFromTheStart()),
            "cpu, limits: It crashed (signal 11)."),
        arguments(
            "stopped before the first figure", List.of(notBegun()), "Not timed: mlp-small on cpu."),
        arguments("one device", List.of(timed()), "mlp-small"),
        arguments("time to quality alone", List.of(quality()), "1 seed of 5 FAILED."),
        arguments(
            "all of them",
            List.of(timed(), failed(), failedFromTheStart(), notBegun(), quality(), leftOut("a")),
            "a was left out: It is not here."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endings")
  void pageIsDrawn(String ending, List<DeviceFigures> devices, String says) {
    String url =
        DrawnFigures.page(folder.resolve("bench.json"), devices.toArray(DeviceFigures[]::new));
    for (int width : new int[] {1240, 390}) {
      try (Browser.Tab tab = browser.open(url, width, false)) {
        assertThat(tab.evaluate("document.body.innerText").stringValue())
            .as(ending)
            .contains(says, "How to repeat it", "Written by Thalweg")
            .doesNotContain("undefined", "NaN", "Infinity", "null");
        assertThat(
                tab.evaluate(
                        "[...document.querySelectorAll('section')].every(one => one.querySelector('figure, td, dd'))")
                    .booleanValue())
            .as("a chapter without content")
            .isTrue();
      }
    }
  }

  private static DeviceFigures timed() {
    DeviceFigures device = DrawnFigures.device("cpu", "A CPU");
    new DrawnFigures().add(device, "mlp-small", 4e5, 8e7);
    return device;
  }

  private static DeviceFigures quality() {
    DeviceFigures device = DrawnFigures.device("cpu", "A CPU");
    device.result(DrawnFigures.quality());
    return device;
  }

  private static DeviceFigures failed() {
    DeviceFigures device = DrawnFigures.device("cpu", "A CPU");
    device.failure("mlp-small", "Out of memory.");
    return device;
  }

  private static DeviceFigures failedFromTheStart() {
    DeviceFigures device = bare("cpu", true);
    device.failure("limits", "It crashed (signal 11).");
    device.failure("mlp-small", "It crashed (signal 11).");
    return device;
  }

  private static DeviceFigures notBegun() {
    DeviceFigures device = bare("cpu", true);
    device.expect(List.of("mlp-small"));
    return device;
  }

  /** As a run of all devices has it: the workloads are expected of every one. */
  private static DeviceFigures leftOut(String id) {
    DeviceFigures device = bare(id, false);
    device.expect(List.of("mlp-small"));
    return device;
  }

  private static DeviceFigures bare(String id, boolean usable) {
    return new DeviceFigures(
        JsonMapper.shared()
            .valueToTree(
                Map.of(
                    "device",
                    id,
                    "name",
                    "A device",
                    "engine",
                    "cpu",
                    "kernels",
                    "none",
                    "type",
                    "cpu",
                    "usable",
                    usable,
                    "reason",
                    "It is not here.")));
  }
}
