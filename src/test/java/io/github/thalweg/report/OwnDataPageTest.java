package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The page of a run on a file of one's own, in a browser. */
class OwnDataPageTest {
  private static final int WIDE = 1240;

  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;

  @Test
  void oneRowIsPutInWordsInsteadOfAPictureOfIt() throws IOException {
    Trained run =
        trained(
            "x,y\n1,2\n2,4\n3,6.5\n",
            """
            data: {source: csv, path: data.csv, target: y}
            model: [{dense: 1}]
            loss: mse
            optimizer: {sgd: {lr: 0.1}}
            """);
    JsonNode only = run.json("evaluation.json").get("regression").get(0);
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      assertThat(tab.evaluate("document.querySelector('#quality').textContent").stringValue())
          .contains(
              "There is only one row: its value is " + only.get("actual").get(0).doubleValue())
          .doesNotContain("R²", "RMSE");
      assertThat(tab.evaluate("document.querySelectorAll('#quality svg').length").intValue())
          .isZero();
    }
  }

  @Test
  void shareThatIsExplainedIsPutInWordsWhateverItsSign() throws IOException {
    Trained bad =
        trained(
            "x,y\n1,101\n2,102\n3,103\n4,104.5\n",
            """
            data: {source: csv, path: data.csv, target: y, split: none}
            model: [{dense: 1}]
            loss: mse
            optimizer: {sgd: {lr: 1.0e-9}}
            epochs: 1
            """);
    assertThat(bad.json("evaluation.json").at("/regression/0/r2").doubleValue()).isNegative();
    String lead = "document.querySelector('#regression .lead').textContent";
    try (Browser.Tab tab = browser.open(bad.url(), WIDE, false)) {
      assertThat(tab.evaluate(lead).stringValue())
          .contains("R² −")
          .endsWith(" (below 0: worse than always predicting the mean).");
      assertThat(tab.evaluate("r2InWords(0.25)").stringValue())
          .isEqualTo("1 is exact, 0 is no better than always predicting the mean");
    }
  }

  @Test
  void rowsThatAreAllEqualHaveNoShareThatIsExplained() throws IOException {
    Trained run =
        trained(
            "x,y\n1,3\n2,3\n5,3\n7,3\n",
            """
            data: {source: csv, path: data.csv, target: y, split: none}
            model: [{dense: 1}]
            loss: mse
            optimizer: {sgd: {lr: 0.001}}
            """);
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      assertThat(
              tab.evaluate("document.querySelector('#regression .lead').textContent").stringValue())
          .endsWith("; there is no R², because all of them are equal.");
    }
  }

  @Test
  void namesFromTheDataAreTextAndNeverMarkup() throws IOException {
    String hostile = "</script><img src=x onerror=alert(1)>";
    StringBuilder csv = new StringBuilder("x,kind\n");
    for (int i = 0; i < 20; i++) {
      csv.append(i).append(',').append(i % 2 == 0 ? "plain" : hostile).append('\n');
    }
    Trained run =
        trained(
            csv.toString(),
            """
            data: {source: csv, path: data.csv, target: kind}
            model: [{dense: 2}]
            loss: cross_entropy
            optimizer: {sgd: {lr: 0.01}}
            epochs: 2
            """);
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      assertThat(tab.evaluate("document.querySelectorAll('img').length").intValue()).isZero();
      assertThat(tab.evaluate("document.querySelector('#confusion').textContent").stringValue())
          .contains(hostile);
    }
  }

  /** Trains on {@code data.csv}, by a run file beside it. */
  private Trained trained(String csv, String settings) throws IOException {
    Files.writeString(folder.resolve("data.csv"), csv);
    Path runFile = Files.writeString(folder.resolve("own.yaml"), settings);
    return Trained.of(folder.resolve("run"), runFile.toString());
  }
}
