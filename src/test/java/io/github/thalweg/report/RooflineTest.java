package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.bench.DeviceFigures;
import io.github.thalweg.engine.Limit;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The roofline on the page of a benchmark and the table of its kernels, in a browser. */
class RooflineTest {
  private static final int WIDE = 1240;
  private static final int PHONE = 390;

  /** Pairs of texts whose boxes, slanted as they are, lie on each other. */
  private static final String COVERED =
      """
      (() => {
        const box = text => {
          const b = text.getBBox(), m = text.getScreenCTM(), slack = 1.5;
          return [[b.x, b.y + slack], [b.x + b.width, b.y + slack], [b.x + b.width, b.y + b.height - slack], [b.x, b.y + b.height - slack]]
            .map(([x, y]) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f]);
        };
        const apart = (p, q) => [p, q].some(r => [0, 1].some(i => {
          const normal = [r[i + 1][1] - r[i][1], r[i][0] - r[i + 1][0]];
          const on = shape => shape.map(c => c[0] * normal[0] + c[1] * normal[1]);
          return Math.max(...on(p)) <= Math.min(...on(q)) || Math.max(...on(q)) <= Math.min(...on(p));
        }));
        const texts = [...document.querySelectorAll('[data-device=cpu] svg text')];
        return texts.flatMap((a, i) => texts.slice(i + 1).filter(b => !apart(box(a), box(b))).map(b => a.textContent + ' / ' + b.textContent));
      })()\
      """;

  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;
  private final DrawnFigures figures = new DrawnFigures();
  private String url;

  @BeforeEach
  void write() {
    DeviceFigures cpu = DrawnFigures.device("cpu", "A CPU");
    figures.add(cpu, "linear-full", 256e6, 260e6);
    figures.add(cpu, "mlp-wide", 0.8e6, 2.5e9);
    url = DrawnFigures.page(folder.resolve("bench.json"), cpu);
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
        JsonNode result = figures.result("cpu", dot.get(0).asString());
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
      assertThat(corner[0])
          .isCloseTo(
              DrawnFigures.PEAK / DrawnFigures.READ,
              within(0.03 * DrawnFigures.PEAK / DrawnFigures.READ));
      assertThat(corner[1]).isCloseTo(DrawnFigures.PEAK, within(0.03 * DrawnFigures.PEAK));
    }
  }

  @Test
  void tableHasWhatTheRooflineIsDrawnFrom() {
    try (Browser.Tab tab = browser.open(url, WIDE, false)) {
      for (String workload : new String[] {"linear-full", "mlp-wide"}) {
        String cells =
            tab.evaluate(
                    """
                    (table => {
                      const names = [...table.querySelectorAll('thead th')].map(name => name.textContent);
                      const row = [...table.querySelectorAll('tbody tr')].find(row => row.firstChild.textContent === 'WORKLOAD');
                      return ['operations per byte', 'GFLOP/s'].map(name => row.children[names.indexOf(name)].textContent + ' ' + name).join(' · ');
                    })(document.getElementById('shares-table'))\
                    """
                        .replace("WORKLOAD", workload))
                .stringValue();
        tab.evaluate("document.querySelector('[data-device=cpu] svg').focus()");
        tab.press("Home");
        for (int i = 0; i < 5 && !readout(tab).startsWith(workload + " · "); i++) {
          tab.press("ArrowRight");
        }
        assertThat(readout(tab)).startsWith(workload + " · " + cells + ", ");
      }
    }
  }

  @Test
  void noNameOnTheRooflineCoversAnother() {
    DeviceFigures cpu = DrawnFigures.device("cpu", "A CPU");
    cpu.limit(new Limit(Limit.MULTIPLY_ADDS, 1.3 * DrawnFigures.PEAK, "GFLOP/s", "in registers"));
    figures.add(cpu, "linear-tiny", 16, 40, 0.16);
    figures.add(cpu, "linear-full", 256e6, 260e6, 14e3);
    figures.add(cpu, "linear-minibatch", 262_144, 266_240, 25);
    figures.add(cpu, "softmax", 401_408, 4.02e6, 75);
    figures.add(cpu, "mlp-small", 401_408, 52.4e6, 400);
    figures.add(cpu, "mlp-wide", 802_816, 2.45e9, 13e3);
    String page = DrawnFigures.page(folder.resolve("six.json"), cpu);
    for (int width : new int[] {WIDE, PHONE}) {
      try (Browser.Tab tab = browser.open(page, width, false)) {
        assertThat(tab.evaluate(COVERED)).as("at %d px", width).isEmpty();
        assertThat(tab.evaluate("document.querySelectorAll('.point-label').length").intValue())
            .isEqualTo(6);
      }
    }
  }

  @Test
  void arrowKeysReadTheRooflinePointByPoint() {
    try (Browser.Tab tab = browser.open(url, WIDE, false)) {
      tab.evaluate("document.querySelector('[data-device=cpu] svg').focus()");
      tab.press("ArrowRight");
      assertThat(readout(tab)).startsWith("linear-full, 3: update · 0.556 operations per byte · ");
      tab.press("ArrowRight");
      assertThat(readout(tab)).startsWith("linear-full · 1.02 operations per byte · ");
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
        Map<String, Object> kernel = DrawnFigures.kernel(ring.get(0).asString());
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
    DeviceFigures cpu = DrawnFigures.device("cpu", "A CPU");
    figures.add(cpu, "linear-full", 256e6, 260e6);
    figures.add(cpu, "linear-tiny", 16, 60);
    String page = DrawnFigures.page(folder.resolve("tiny.json"), cpu);
    try (Browser.Tab tab = browser.open(page, PHONE, false)) {
      tab.evaluate(
          "[...document.querySelectorAll('#roofline button')].find(b => b.textContent === 'linear-tiny').click()");

      assertThat(rings(tab)).isEmpty();
      assertThat(rows(tab)).isOne();
      assertThat(tab.evaluate("document.querySelector('#kernels-table tbody').textContent"))
          .hasToString("\"linear-tinycpuno kernel took long enough to be timed\"");
      tab.evaluate("document.querySelector('[data-device=cpu] svg').focus()");
      tab.press("ArrowRight");
      assertThat(readout(tab)).startsWith("linear-tiny · ");
    }
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
}
