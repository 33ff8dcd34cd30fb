package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.lookup.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The page of a run, and that of runs side by side, are drawn however the runs ended. */
class RunEndingsPageTest {
  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;

  enum Ending {
    STOPPED(
        "Stopped after 3 whole epochs of 3.",
        about -> about.putObject("outcome").put("status", "stopped")),
    FAILED(
        "The loss became NaN.",
        about ->
            about
                .putObject("outcome")
                .put("status", "failed")
                .put("message", "The loss became NaN.")),
    UNFINISHED("The run is not finished", about -> about.remove("outcome")),
    ON_NO_KNOWN_DEVICE("a device that was not recorded", about -> about.remove("device")),
    WITHOUT_COMMAND("How to repeat it", about -> about.remove("command")),
    OF_AN_OLDER_VERSION(
        "How to repeat it",
        about ->
            about.remove(List.of("versions", "started", "settings", "program", "data_checksum"))),
    FAILED_AT_ONCE(
        "The loss became NaN.",
        FAILED.change,
        "metrics.jsonl",
        "model.safetensors",
        "evaluation.json",
        "checkpoint.safetensors"),
    STOPPED_AT_ONCE(
        "Stopped before the end of its 3 epochs.",
        STOPPED.change,
        "metrics.jsonl",
        "evaluation.json"),
    WITHOUT_ABOUT("its about.json is missing or damaged", _ -> {}, "about.json");

    private final String says;
    private final Consumer<ObjectNode> change;
    private final List<String> lost;

    Ending(String says, Consumer<ObjectNode> change, String... lost) {
      this.says = says;
      this.change = change;
      this.lost = List.of(lost);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pagesAreDrawn(Ending ending) throws IOException {
    for (String recipe : List.of("iris", "line")) {
      Trained run = Trained.of(folder.resolve(recipe), recipe, "epochs=3");
      Trained other = Trained.of(folder.resolve(recipe + "-other"), recipe, "epochs=2");
      ObjectNode about = run.json("about.json").asObject();
      ending.change.accept(about);
      Files.writeString(run.path("about.json"), JsonMapper.shared().writeValueAsString(about));
      for (String file : ending.lost) {
        Files.delete(run.path(file));
      }

      Reports.write(run.folder(), () -> Devices.find("cpu"), _ -> {});
      assertDrawn(run.url(), ending.says);
      Path page = folder.resolve(recipe + ".html");
      Reports.compare(
          "Both", List.of(run.folder(), other.folder()), page, () -> Devices.find("cpu"), _ -> {});
      assertDrawn(page.toUri().toString(), "2 runs side by side.");
    }
  }

  private static void assertDrawn(String url, String says) {
    try (Browser.Tab tab = browser.open(url, 1240, false)) {
      assertThat(tab.evaluate("document.body.innerText").stringValue())
          .contains(says, "Written by Thalweg")
          .doesNotContain("undefined", "NaN %", "Infinity");
    }
  }
}
