package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.TestSeed;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The closed-form answer beside what descent finds, in a browser. */
class LeastSquaresPageTest {
  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;
  private final String data = "data.seed=" + TestSeed.random().nextInt(1000);

  /** A line through rows by the textbook's formulas. */
  private record Line(double slope, double intercept, double loss) {
    static Line through(Dataset rows) {
      int n = rows.rows();
      double meanX = 0;
      double meanY = 0;
      for (int i = 0; i < n; i++) {
        meanX += rows.features().get(i) / (double) n;
        meanY += rows.targets().get(i) / (double) n;
      }
      double xy = 0;
      double xx = 0;
      double yy = 0;
      for (int i = 0; i < n; i++) {
        double dx = rows.features().get(i) - meanX;
        double dy = rows.targets().get(i) - meanY;
        xy += dx * dy;
        xx += dx * dx;
        yy += dy * dy;
      }
      double slope = xy / xx;
      return new Line(slope, meanY - slope * meanX, (yy - slope * xy) / n);
    }

    void isShownBy(JsonNode weights) {
      assertThat(weights).hasSize(3);
      assertThat(weights.get(0).doubleValue()).isCloseTo(slope, within(2e-4));
      assertThat(weights.get(1).doubleValue()).isCloseTo(intercept, within(2e-4));
      assertThat(weights.get(2).doubleValue()).isCloseTo(loss, within(2e-5));
    }
  }

  private Trained trained(String name, double rate) {
    return Trained.of(
        folder.resolve(name),
        "line",
        data,
        "data.noise=0.3",
        "epochs=30",
        "optimizer.sgd.lr=" + rate);
  }

  private Line answer() {
    return Line.through(
        PreparedRun.of(RunFile.read("line", List.of(data, "data.noise=0.3"))).data().train());
  }

  @Test
  void answerIsInTheLegendAndInTheTable() {
    Trained run = trained("run", 0.3);
    try (Browser.Tab tab = browser.open(run.url(), 390, true)) {
      answer()
          .isShownBy(
              tab.evaluate(
                  """
                  document.querySelector('#descent-legend .least-squares b').textContent.replaceAll('−', '-')
                    .match(/w₁ (.*), w₂ (.*), loss (.*)/).slice(1).map(Number)\
                  """));
      for (int step : new int[] {0, 30}) {
        DescentPageTest.slide(tab, step);
        assertThat(
                tab.evaluate(
                        "document.querySelector('#descent-table tbody tr:last-child th').textContent")
                    .stringValue())
            .isEqualTo("least squares");
        answer()
            .isShownBy(
                tab.evaluate(
                    """
                    [...document.querySelectorAll('#descent-table tbody tr:last-child td')].slice(0, 3)
                      .map(cell => Number(cell.textContent.replace('−', '-')))\
                    """));
      }
    }
  }

  @Test
  void crossLiesWhereTheAnswerIs() {
    Trained run = trained("run", 0.3);
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      JsonNode cross =
          tab.evaluate(
              """
              document.querySelector('.descent-map g.least-squares').getAttribute('transform').match(/-?[\\d.]+/g).map(Number)\
              """);
      double[] point =
          Plot.read(tab, "page .descent-map", false)
              .linearPoint(cross.get(0).doubleValue(), cross.get(1).doubleValue());
      assertThat(point[0]).isCloseTo(answer().slope, within(0.02));
      assertThat(point[1]).isCloseTo(answer().intercept, within(0.02));
    }
  }

  @Test
  void lossOfTheAnswerIsALevelUnderTheLosses() {
    Trained run = trained("run", 0.3);
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      levelIsThere(tab, "train");
      assertThat(tab.evaluate("document.querySelector('#loss .lead').textContent").stringValue())
          .startsWith("Dashed: ");
    }
  }

  @Test
  void runsSideBySideHaveTheAnswerOnEveryMapInTheChartAndInTheTable() {
    String page =
        Trained.compared(folder.resolve("both.html"), trained("slow", 0.05), trained("fast", 0.3));
    try (Browser.Tab tab = browser.open(page, 1240, false)) {
      assertThat(
              tab.evaluate("document.querySelectorAll('.descent-map g.least-squares').length")
                  .intValue())
          .isEqualTo(2);
      levelIsThere(tab, "lr 0.05", "lr 0.3");
      JsonNode row =
          tab.evaluate(
              "[...document.querySelectorAll('#comparison tfoot tr > *')].map(cell => cell.textContent)");
      assertThat(row.get(0).stringValue()).isEqualTo("least squares");
      assertThat(Double.parseDouble(row.get(1).stringValue()))
          .isCloseTo(answer().loss, within(1e-4));
      assertThat(tab.evaluate("document.getElementById('opening').textContent").stringValue())
          .contains(", where the path of lr 0.3 has gone a third of its way");
    }
  }

  private void levelIsThere(Browser.Tab tab, String... lines) {
    Plot plot = Plot.read(tab, "loss", false);
    assertThat(plot.lines()).startsWith(lines).endsWith("least squares").hasSize(lines.length + 1);
    double loss = answer().loss;
    for (double[] point : plot.points("least squares")) {
      assertThat(point[1]).isCloseTo(loss, within(2 * plot.pixel(loss)));
    }
    assertThat(plot.points("least squares")).hasSameSizeAs(plot.points(lines[0]));
  }

  @Test
  void rowsThatDoNotDetermineBothWeightsHaveNoAnswerAndThePageSaysSo() {
    Trained run =
        Trained.of(
            folder.resolve("run"),
            "seed",
            "model=[{dense: 1}]",
            "init=random",
            "data.features=[[2], [2], [2]]",
            "data.targets=[[1], [2], [4]]");
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      assertThat(tab.evaluate("document.getElementById('descent').textContent").stringValue())
          .contains("the training rows do not determine the parameters: x1 and the bias depend on");
      assertThat(tab.evaluate("document.querySelectorAll('.least-squares').length").intValue())
          .isZero();
      assertThat(Plot.read(tab, "loss", false).lines()).containsExactly("train");
    }
  }
}
