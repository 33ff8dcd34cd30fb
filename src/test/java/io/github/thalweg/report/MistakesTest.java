package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.lookup.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is said above the rows that a model took for others. */
class MistakesTest {
  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;

  @Test
  void oneMistakeIsTheOnlyOneAndSeveralAreCounted() throws IOException {
    Trained run = Trained.of(folder.resolve("run"), "iris", "epochs=1");

    assertThat(title(run, 2)).isEqualTo("All 2 mistakes");
    assertThat(title(run, 1)).isEqualTo("The only mistake");
    assertThat(title(run, 0)).isEqualTo("No mistakes");
  }

  @Test
  void rowsAreSaidToBeCountedInTheDataAndLinesInTheFile() throws IOException {
    Trained rows = Trained.of(folder.resolve("rows"), "iris", "epochs=1");
    StringBuilder csv = new StringBuilder("a,kind\n");
    for (int i = 0; i < 40; i++) {
      // The kinds have nothing to do with the numbers, each of which stands on one line only.
      csv.append(1000 + i).append(',').append(i * 7 % 3 == 0 ? "one" : "other").append("\n\n");
    }
    Files.writeString(folder.resolve("kinds.csv"), csv.toString());
    Path settings =
        Files.writeString(
            folder.resolve("kinds.yaml"),
            """
            data: {source: csv, path: kinds.csv, target: kind, standardize: true, split: {test: 0.5}}
            model: [{dense: 2}]
            loss: cross_entropy
            optimizer: sgd
            epochs: 1
            """);
    Trained lines = Trained.of(folder.resolve("lines"), settings.toString());

    JsonNode items = lines.json("evaluation.json").at("/mistakes/items");
    assertThat(items).isNotEmpty();
    for (JsonNode item : items) {
      String line = csv.toString().lines().toList().get(item.get("line").intValue() - 1);
      assertThat(line)
          .startsWith(Math.round(item.at("/features/a").doubleValue()) + ",")
          .endsWith("," + item.get("actual").stringValue());
    }
    assertThat(lead(lines)).endsWith(" Line numbers are those of the file.");
    assertThat(lead(rows)).endsWith(" Row numbers are those of the data, from 1.");
  }

  private static String lead(Trained run) {
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      return tab.evaluate("document.querySelector('#mistakes .lead').textContent").stringValue();
    }
  }

  /** Of a page that tells of so many of the mistakes that the run has made. */
  private static String title(Trained run, int mistakes) throws IOException {
    ObjectNode evaluation = (ObjectNode) run.json("evaluation.json");
    ObjectNode made = (ObjectNode) evaluation.get("mistakes");
    made.put("total", mistakes);
    while (made.get("items").size() > mistakes) {
      made.withArray("items").remove(0);
    }
    Files.writeString(run.path("evaluation.json"), evaluation.toString());
    Reports.write(run.folder(), () -> Devices.find("cpu"), _ -> {});
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      return tab.evaluate("document.querySelector('#mistakes h3').textContent").stringValue();
    }
  }
}
