package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.lookup.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
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
  void rowsAreSaidToBeCountedWithinTheirPart() {
    Trained split = Trained.of(folder.resolve("split"), "iris", "epochs=1");
    Trained whole = Trained.of(folder.resolve("whole"), "iris", "epochs=1", "data.split=none");

    assertThat(lead(split)).endsWith(" Rows are counted within the test part.");
    assertThat(lead(whole)).endsWith(" Rows are counted within the training part.");
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
