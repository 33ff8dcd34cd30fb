package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.TestSeed;
import io.github.thalweg.engine.lookup.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the figures of a run's page tell who reads them, with and without a mouse. */
class FigureReadingTest {
  private final Random random = TestSeed.random();

  /** The page's first histogram, for an expression behind it. */
  private static final String HISTOGRAM =
      """
      var histogramCard = document.querySelector('#tensors .histogram');
      var svg = histogramCard.querySelector('svg'), readout = histogramCard.querySelector('.readout');
      """;

  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;

  @Test
  void histogramHasCountsOnItsAxisAndArrowKeysReadItsBars() {
    Trained run = Trained.of(folder.resolve("run"), "digits", "epochs=1", seed());
    JsonNode weights = run.json("evaluation.json").at("/parameters/0/weights");
    int[] counts = ints(weights.get("counts"));
    int[] before = ints(weights.get("before"));
    int highest =
        IntStream.range(0, counts.length).reduce(0, (a, b) -> counts[b] > counts[a] ? b : a);
    try (Browser.Tab tab = browser.open(run.url(), 390, false)) {
      List<Integer> ticks =
          tab.evaluate(
                  HISTOGRAM
                      + "[...svg.querySelectorAll('.y-tick')].map(t => Number(t.dataset.value))")
              .valueStream()
              .map(JsonNode::intValue)
              .toList();
      assertThat(ticks).hasSizeGreaterThan(2).startsWith(0);
      assertThat(ticks.getLast()).isGreaterThan(counts[highest] / 2);
      assertThat(tab.evaluate(HISTOGRAM + "svg.getAttribute('aria-label')").stringValue())
          .contains("4,096 values", "the fullest bar, " + counts[highest] + ", at ", "arrow keys");
      assertThat(tab.evaluate(HISTOGRAM + "readout.textContent").stringValue())
          .isEqualTo("4,096 weights");

      tab.evaluate(HISTOGRAM + "svg.focus()");
      tab.press("ArrowRight");

      assertThat(tab.evaluate(HISTOGRAM + "readout.textContent").stringValue())
          .endsWith(" · %d · %d at the start".formatted(counts[highest + 1], before[highest + 1]));
      tab.press("Home");
      assertThat(tab.evaluate(HISTOGRAM + "readout.textContent").stringValue())
          .contains(" … ")
          .endsWith(" · %d · %d at the start".formatted(counts[0], before[0]));
    }
  }

  @Test
  void fewElementsAreListedBesideWhereTheyBeganAndTheirLastGradient() {
    Trained run =
        Trained.of(folder.resolve("run"), "iris", "epochs=2", "model=[{dense: 3}]", seed());
    JsonNode weight = run.json("evaluation.json").at("/parameters/0/elements");
    JsonNode bias = run.json("evaluation.json").at("/parameters/1/elements");
    assertThat(weight.get("now")).hasSize(12).isNotEqualTo(weight.get("before"));
    assertThat(bias.get("now")).hasSize(3).isNotEqualTo(bias.get("before"));
    try (Browser.Tab tab = browser.open(run.url(), 390, false)) {
      assertThat(tab.evaluate("document.querySelectorAll('#tensors .histogram').length").intValue())
          .isZero();
      List<String> rows =
          tab.evaluate(
                  "[...document.querySelectorAll('#tensors tbody tr')]"
                      + ".map(tr => [...tr.children].map(td => td.textContent).join('|'))")
              .valueStream()
              .map(JsonNode::stringValue)
              .toList();
      assertThat(rows).hasSize(15);
      assertThat(rows.get(6)).isEqualTo(row(tab, "1, 2", weight, 6));
      assertThat(rows.get(13)).isEqualTo(row(tab, "1", bias, 1));
    }
  }

  private static String row(Browser.Tab tab, String place, JsonNode elements, int element) {
    return place
        + Stream.of("now", "before", "gradient")
            .map(key -> "number(" + elements.get(key).get(element) + ", 5)")
            .map(number -> "|" + tab.evaluate(number).stringValue())
            .collect(Collectors.joining());
  }

  @Test
  void barsOfAHistogramAreAsHighAsTheirCounts() {
    Trained run = Trained.of(folder.resolve("run"), "iris", "epochs=2", seed());
    int[] counts = ints(run.json("evaluation.json").at("/parameters/0/weights/counts"));
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      JsonNode heights =
          tab.evaluate(
              HISTOGRAM
                  + "[...svg.querySelectorAll('rect.bin')].map(bar => Number(bar.getAttribute('height')))");
      int all = IntStream.of(counts).sum();
      double pixels = heights.valueStream().mapToDouble(JsonNode::doubleValue).sum();
      for (int i = 0; i < counts.length; i++) {
        assertThat(heights.get(i).doubleValue() / pixels)
            .isCloseTo(counts[i] / (double) all, Assertions.within(1e-6));
      }
    }
  }

  @Test
  void barsThatAreMeansOfSeveralEpochsSaySo() {
    Trained few = Trained.of(folder.resolve("few"), "seed", "epochs=9");
    Trained many = Trained.of(folder.resolve("many"), "seed", "epochs=401");
    String lead = "document.querySelector('#time .lead').textContent";
    try (Browser.Tab tab = browser.open(few.url(), 1240, false)) {
      assertThat(tab.evaluate(lead).stringValue())
          .isEqualTo("Wall-clock time; the figures are medians of the epochs.");
    }
    try (Browser.Tab tab = browser.open(many.url(), 390, false)) {
      Matcher said =
          Pattern.compile(
                  "of the epochs\\. Each bar is the mean of (\\d+) epochs(?:, the last one of (\\d+))?\\.")
              .matcher(tab.evaluate(lead).stringValue());
      assertThat(said.find()).isTrue();
      int size = Integer.parseInt(said.group(1));
      int parts = tab.evaluate("document.querySelectorAll('#time .swatch').length").intValue();
      int bars = tab.evaluate("document.querySelectorAll('#time svg rect').length").intValue();
      assertThat(bars / parts).isEqualTo((401 + size - 1) / size);
      assertThat(said.group(2)).isEqualTo(401 % size == 0 ? null : String.valueOf(401 % size));
    }
  }

  @Test
  void timeOnTheCpuIsNotDividedIntoDeviceAndHost() throws IOException {
    Trained run = Trained.of(folder.resolve("run"), "iris", "epochs=3");
    String legend = "document.querySelector('#time .legend').textContent";
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      assertThat(tab.evaluate(legend).stringValue())
          .contains("steps ", "shuffling the rows ", "evaluation ", "saving ")
          .doesNotContain("device", "host", "order");
    }

    Path about = run.path("about.json");
    Files.writeString(
        about, Files.readString(about).replace("\"backend\":\"java\"", "\"backend\":\"opencl\""));
    Reports.write(run.folder(), () -> Devices.find("cpu"), Assertions::fail);

    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      assertThat(tab.evaluate(legend).stringValue())
          .contains("device: steps ", "data: shuffling the rows ", "device: evaluation ")
          .contains("host: reading back and saving ");
    }
  }

  private static int[] ints(JsonNode list) {
    return list.valueStream().mapToInt(JsonNode::intValue).toArray();
  }

  private String seed() {
    return "seed=" + random.nextInt(1000);
  }
}
