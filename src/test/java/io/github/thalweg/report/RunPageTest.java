package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.TestSeed;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.train.RunFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The page of one run, in a browser. */
class RunPageTest {
  private final Random random = TestSeed.random();
  private static final int WIDE = 1240;
  private static final int PHONE = 390;

  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"seed", "line", "iris", "digits"})
  void pageOpensWithoutComplaintAndFitsAPhone(String recipe) {
    Trained run = Trained.of(folder.resolve("run"), recipe, "epochs=3");
    for (int width : new int[] {WIDE, PHONE}) {
      for (boolean dark : new boolean[] {false, true}) {
        try (Browser.Tab tab = browser.open(run.url(), width, dark)) {
          assertThat(tab.evaluate("document.documentElement.scrollWidth").intValue())
              .isLessThanOrEqualTo(width);
          assertThat(tab.evaluate("document.querySelectorAll('figure svg').length").intValue())
              .isGreaterThanOrEqualTo(4);
          assertThat(tab.evaluate("document.documentElement.dataset.theme").stringValue())
              .isEqualTo(dark ? "dark" : "light");
        }
      }
    }
  }

  @Test
  void confusionOfTenClassesIsWholeOnAPhone() {
    Trained run = Trained.of(folder.resolve("run"), "digits", "epochs=2", seed());
    try (Browser.Tab tab = browser.open(run.url(), PHONE, false)) {
      assertThat(
              tab.evaluate(
                      """
                      (box => box.scrollWidth - box.clientWidth)(document.querySelector('#confusion .scroll'))\
                      """)
                  .intValue())
          .isLessThanOrEqualTo(0);
      assertThat(tab.evaluate("document.querySelector('#confusion .scroll-hint').hidden"))
          .hasToString("true");
    }
  }

  @Test
  void tableThatIsWiderThanThePageScrollsAndSaysSo() {
    Trained run = Trained.of(folder.resolve("run"), "digits", "epochs=2", seed());
    String hint = "document.querySelector('#model .scroll-hint')";
    try (Browser.Tab tab = browser.open(run.url(), PHONE, false)) {
      assertThat(tab.evaluate(hint + ".textContent").stringValue())
          .isEqualTo("scroll sideways for more →");
      assertThat(tab.evaluate(hint + ".getBoundingClientRect().height").doubleValue()).isPositive();
      tab.evaluate("document.querySelector('#model .scroll').scrollLeft = 10000");
      tab.settle();
      assertThat(tab.evaluate(hint + ".textContent").stringValue())
          .isEqualTo("← scroll sideways for more");
    }
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      assertThat(tab.evaluate(hint + ".getBoundingClientRect().height").doubleValue()).isZero();
    }
  }

  @Test
  void longNamesOfRunsStandBelowTheirCurvesOnAPhone() {
    Trained one = Trained.of(folder.resolve("one"), "iris", "epochs=3", "batch=8");
    Trained two =
        Trained.of(
            folder.resolve("two"), "iris", "epochs=3", "batch=16", "optimizer.adam.lr=0.0321");
    String page = Trained.compared(folder.resolve("both.html"), one, two);
    String beyond =
        """
        [...document.querySelectorAll('figure.card svg text')]
          .filter(text => text.getBoundingClientRect().right > innerWidth - 12).length\
        """;
    String labels = "document.querySelectorAll('#loss .series-label').length";
    String legend = "document.querySelector('#loss .legend').textContent";
    try (Browser.Tab tab = browser.open(page, PHONE, false)) {
      assertThat(tab.evaluate(beyond).intValue()).isZero();
      assertThat(tab.evaluate(labels).intValue()).isZero();
      assertThat(tab.evaluate(legend).stringValue()).contains("batch 8", "lr 0.0321");
    }
    try (Browser.Tab tab = browser.open(page, WIDE, false)) {
      assertThat(tab.evaluate(labels).intValue()).isEqualTo(2);
      assertThat(tab.evaluate(legend).stringValue()).isEmpty();
    }
  }

  @Test
  void runsSideBySideAreNamedByTheirFoldersTooAndDrawnOnceWhereTheyAreTheSame() {
    Trained one = Trained.of(folder.resolve("one"), "iris", "epochs=3", "batch=8");
    Trained two = Trained.of(folder.resolve("batch=16"), "iris", "epochs=3", "batch=16");
    try (Browser.Tab tab =
        browser.open(Trained.compared(folder.resolve("both.html"), one, two), WIDE, false)) {
      assertThat(
              tab.evaluate(
                  "[...document.querySelectorAll('#comparison tbody th')].map(cell => cell.innerText)"))
          .hasToString("[\"batch 8\\none\",\"batch 16\"]");
      Plot rate = Plot.read(tab, "learning-rate", false);
      assertThat(rate.lines()).containsExactly("all runs");
      shows(rate, "all runs", two.metrics(), "learning_rate");
      assertThat(Plot.read(tab, "loss", false).lines()).containsExactly("batch 8", "batch 16");
    }
  }

  @Test
  void lossCurvesShowTheMetrics() {
    int epochs = random.nextInt(5, 12);
    Trained run = Trained.of(folder.resolve("run"), "iris", "epochs=" + epochs, seed());
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      for (boolean logarithmic : new boolean[] {false, true}) {
        if (logarithmic) {
          tab.evaluate("document.querySelector('#loss button.log').click()");
          tab.settle();
        }
        Plot plot = Plot.read(tab, "loss", logarithmic);
        assertThat(plot.lines()).containsExactly("train", "test");
        shows(plot, "train", run.metrics(), "train_loss");
        shows(plot, "test", run.metrics(), "test_loss");
      }
      Plot accuracy = Plot.read(tab, "accuracy", false);
      shows(accuracy, "train", run.metrics(), "train_accuracy");
      shows(accuracy, "test", run.metrics(), "test_accuracy");
    }
  }

  private static void shows(Plot plot, String line, List<JsonNode> metrics, String key) {
    List<double[]> points = plot.points(line);
    assertThat(points).hasSameSizeAs(metrics);
    for (int i = 0; i < points.size(); i++) {
      double value = metrics.get(i).get(key).doubleValue();
      assertThat(points.get(i)[0]).isCloseTo(i + 1, within(0.05));
      assertThat(points.get(i)[1]).as(key + " " + i).isCloseTo(value, within(plot.pixel(value)));
    }
  }

  @Test
  void arrowKeysReadACurveEpochByEpoch() {
    Trained run = Trained.of(folder.resolve("run"), "iris", "epochs=6", seed());
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      tab.evaluate("document.querySelector('#accuracy svg').focus()");
      tab.press("ArrowLeft");
      tab.press("ArrowLeft");

      JsonNode fourth = run.metrics().get(3);
      assertThat(tab.evaluate("document.querySelector('#accuracy .readout').textContent"))
          .hasToString(
              "\"epoch 4 · train %.2f\u00a0%% · test %.2f\u00a0%%\""
                  .formatted(
                      100 * fourth.get("train_accuracy").doubleValue(),
                      100 * fourth.get("test_accuracy").doubleValue()));
    }
  }

  @Test
  void confusionMatrixCountsEveryTestRowOnce() {
    Trained run = Trained.of(folder.resolve("run"), "digits", "epochs=2", seed());
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      JsonNode rows =
          tab.evaluate(
              """
              [...document.querySelectorAll('#confusion tbody tr')].map(row =>
                [...row.querySelectorAll('td:not(.rate)')].map(cell => Number(cell.textContent) || 0))\
              """);
      int all = 0;
      int right = 0;
      for (int i = 0; i < 10; i++) {
        for (int j = 0; j < 10; j++) {
          all += rows.get(i).get(j).intValue();
          right += i == j ? rows.get(i).get(j).intValue() : 0;
        }
      }
      assertThat(all).isEqualTo(359);
      assertThat(right / 359.0)
          .isCloseTo(run.metrics().getLast().get("test_accuracy").doubleValue(), within(1e-6));
      int images =
          tab.evaluate(
                  """
                  [...document.querySelectorAll('#mistakes canvas')].filter(canvas =>
                    canvas.width === 8 && canvas.height === 8
                    && canvas.getContext('2d').getImageData(0, 0, 8, 8).data.some(value => value > 0)).length\
                  """)
              .intValue();
      assertThat(images).isEqualTo(Math.min(16, all - right));
    }
  }

  @Test
  void modelOfOneInputIsDrawnThroughItsData() {
    Trained run = Trained.of(folder.resolve("run"), "line");
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      assertThat(tab.evaluate("document.querySelectorAll('#fit circle').length").intValue())
          .isEqualTo(50);
      assertThat(
              tab.evaluate("document.querySelector('#fit path.fit').getAttribute('d')")
                  .stringValue())
          .startsWith("M");
    }
  }

  @Test
  void labelsOfALogScaleAreOfOneKind() {
    Trained run = Trained.of(folder.resolve("run"), "seed");
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      assertThat(labels(tab, "[0.0001, 0.01, 1, 100]")).containsExactly("10⁻⁴", "10⁻²", "1", "10²");
      assertThat(labels(tab, "[0.0005, 0.001, 0.02]")).containsExactly("5×10⁻⁴", "10⁻³", "2×10⁻²");
      assertThat(labels(tab, "[0.01, 0.1, 1, 20]")).containsExactly("0.01", "0.1", "1", "20");
    }
  }

  private static List<String> labels(Browser.Tab tab, String ticks) {
    return tab.evaluate("tickLabels({log: true, format: number}, " + ticks + ")")
        .valueStream()
        .map(JsonNode::stringValue)
        .toList();
  }

  @Test
  void figuresThatARunHasNotAreNotSpokenOf() {
    Trained seed = Trained.of(folder.resolve("seed"), "seed");
    Trained iris = Trained.of(folder.resolve("iris"), "iris", "epochs=3");
    String lead = "document.querySelector('#course .lead').textContent";
    try (Browser.Tab tab = browser.open(seed.url(), WIDE, false)) {
      assertThat(tab.evaluate(lead).stringValue())
          .endsWith("taken before the update of its step.")
          .doesNotContain("test", "accurac");
      assertThat(tab.evaluate("document.querySelector('header .lead').textContent").stringValue())
          .contains("; 1 row train, 1 a step");
    }
    try (Browser.Tab tab = browser.open(iris.url(), WIDE, false)) {
      assertThat(tab.evaluate(lead).stringValue())
          .endsWith("; test loss and both accuracies are measured after the epoch.");
      assertThat(tab.evaluate("document.querySelector('.tile small').textContent").stringValue())
          .startsWith("in the last epoch");
    }
  }

  @Test
  void gradientNormIsExplainedAndWhyItJumps() {
    Trained batches = Trained.of(folder.resolve("batches"), "iris", "epochs=2");
    Trained whole = Trained.of(folder.resolve("whole"), "iris", "epochs=2", "batch=full");
    String lead = "document.querySelector('#gradient-norm .lead').textContent";
    try (Browser.Tab tab = browser.open(batches.url(), WIDE, false)) {
      assertThat(tab.evaluate(lead).stringValue())
          .startsWith("How steep the loss was")
          .contains("A step sees only its own batch");
    }
    try (Browser.Tab tab = browser.open(whole.url(), WIDE, false)) {
      assertThat(tab.evaluate(lead).stringValue()).doesNotContain("batch");
    }
  }

  @Test
  void pictureNeedsNoFrameThatABusyMachineMayNotGiveInTime() throws IOException {
    Trained run = Trained.of(folder.resolve("run"), "line", "epochs=5");
    String noFrames =
        "<script>window.requestAnimationFrame = () => 0;"
            + " window.ResizeObserver = class { observe() {} };</script></head>";
    Path page =
        Files.writeString(
            folder.resolve("frozen.html"), run.read("report.html").replace("</head>", noFrames));

    BufferedImage picture = ImageIO.read(Picture.of(page).toFile());

    Picture.of(run.path("report.html"));
    BufferedImage usual = ImageIO.read(run.path("report.png").toFile());
    assertThat(picture.getHeight()).isEqualTo(usual.getHeight());
  }

  @Test
  void buttonTurnsTheLightsOffAndOn() {
    Trained run = Trained.of(folder.resolve("run"), "seed");
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      String paper = "getComputedStyle(document.body).backgroundColor";
      String light = tab.evaluate(paper).stringValue();
      tab.evaluate("document.getElementById('theme').focus()");
      tab.press("Enter");
      tab.evaluate("document.getElementById('theme').click()");
      assertThat(tab.evaluate(paper).stringValue()).isNotEqualTo(light);
      tab.evaluate("document.getElementById('theme').click()");
      assertThat(tab.evaluate(paper).stringValue()).isEqualTo(light);
    }
  }

  @Test
  void runThatDivergedSaysSo() {
    Path out = folder.resolve("run");
    try {
      Trained.of(out, "line", "optimizer.sgd.lr=30", "epochs=500");
    } catch (RunFailedException e) {
      // The folder holds the epochs before; that they make a page is what is tested.
    }
    Trained run = new Trained(RunFolder.existing(out));
    Reports.write(run.folder(), () -> Devices.find("cpu"), Assertions::fail);
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      assertThat(tab.evaluate("document.querySelector('.banner').textContent").stringValue())
          .contains("is not finished", "of 500");
      shows(Plot.read(tab, "loss", true), "train", run.metrics(), "train_loss");
    }
  }

  private String seed() {
    return "seed=" + random.nextInt(1000);
  }
}
