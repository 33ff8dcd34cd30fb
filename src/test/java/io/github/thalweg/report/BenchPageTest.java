package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.bench.DeviceFigures;
import io.github.thalweg.bench.Manifest;
import io.github.thalweg.bench.ResultFile;
import io.github.thalweg.bench.Sampling;
import io.github.thalweg.engine.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of a benchmark of two devices, in a browser; its figures are random. */
class BenchPageTest {
  private static final int WIDE = 1240;
  private static final int PHONE = 390;
  private static final double READ = 20;
  private static final double PEAK = 300;

  /** One that copies, and two that compute. */
  private static final List<Map<String, Object>> KERNELS =
      List.of(kernel("load", 3e6, 0), kernel("linear y0", 2e6, 7e8), kernel("update", 9e5, 5e5));

  private static final Map<String, Object> WHOLE = kernel("whole step", 2e8, 1e9);

  private static Map<String, Object> kernel(String name, double bytes, double flop) {
    double micros = ThreadLocalRandom.current().nextDouble(50, 500);
    return Map.of(
        "kernel",
        name,
        "median_us",
        micros,
        "bytes",
        bytes,
        "flop",
        flop,
        "gb_per_s",
        bytes / micros / 1e3,
        "gflop_per_s",
        flop / micros / 1e3);
  }

  private static Browser browser;

  @TempDir private Path folder;
  private final List<JsonNode> results = new ArrayList<>();
  private String url;

  @BeforeAll
  static void startBrowser() throws IOException {
    browser = Browser.start();
  }

  @AfterAll
  static void closeBrowser() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void write() {
    DeviceFigures cpu = device("cpu", "A </script><b>CPU</b>");
    add(cpu, "linear-full", 256e6, 260e6);
    add(cpu, "mlp-wide", 0.8e6, 2.5e9);
    cpu.result(quality());
    DeviceFigures opencl = device("opencl:0", "PoCL");
    add(opencl, "linear-full", 256e6, 260e6);
    opencl.failure("mlp-wide", "Out of registers.");
    opencl.skip("time-to-quality", "MNIST is not here.");
    opencl.expect(List.of("softmax", "mlp-small"));
    DeviceFigures notBegun = new DeviceFigures(cpu.toJson().put("device", "ptx:0"));
    notBegun.expect(List.of("linear-full"));
    Path json = folder.resolve("bench.json");
    Manifest manifest = Manifest.now("thalweg bench --all", 3, 1, Sampling.STANDARD, 0);
    JsonNode content = ResultFile.of(json, manifest, List.of(cpu, opencl, notBegun)).content();
    url = BenchReport.write(json, content).toUri().toString();
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
    assertThat(browser.complaints()).isEmpty();
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
      double cpu = result("cpu", "linear-full").get("samples_per_second").asDouble();
      double opencl = result("opencl:0", "linear-full").get("samples_per_second").asDouble();

      assertThat(bars.get(0).asDouble() / bars.get(1).asDouble())
          .isCloseTo(cpu / opencl, within(0.02 * cpu / opencl));
    }
  }

  @Test
  void pointsStandUnderTheRoofWhereTheirWorkHasThem() {
    try (Browser.Tab tab = browser.open(url, WIDE, false)) {
      Plot plot = Plot.read(tab, "roofline [data-device=cpu]", true);
      JsonNode dots =
          tab.evaluate(
              """
              [...document.querySelectorAll('[data-device=cpu] circle.point:not(.kernel)')].map(dot =>
                [dot.dataset.workload, Number(dot.getAttribute('cx')), Number(dot.getAttribute('cy'))])\
              """);

      assertThat(dots).hasSize(2);
      for (JsonNode dot : dots) {
        JsonNode result = result("cpu", dot.get(0).asString());
        double flop = result.get("needed_flop_per_step").asDouble();
        double rate = flop / result.get("median_step_us").asDouble() / 1e3;
        double[] point = plot.point(dot.get(1).asDouble(), dot.get(2).asDouble());
        assertThat(point[0] * result.get("bytes_per_step").asDouble() / flop)
            .isCloseTo(1, within(0.03));
        assertThat(point[1] / rate).isCloseTo(1, within(0.03));
      }
      JsonNode ridge =
          tab.evaluate(
              """
              document.querySelector('[data-device=cpu] path.roof').getAttribute('d').split('L')[1].split(' ').map(Number)\
              """);
      double[] corner = plot.point(ridge.get(0).asDouble(), ridge.get(1).asDouble());
      assertThat(corner[0]).isCloseTo(PEAK / READ, within(0.03 * PEAK / READ));
      assertThat(corner[1]).isCloseTo(PEAK, within(0.03 * PEAK));
    }
  }

  @Test
  void arrowKeysReadTheRooflinePointByPoint() {
    try (Browser.Tab tab = browser.open(url, WIDE, false)) {
      tab.evaluate("document.querySelector('[data-device=cpu] svg').focus()");
      tab.press("ArrowRight");
      assertThat(readout(tab)).startsWith("linear-full, 3: update · 0.556 operations a byte · ");
      tab.press("ArrowRight");
      assertThat(readout(tab)).startsWith("linear-full · 1.02 operations a byte · ");
      tab.press("End");
      assertThat(readout(tab)).startsWith("mlp-wide · ");
    }
  }

  private static String readout(Browser.Tab tab) {
    return tab.evaluate("document.querySelector('[data-device=cpu] .readout').textContent")
        .stringValue();
  }

  @Test
  void ringsStandWhereTheKernelsOfTheChosenWorkloadHaveThem() {
    try (Browser.Tab tab = browser.open(url, WIDE, false)) {
      assertThat(rings(tab)).hasSize(3);
      assertThat(rows(tab)).isEqualTo(4);
      tab.evaluate(
          """
          [...document.querySelectorAll('#roofline button')].find(b => b.textContent === 'mlp-wide').click()\
          """);

      assertThat(rings(tab)).hasSize(1);
      assertThat(rows(tab)).isOne();
      tab.evaluate(
          """
          [...document.querySelectorAll('#roofline button')].find(b => b.textContent === 'linear-full').click()\
          """);
      Plot plot = Plot.read(tab, "roofline [data-device=cpu]", true);
      JsonNode rings = rings(tab);
      assertThat(rings).hasSize(2);
      assertThat(rows(tab)).isEqualTo(3);
      for (JsonNode ring : rings) {
        Map<String, Object> kernel = kernel(ring.get(0).asString());
        double flop = (double) kernel.get("flop");
        double[] point = plot.point(ring.get(1).asDouble(), ring.get(2).asDouble());
        assertThat(point[0] * (double) kernel.get("bytes") / flop).isCloseTo(1, within(0.03));
        assertThat(point[1] / (double) kernel.get("gflop_per_s")).isCloseTo(1, within(0.03));
      }
      assertThat(
              tab.evaluate(
                  """
                  [...document.querySelectorAll('[data-device=cpu] .point-label')].map(label => label.textContent).sort()\
                  """))
          .extracting(JsonNode::stringValue)
          .containsExactly("2", "3", "linear-full");
      assertThat(
              tab.evaluate(
                  "[...document.querySelectorAll('[data-device=cpu] .legend span')].map(t => t.textContent)"))
          .extracting(JsonNode::stringValue)
          .containsExactly("2 linear y0", "3 update");
      assertThat(
              tab.evaluate(
                  "[...document.querySelectorAll('[data-device=cpu] circle.point title')].map(t => t.textContent)"))
          .extracting(JsonNode::stringValue)
          .containsExactlyInAnyOrder(
              "linear-full", "linear-full, 2: linear y0", "linear-full, 3: update");
    }
  }

  @Test
  void workloadWithoutTimedKernelsHasItsButtonAndItsRow() {
    DeviceFigures cpu = device("cpu", "A CPU");
    add(cpu, "linear-full", 256e6, 260e6);
    add(cpu, "linear-tiny", 16, 60);
    Path json = folder.resolve("tiny.json");
    Manifest manifest = Manifest.now("thalweg bench", 3, 1, Sampling.STANDARD, 0);
    String page =
        BenchReport.write(json, ResultFile.of(json, manifest, List.of(cpu)).content())
            .toUri()
            .toString();
    try (Browser.Tab tab = browser.open(page, PHONE, false)) {
      tab.evaluate(
          "[...document.querySelectorAll('#roofline button')].find(b => b.textContent === 'linear-tiny').click()");

      assertThat(rings(tab)).isEmpty();
      assertThat(rows(tab)).isOne();
      assertThat(tab.evaluate("document.querySelector('#kernels-table tbody').textContent"))
          .hasToString("\"linear-tinycpunone that took long enough to be timed\"");
      tab.evaluate("document.querySelector('[data-device=cpu] svg').focus()");
      tab.press("ArrowRight");
      assertThat(readout(tab)).startsWith("linear-tiny · ");
    }
    assertThat(browser.complaints()).isEmpty();
  }

  private static JsonNode rings(Browser.Tab tab) {
    return tab.evaluate(
        """
        [...document.querySelectorAll('[data-device=cpu] circle.kernel')].map(dot =>
          [dot.dataset.kernel, Number(dot.getAttribute('cx')), Number(dot.getAttribute('cy'))])\
        """);
  }

  private static int rows(Browser.Tab tab) {
    return tab.evaluate("document.querySelectorAll('#kernels-table tbody tr').length").intValue();
  }

  private static Map<String, Object> kernel(String name) {
    return KERNELS.stream()
        .filter(kernel -> kernel.get("kernel").equals(name))
        .findFirst()
        .orElseThrow();
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
        JsonNode result = result(row.get(1).asString(), row.get(0).asString());
        boolean memory = row.get(0).asString().equals("linear-full");
        assertThat(row.get(2).asString()).isEqualTo(memory ? "reading" : "multiplying matrices");
        double least =
            memory
                ? result.get("bytes_per_step").asDouble() / READ / 1e3
                : result.get("needed_flop_per_step").asDouble() / PEAK / 1e3;
        double share = 100 * least / result.get("median_step_us").asDouble();
        assertThat(row.get(3).asDouble()).isCloseTo(share, within(0.51));
      }
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

  private static DeviceFigures device(String id, String name) {
    DeviceFigures device =
        new DeviceFigures(
            tree(
                Map.of(
                    "device", id, "name", name, "engine", "e", "kernels", "k", "type", "cpu",
                    "usable", true)));
    device.limit(new Limit(Limit.READ, READ, "GB/s", "an array added up"));
    device.limit(new Limit(Limit.GEMM, PEAK, "GFLOP/s", "matrices multiplied"));
    return device;
  }

  private void add(DeviceFigures device, String workload, double bytes, double flop) {
    double micros = 1e4 * ThreadLocalRandom.current().nextDouble(2, 9);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("workload", workload);
    map.put("at", device.id());
    map.put("batch", 1000);
    map.put("parameters", 65);
    map.put("bytes_per_step", bytes);
    map.put("needed_flop_per_step", flop);
    map.put("median_step_us", micros);
    map.put("min_step_us", 0.9 * micros);
    map.put("p95_step_us", 1.1 * micros);
    map.put("sd_step_us", 0.01 * micros);
    map.put("samples_us", List.of(0.9 * micros, micros, 1.1 * micros));
    map.put("samples_per_second", 1000 / micros * 1e6);
    map.put("gb_per_s", 1);
    map.put("gflop_per_s", 1);
    map.put("checked_step", 3);
    map.put("checked_loss", 0.25);
    map.put("device_loss", 0.250001);
    // Results of an earlier version have none.
    if (device.id().equals("cpu")) {
      map.put(
          "step_kernels",
          switch (workload) {
            case "linear-full" -> KERNELS;
            case "linear-tiny" -> List.of(); // Too short for a clock.
            default -> List.of(WHOLE);
          });
    }
    if (device.id().equals("cpu")) {
      map.put("joules_per_sample", 2e-6);
      map.put("energy_source", "a meter");
    }
    JsonNode result = tree(map);
    results.add(result);
    device.result(result);
  }

  private static JsonNode quality() {
    List<Map<String, Object>> seeds = new ArrayList<>();
    for (int seed = 0; seed < 5; seed++) {
      seeds.add(
          Map.of(
              "seed",
              seed,
              "reached",
              seed != 2,
              "seconds",
              2.0 + seed,
              "epochs",
              3,
              "accuracy",
              0.97));
    }
    return tree(
        Map.of(
            "workload",
            "time-to-quality",
            "recipe",
            "mnist",
            "accuracy",
            0.97,
            "seconds_to_quality",
            4.67,
            "kept_seconds",
            List.of(3.0, 5.0, 6.0),
            "failed_seeds",
            1,
            "seeds",
            seeds));
  }

  private JsonNode result(String device, String workload) {
    return results.stream()
        .filter(result -> result.get("at").asString().equals(device))
        .filter(result -> result.get("workload").asString().equals(workload))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode tree(Map<String, Object> map) {
    return JsonMapper.shared().valueToTree(map);
  }
}
