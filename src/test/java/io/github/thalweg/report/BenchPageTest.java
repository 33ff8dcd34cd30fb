package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.bench.DeviceFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The page of a benchmark of two devices, in a browser; its figures are random. */
class BenchPageTest {
  private static final int WIDE = 1240;
  private static final int PHONE = 390;
  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;
  private final DrawnFigures figures = new DrawnFigures();
  private String url;

  @BeforeEach
  void write() {
    DeviceFigures cpu = DrawnFigures.device("cpu", "A </script><b>CPU</b>");
    figures.add(cpu, "linear-full", 256e6, 260e6);
    figures.add(cpu, "mlp-wide", 0.8e6, 2.5e9);
    cpu.result(DrawnFigures.quality());
    DeviceFigures opencl = DrawnFigures.device("opencl:0", "PoCL");
    figures.add(opencl, "linear-full", 256e6, 260e6);
    opencl.failure("mlp-wide", "Out of registers.");
    opencl.skip("time-to-quality", "MNIST is not here.");
    opencl.expect(List.of("softmax", "mlp-small"));
    DeviceFigures notBegun = new DeviceFigures(cpu.toJson().put("device", "ptx:0"));
    notBegun.expect(List.of("linear-full"));
    url = DrawnFigures.page(folder.resolve("bench.json"), cpu, opencl, notBegun);
  }

  @Test
  void pageOpensWithoutComplaintAndFitsAPhone() {
    for (int width : new int[] {WIDE, PHONE}) {
      for (boolean dark : new boolean[] {false, true}) {
        try (Browser.Tab tab = browser.open(url, width, dark)) {
          assertThat(tab.evaluate("document.documentElement.scrollWidth").intValue())
              .isLessThanOrEqualTo(width);
          assertThat(tab.evaluate("document.querySelectorAll('figure').length").intValue())
              .isEqualTo(5);
          assertThat(tab.evaluate("document.documentElement.dataset.theme").stringValue())
              .isEqualTo(dark ? "dark" : "light");
        }
      }
    }
  }

  @Test
  void howALimitWasMeasuredIsNotOneWordALineOnAPhone() {
    try (Browser.Tab tab = browser.open(url, PHONE, false)) {
      assertThat(
              tab.evaluate(
                      "document.querySelector('#limits-table td:last-child').getBoundingClientRect().width")
                  .doubleValue())
          .isGreaterThan(180);
      assertThat(
              tab.evaluate("document.querySelector('#limits .scroll-hint').textContent")
                  .stringValue())
          .isEqualTo("scroll sideways for more →");
    }
  }

  @Test
  void pageNeedsNoOtherFile() throws IOException {
    String page = Files.readString(folder.resolve("bench-report.html"));

    assertThat(page).doesNotContain("src=\"", "<link rel=\"stylesheet\"", "</script><b>");
    assertThat(page.length()).isLessThan(200_000);
  }

  @Test
  void barsAreAsLongAsTheirSamplesPerSecond() {
    try (Browser.Tab tab = browser.open(url, WIDE, false)) {
      JsonNode bars =
          tab.evaluate(
              """
              [...document.querySelectorAll('[data-workload="linear-full"] rect.bar')].map(bar => bar.getBoundingClientRect().width)\
              """);
      double cpu = figures.result("cpu", "linear-full").get("samples_per_second").asDouble();
      double opencl =
          figures.result("opencl:0", "linear-full").get("samples_per_second").asDouble();

      assertThat(bars.get(0).asDouble() / bars.get(1).asDouble())
          .isCloseTo(cpu / opencl, within(0.02 * cpu / opencl));
    }
  }

  @Test
  void barsToTheSameQualityHaveOneScaleOnAllDevices() {
    DeviceFigures slow = DrawnFigures.device("cpu", "A CPU");
    slow.result(DrawnFigures.quality("mnist", 1));
    DeviceFigures fast = DrawnFigures.device("opencl:0", "A GPU");
    fast.result(DrawnFigures.quality("mnist", 0.5));
    fast.result(DrawnFigures.quality("digits", 0.01));
    String both = DrawnFigures.page(folder.resolve("both.json"), slow, fast);
    try (Browser.Tab tab = browser.open(both, WIDE, false)) {
      JsonNode widths =
          tab.evaluate(
              """
              [...document.querySelectorAll('.quality')].map(card =>
                Math.max(...[...card.querySelectorAll('rect')].map(bar => Number(bar.getAttribute('width')))))\
              """);
      assertThat(widths.valueStream().map(JsonNode::doubleValue))
          .containsExactly(100.0, 50.0, 100.0);
    }
  }

  @Test
  void tableHasTheShareOfEveryResult() {
    try (Browser.Tab tab = browser.open(url, WIDE, false)) {
      JsonNode rows =
          tab.evaluate(
              """
              [...document.querySelectorAll('#shares-table tbody tr')].map(row =>
                [row.children[0].textContent, row.children[1].textContent, row.children[2].textContent, parseFloat(row.children[3].textContent)])\
              """);

      assertThat(rows).hasSize(3);
      for (JsonNode row : rows) {
        JsonNode result = figures.result(row.get(1).asString(), row.get(0).asString());
        boolean memory = row.get(0).asString().equals("linear-full");
        assertThat(row.get(2).asString()).isEqualTo(memory ? "reading" : "multiplying matrices");
        double least =
            memory
                ? result.get("bytes_per_step").asDouble() / DrawnFigures.READ / 1e3
                : result.get("needed_flop_per_step").asDouble() / DrawnFigures.PEAK / 1e3;
        double share = 100 * least / result.get("median_step_us").asDouble();
        assertThat(row.get(3).asDouble()).isCloseTo(share, within(0.51));
      }
    }
  }

  @Test
  void figuresOfManyTimingsAreNamedAndExplained() {
    try (Browser.Tab tab = browser.open(url, WIDE, false)) {
      JsonNode names =
          tab.evaluate(
              "[...document.querySelectorAll('#shares-table th[scope=col]')].map(name => name.textContent)");
      assertThat(names.valueStream().map(JsonNode::stringValue))
          .contains("median step", "fastest", "95 % within", "spread", "timings");
      assertThat(tab.evaluate("document.querySelector('#shares').textContent").stringValue())
          .contains("the time that 95 of 100 timings did not exceed", "their standard deviation");
    }
  }

  @Test
  void noLineBreaksBetweenANumberAndItsUnit() {
    try (Browser.Tab tab = browser.open(url, WIDE, false)) {
      for (String cells : List.of("#shares-table td", "#limits-table td", ".bars small")) {
        assertThat(
                tab.evaluate(
                        "[...document.querySelectorAll('%s')].map(one => one.textContent).join('; ')"
                            .formatted(cells))
                    .stringValue())
            .as(cells)
            .containsPattern("\\d\u00a0[%a-zµG]")
            .doesNotContainPattern("\\d (%|ms|s|µs|ns|G|M|k|GB/s)(\\W|$)");
      }
    }
  }

  @Test
  void memoryOfTheMachineIsToldFromWhatJavaMayTake() {
    try (Browser.Tab tab = browser.open(url, WIDE, false)) {
      assertThat(tab.evaluate("document.querySelector('#provenance').textContent").stringValue())
          .containsPattern("memory[\\d.]+\\h[GM]iB, of which Java may use [\\d.]+\\h[GM]iB")
          .containsPattern("measured\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [+−]");
      assertThat(tab.evaluate("document.querySelector('header .lead').textContent").stringValue())
          .containsPattern("iB of memory, as 3 devices; read on \\d{4}-\\d\\d-\\d\\d\\.$");
    }
  }

  @Test
  void whatFailedAndWhatIsMissingIsSaid() {
    try (Browser.Tab tab = browser.open(url, WIDE, false)) {
      String text = tab.evaluate("document.body.innerText").stringValue();

      assertThat(text)
          .contains(
              "Not timed: softmax, mlp-small on opencl:0; linear-full on ptx:0.",
              "opencl:0, mlp-wide: Out of registers.",
              "opencl:0, time-to-quality was left out: MNIST is not here.",
              "cpu: energy is from a meter.",
              "opencl:0: no energy is shown, because ",
              "1 seed of 5 FAILED.",
              "A </script><b>CPU</b>, engine e",
              "thalweg bench --all");
      assertThat(tab.evaluate("document.querySelectorAll('.quality rect').length").intValue())
          .isEqualTo(5);
      assertThat(
              tab.evaluate("document.querySelectorAll('.quality rect[fill-opacity=\"1\"]').length")
                  .intValue())
          .isEqualTo(3);
    }
  }
}
