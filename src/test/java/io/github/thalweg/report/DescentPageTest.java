package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.engine.lookup.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The picture of descent, in a browser. */
class DescentPageTest {
  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;

  @Test
  void sliderMovesThePointAlongThePath() {
    Trained run = Trained.of(folder.resolve("run"), "line");
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      for (int step : new int[] {0, 1, 7, 41}) {
        slide(tab, step);
        double[] point = point(tab);
        JsonNode epoch = run.metrics().get(step);
        assertThat(point[0]).isCloseTo(epoch.get("w1").doubleValue(), within(0.02));
        assertThat(point[1]).isCloseTo(epoch.get("w2").doubleValue(), within(0.02));
        assertThat(
                tab.evaluate("document.querySelectorAll('#descent-table tbody td')[2].textContent")
                    .stringValue())
            .startsWith("%.3f".formatted(epoch.get("train_loss").doubleValue()).substring(0, 4));
      }
    }
  }

  @Test
  void arrowKeysStepAndTheArrowPointsDownhill() {
    Trained run = Trained.of(folder.resolve("run"), "line");
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      slide(tab, 0);
      tab.evaluate("document.getElementById('step').focus()");
      tab.press("ArrowRight");
      assertThat(tab.evaluate("document.querySelector('.steps output').textContent").stringValue())
          .isEqualTo("step 1 of 60");

      JsonNode epoch = run.metrics().get(1);
      String[] ends =
          tab.evaluate("document.querySelector('path.arrow').getAttribute('d')")
              .stringValue()
              .substring(1)
              .split("[L ,]", -1);
      double dx = Double.parseDouble(ends[2]) - Double.parseDouble(ends[0]);
      double dy = Double.parseDouble(ends[3]) - Double.parseDouble(ends[1]);
      double slope1 = epoch.get("g1").doubleValue();
      double slope2 = epoch.get("g2").doubleValue();
      // Pixels grow downwards.
      assertThat(Math.atan2(-dy, dx)).isCloseTo(Math.atan2(-slope2, -slope1), within(0.01));
    }
  }

  @Test
  void lossAndSlopeHaveTheSameNamesInTheTableAndInWords() {
    Trained run = Trained.of(folder.resolve("run"), "line", "epochs=3");
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      JsonNode names =
          tab.evaluate(
              "[...document.querySelectorAll('#descent-table thead th')].map(name => name.textContent)");
      assertThat(names.valueStream().map(JsonNode::stringValue))
          .containsExactly("found by", "w₁", "w₂", "loss", "∂loss/∂w₁", "∂loss/∂w₂");
      assertThat(tab.evaluate("document.querySelector('#descent .lead').textContent").stringValue())
          .contains("the slope (∂loss/∂w₁, ∂loss/∂w₂)");
    }
  }

  @Test
  void pathThatLeavesThePictureSaysSo() {
    Trained still = Trained.of(folder.resolve("still"), "line", "optimizer.sgd.lr=0.1");
    Trained wild = Trained.of(folder.resolve("wild"), "line", "optimizer.sgd.lr=1.2");
    String page = Trained.compared(folder.resolve("both.html"), still, wild);
    for (int width : new int[] {1240, 390}) {
      try (Browser.Tab tab = browser.open(page, width, true)) {
        assertThat(tab.evaluate("document.documentElement.scrollWidth").intValue())
            .isLessThanOrEqualTo(width);
        slide(tab, 30);
        JsonNode notes =
            tab.evaluate(
                "[...document.querySelectorAll('.descent-map .readout')].map(note => note.textContent)");
        assertThat(notes.get(0).stringValue()).isEmpty();
        assertThat(notes.get(1).stringValue()).startsWith("outside the picture since step ");
        assertThat(
                tab.evaluate("document.querySelectorAll('.descent-map circle.here').length")
                    .intValue())
            .isEqualTo(1);
        assertThat(
                tab.evaluate("document.querySelectorAll('#comparison tbody tr').length").intValue())
            .isEqualTo(2);
        // The best loss, and no other, is set off.
        assertThat(
                tab.evaluate(
                        """
                        (() => {
                          const cells = [...document.querySelectorAll('#comparison tbody tr')]
                            .map(row => row.querySelector('td.right'));
                          const losses = pageData.runs.map(run => run.metrics.at(-1).train_loss);
                          return cells.findIndex(cell => cell.classList.contains('best'))
                              === losses.indexOf(Math.min(...losses))
                            && document.querySelectorAll('#comparison td.best').length;
                        })()\
                        """)
                    .asString())
            .isEqualTo("1");
      }
    }
  }

  @Test
  void slopeBeyondThePictureIsNotKnownAndARunThatFailedIsMarked() throws IOException {
    Trained still = Trained.of(folder.resolve("still"), "line", "optimizer.sgd.lr=0.1", "epochs=2");
    Trained wild = Trained.of(folder.resolve("wild"), "line", "optimizer.sgd.lr=1e9", "epochs=1");
    Path about = wild.path("about.json");
    String failed = Files.readString(about).replaceAll("\"(completed|diverged)\"", "\"failed\"");
    Files.writeString(about, failed);
    Path lines = wild.path("metrics.jsonl"); // It fails with the lowest loss of all.
    Files.writeString(
        lines, Files.readString(lines).replaceAll("(\"train_loss\":)[^,]+", "$10.001"));
    String page = Trained.compared(folder.resolve("both.html"), still, wild);
    try (Browser.Tab tab = browser.open(page, 1240, false)) {
      slide(tab, 1);
      assertThat(
              tab.evaluate(
                  "[...document.querySelectorAll('#descent-table tbody tr')]"
                      + ".map(row => [...row.cells].slice(-2).map(cell => cell.textContent).join())"))
          .extracting(JsonNode::stringValue)
          .satisfiesExactly(
              known -> assertThat(known).matches("[−\\d.]+,[−\\d.]+"),
              beyond -> assertThat(beyond).isEqualTo("–,–"),
              answer -> assertThat(answer).isEqualTo("0,0"));
      assertThat(
              tab.evaluate(
                  "[...document.querySelectorAll('#comparison tbody tr')].map(row =>"
                      + " row.cells[row.cells.length - 1].textContent + row.querySelectorAll('.best').length)"))
          .extracting(JsonNode::stringValue)
          .containsExactly("completed1", "failed0");
    }
  }

  @Test
  void tableSaysOfWhichStepItsFiguresAre() {
    Trained run = Trained.of(folder.resolve("run"), "line", "epochs=20");
    String caption = "document.querySelector('#descent-table caption').textContent";
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      String opening = tab.evaluate("document.getElementById('step').value").stringValue();
      assertThat(tab.evaluate(caption).stringValue()).isEqualTo("At step " + opening);
      slide(tab, 13);
      assertThat(tab.evaluate(caption).stringValue()).isEqualTo("At step 13");
    }
  }

  @Test
  void pageSaysWhyItOpensAtItsStep() {
    Trained run = Trained.of(folder.resolve("run"), "line", "optimizer.sgd.lr=0.05");
    List<JsonNode> path = run.metrics();
    double length = 0;
    double[] gone = new double[path.size()];
    for (int i = 1; i < path.size(); i++) {
      length +=
          Math.hypot(
              path.get(i).get("w1").doubleValue() - path.get(i - 1).get("w1").doubleValue(),
              path.get(i).get("w2").doubleValue() - path.get(i - 1).get("w2").doubleValue());
      gone[i] = length;
    }
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      int step =
          Integer.parseInt(tab.evaluate("document.getElementById('step').value").stringValue());
      assertThat(tab.evaluate("document.getElementById('opening').textContent").stringValue())
          .startsWith(
              "The page opens at step " + step + ", where the path has gone a third of its way");
      // After the last epoch there is one more step, which is short.
      assertThat(gone[step] / length).isCloseTo(1 / 3.0, within(0.06));
      assertThat(gone[step - 1] / length).isLessThan(1 / 3.0);
    }
  }

  @Test
  void pageOfAPathThatLeavesThePictureOpensBeforeThatAndSaysSo() {
    Trained atOnce =
        Trained.of(folder.resolve("at-once"), "line", "optimizer.sgd.lr=1e9", "epochs=2");
    Trained later =
        Trained.of(folder.resolve("later"), "line", "optimizer.sgd.lr=1.2", "epochs=99");
    String said = "document.getElementById('opening').textContent";
    try (Browser.Tab tab = browser.open(atOnce.url(), 1240, false)) {
      assertThat(tab.evaluate(said).stringValue())
          .startsWith("The page opens at step 0, after which the path leaves the picture. Drag");
    }
    try (Browser.Tab tab = browser.open(later.url(), 1240, false)) {
      int step =
          Integer.parseInt(tab.evaluate("document.getElementById('step').value").stringValue());
      assertThat(step).isPositive();
      assertThat(tab.evaluate(said).stringValue())
          .startsWith("The page opens at step " + step + ", after which the path leaves");
      String outside = "document.querySelector('.descent-map .readout').textContent";
      assertThat(tab.evaluate(outside).stringValue()).isEmpty();
      slide(tab, step + 1);
      assertThat(tab.evaluate(outside).stringValue()).startsWith("outside the picture since step ");
    }
  }

  @Test
  void hillsHaveTwoValleysAndTheStartDecides() {
    Trained one =
        Trained.of(folder.resolve("one"), "hills", "init={0.weight: [0.3], 2.weight: [0.2]}");
    Trained other =
        Trained.of(folder.resolve("other"), "hills", "init={0.weight: [-0.3], 2.weight: [-0.2]}");

    JsonNode right = one.json("evaluation.json").get("weights");
    JsonNode left = other.json("evaluation.json").get("weights");
    assertThat(right.get(0).doubleValue()).isGreaterThan(1);
    assertThat(left.get(0).doubleValue()).isCloseTo(-right.get(0).doubleValue(), within(1e-3));
    assertThat(left.get(1).doubleValue()).isCloseTo(-right.get(1).doubleValue(), within(1e-3));
    try (Browser.Tab tab = browser.open(one.url(), 1240, false)) {
      slide(tab, 60);
      assertThat(point(tab)[0]).isCloseTo(right.get(0).doubleValue(), within(0.02));
      assertThat(
              tab.evaluate("document.querySelectorAll('.descent-map path.contour').length")
                  .intValue())
          .isGreaterThan(6);
      // Valleys that no formula knows.
      assertThat(tab.evaluate("document.getElementById('page').textContent").stringValue())
          .doesNotContain("least squares", "least-squares");
    }
  }

  @Test
  void runOfAnotherModelBesideThemIsNoReasonForNoPicture() {
    Trained other = Trained.of(folder.resolve("other"), "iris", "epochs=3");
    Trained line = Trained.of(folder.resolve("line"), "line", "epochs=5");
    String page = Trained.compared(folder.resolve("both.html"), other, line);
    try (Browser.Tab tab = browser.open(page, 1240, false)) {
      assertThat(tab.evaluate("document.querySelectorAll('.descent-map').length").intValue())
          .isOne();
      // Its answer is none to what the other one learns.
      assertThat(tab.evaluate("document.querySelectorAll('#comparison tfoot').length").intValue())
          .isZero();
      assertThat(Plot.read(tab, "loss-2", false).lines()).containsExactly("line");
    }
  }

  @Test
  void surfaceAroundALargerModelIsDrawnWithTheModelInItsMiddle() {
    Trained run = Trained.of(folder.resolve("run"), "iris", "epochs=3");
    Surfaces.write(
        run.folder(),
        Devices.find("cpu"),
        new Surfaces.Settings(9, 0.5, 100, 3),
        _ -> {},
        Assertions::fail);
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      assertThat(tab.evaluate("document.getElementById('surface').textContent").stringValue())
          .contains(
              "(seed 3)",
              "at 0.1 by a tenth of their length, at 1 by their whole length",
              "100 training rows");
      double[] point = point(tab);
      assertThat(point).containsExactly(new double[] {0, 0}, within(1e-6));
      // A canvas that nothing was painted on has one colour.
      assertThat(
              tab.evaluate(
                      """
                      [...document.querySelectorAll('#surface canvas')].every(canvas => new Set(new Uint32Array(
                        canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size > 50)\
                      """)
                  .booleanValue())
          .isTrue();
    }
  }

  static void slide(Browser.Tab tab, int step) {
    tab.evaluate(
        """
        (() => {
          const slider = document.getElementById('step');
          slider.value = STEP;
          slider.dispatchEvent(new Event('input', { bubbles: true }));
        })()\
        """
            .replace("STEP", Integer.toString(step)));
    tab.settle();
  }

  /** Where the point is, in the units that the axes of the first map show. */
  private static double[] point(Browser.Tab tab) {
    JsonNode here =
        tab.evaluate(
            """
            (here => [here.getAttribute('cx'), here.getAttribute('cy')].map(Number))
              (document.querySelector('.descent-map svg circle.here'))\
            """);
    return Plot.read(tab, "page .descent-map", false)
        .linearPoint(here.get(0).doubleValue(), here.get(1).doubleValue());
  }
}
