package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The page of several runs, in a browser. */
class ComparisonPageTest {
  private static final int WIDE = 1240;
  private static final int PHONE = 390;

  private static final String LEAD = "document.querySelector('#table .lead').textContent";
  private static final String BESTS = "document.querySelectorAll('#comparison td.best').length";

  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;

  private Trained trained(String name, String recipe, String... assignments) {
    return Trained.of(folder.resolve(name), recipe, assignments);
  }

  private Browser.Tab open(int width, Trained... runs) {
    return browser.open(Trained.compared(folder.resolve("all.html"), runs), width, false);
  }

  @Test
  void lossesOfDifferentKindsHaveAChartEach() {
    Trained flowers = trained("flowers", "iris", "epochs=3");
    Trained line = trained("line", "line", "epochs=4");
    try (Browser.Tab tab = open(WIDE, flowers, line)) {
      assertThat(Plot.read(tab, "loss", false).lines()).containsExactly("flowers");
      assertThat(Plot.read(tab, "loss-2", false).lines()).containsExactly("line");
      assertThat(texts(tab, "#loss .axis-title, #loss-2 .axis-title"))
          .containsExactly("cross-entropy, nats", "epoch", "mean squared error", "epoch");
      assertThat(tab.evaluate("document.querySelector('#loss .readout').textContent").stringValue())
          .startsWith("epoch 3 · flowers ");
    }
  }

  @Test
  void noneIsTheBestOfRunsThatLearnedSomethingElse() {
    Trained flowers = trained("flowers", "iris", "epochs=2");
    Trained digits = trained("digits", "digits", "epochs=2");
    try (Browser.Tab tab = open(WIDE, flowers, digits)) {
      assertThat(tab.evaluate(BESTS).intValue()).isZero();
      assertThat(tab.evaluate(LEAD).stringValue())
          .endsWith(
              "; none is marked as the best, because the runs do not have the same data and loss.");
    }
  }

  @Test
  void ofDifferentLossesOverTheSameRowsTheErrorsAreRankedAndNotTheLosses() {
    String data = "data.split={test: 0.2}";
    Trained squared = trained("squared", "line", "epochs=5", data);
    Trained huber = trained("huber", "line", "epochs=5", data, "loss={huber: {delta: 0.5}}");
    try (Browser.Tab tab = open(WIDE, squared, huber)) {
      assertThat(tab.evaluate(BESTS).intValue()).isOne();
      assertThat(
              tab.evaluate(
                      """
                      (best => best.closest('table').querySelectorAll('thead th')[best.cellIndex].textContent)
                        (document.querySelector('#comparison td.best'))\
                      """)
                  .stringValue())
          .isEqualTo("test RMSE");
      assertThat(tab.evaluate(LEAD).stringValue())
          .endsWith("; the best is in bold if the runs have the same data and loss.");
    }
  }

  @Test
  void standardizedOrNotTheDataAreTheSame() {
    Trained plain = trained("plain", "iris", "epochs=2", "data.standardize=false");
    Trained scaled = trained("scaled", "iris", "epochs=2");
    try (Browser.Tab tab = open(WIDE, plain, scaled)) {
      assertThat(tab.evaluate(LEAD).stringValue()).endsWith("; the best of each is in bold.");
      assertThat(tab.evaluate(BESTS).intValue()).isBetween(3, 4);
    }
  }

  @Test
  void runsThatDifferInMuchAreNamedByTheirFoldersAndTheirFiguresAreInSight() {
    Trained flowers = trained("first", "iris", "epochs=2");
    Trained digits = trained("second", "digits", "epochs=2");
    Trained line = trained("third", "line", "epochs=2");
    try (Browser.Tab tab = open(WIDE, flowers, digits, line)) {
      assertThat(texts(tab, "#comparison tbody th")).containsExactly("first", "second", "third");
      assertThat(texts(tab, "#comparison thead th").subList(0, 7))
          .containsExactly(
              "run",
              "train loss",
              "test loss",
              "test accuracy",
              "epochs",
              "training time",
              "data.source");
      assertThat(
              tab.evaluate(
                      "document.querySelectorAll('#comparison tbody td')[4].getBoundingClientRect().right")
                  .doubleValue())
          .isLessThan(WIDE / 2.0);
    }
  }

  @Test
  void foldersOfOneNameAreToldApartByWhatDiffers() {
    Trained one = trained("a/run", "iris", "epochs=2");
    Trained other =
        trained("b/run", "iris", "epochs=3", "batch=8", "seed=7", "optimizer.adam.lr=0.02");
    try (Browser.Tab tab = open(WIDE, one, other)) {
      assertThat(Plot.read(tab, "loss", false).lines())
          .doesNotHaveDuplicates()
          .allMatch(name -> name.contains("batch "));
    }
  }

  @Test
  void runThatEndedEarlierIsNamedWithItsLastValue() {
    Trained shorter = trained("short", "iris", "epochs=3");
    Trained longer = trained("long", "iris", "epochs=6", "optimizer.adam.lr=0.02");
    try (Browser.Tab tab = open(PHONE, shorter, longer)) {
      String legend = "document.querySelector('#loss .legend').textContent";
      String third =
          tab.evaluate("number(" + shorter.metrics().get(2).get("train_loss").doubleValue() + ")")
              .stringValue();
      assertThat(tab.evaluate(legend).stringValue())
          .startsWith("lr 0.01, epochs 3 " + third + " (epoch 3)lr 0.02, epochs 6 ");
      tab.evaluate("document.querySelector('#loss svg').focus()");
      tab.press("ArrowLeft");
      assertThat(tab.evaluate(legend).stringValue()).contains(third + " (epoch 3)");
      assertThat(tab.evaluate("document.querySelectorAll('#loss .dot').length").intValue()).isOne();
      tab.press("Home");
      assertThat(tab.evaluate(legend).stringValue()).doesNotContain("(epoch");
      assertThat(tab.evaluate("document.querySelectorAll('#loss .dot').length").intValue())
          .isEqualTo(2);
    }
  }

  @Test
  void devicesAreNamedWhereTheyDiffer() throws IOException {
    Trained cpu = trained("one", "seed");
    Trained opencl = trained("two", "seed");
    Trained moved = trained("three", "seed");
    try (Browser.Tab tab = open(WIDE, cpu, opencl)) {
      assertThat(texts(tab, "#comparison thead th")).doesNotContain("device");
    }
    saysOfItself(opencl, "\"id\":\"cpu\"", "\"id\":\"opencl:0\"");
    saysOfItself(
        moved, "\"versions\"", "\"resumed\":[{\"device\":{\"id\":\"ptx:1\"}}],\"versions\"");
    try (Browser.Tab tab = open(WIDE, cpu, opencl, moved)) {
      assertThat(texts(tab, "#comparison thead th")).startsWith("run", "device");
      assertThat(texts(tab, "#comparison tbody td:nth-child(2)"))
          .containsExactly("cpu", "opencl:0", "cpu, then ptx:1");
    }
    saysOfItself(opencl, "\"device\":{\"id\":\"opencl:0\"", "\"forgotten\":{\"id\":\"opencl:0\"");
    try (Browser.Tab tab = open(WIDE, cpu, opencl)) {
      assertThat(texts(tab, "#comparison thead th")).doesNotContain("device");
    }
  }

  private static void saysOfItself(Trained run, String before, String after) throws IOException {
    Path about = run.path("about.json");
    Files.writeString(about, Files.readString(about).replace(before, after));
  }

  private static List<String> texts(Browser.Tab tab, String elements) {
    return tab.evaluate(
            "[...document.querySelectorAll('" + elements + "')].map(one => one.textContent)")
        .valueStream()
        .map(JsonNode::stringValue)
        .toList();
  }
}
