package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.lookup.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the page of a run says whose folder no longer has all that was written there. */
class LostFilesPageTest {
  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;
  private Trained run;

  @BeforeEach
  void train() {
    run = Trained.of(folder.resolve("run"), "iris", "epochs=4");
  }

  @Test
  void epochsAreThoseOfTheRunAndOneThatIsKnownIsNotTheBest() throws IOException {
    assertThat(tiles())
        .contains("epochs48 steps each")
        .anyMatch(tile -> tile.startsWith("train loss") && tile.endsWith(", the best"));

    Files.writeString(run.path("metrics.jsonl"), run.metrics().getLast() + "\n");

    assertThat(tiles())
        .contains("epochs48 steps each")
        .filteredOn(tile -> tile.contains("in the last epoch") && !tile.startsWith("speed"))
        .hasSize(3)
        .allMatch(tile -> tile.contains("in the last epoch that is known"))
        .noneMatch(tile -> tile.contains("best"));
    assertThat(tiles())
        .anyMatch(tile -> tile.matches("training time.*\\h[mµ]?sof 1 epoch, without evaluation"));
  }

  @Test
  void withoutItsMetricsNobodyKnowsHowFarARunWent() throws IOException {
    Files.delete(run.path("metrics.jsonl"));

    assertThat(tiles()).contains("epochs–of 4", "training time–without evaluation");
    Path about = run.path("about.json");
    Files.writeString(about, Files.readString(about).replace("\"completed\"", "\"stopped\""));
    assertThat(banners())
        .first()
        .asString()
        .isEqualTo("stopped: Stopped before the end of its 4 epochs.");
  }

  @Test
  void withoutItsAboutNobodyKnowsHowARunEnded() throws IOException {
    Files.delete(run.path("about.json"));

    assertThat(banners())
        .containsExactly(
            "unknown: How the run ended is not known: its about.json is missing or damaged.");
  }

  private List<String> tiles() {
    return texts("[...document.querySelectorAll('.tile')].map(tile => tile.textContent)");
  }

  private List<String> banners() {
    return texts(
        "[...document.querySelectorAll('.banner')]"
            + ".map(banner => banner.dataset.status + ': ' + banner.textContent)");
  }

  /** Of the page as it is made of the folder now. */
  private List<String> texts(String expression) {
    Reports.write(run.folder(), () -> Devices.find("cpu"), _ -> {});
    try (Browser.Tab tab = browser.open(run.url(), 1240, false)) {
      return tab.evaluate(expression).valueStream().map(JsonNode::stringValue).toList();
    }
  }
}
