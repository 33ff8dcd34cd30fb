package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.JavaMemory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a page says about where its run comes from, in a browser. */
class ProvenancePageTest {
  private static final int WIDE = 1240;

  @RegisterExtension private static final OpenBrowser browser = new OpenBrowser();

  @TempDir private Path folder;
  private Trained run;

  @BeforeEach
  void train() {
    run = Trained.of(folder.resolve("run"), "seed");
  }

  @Test
  void commandIsTheOneThatWasTyped() {
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      assertThat(tab.evaluate("document.querySelector('#provenance pre').textContent"))
          .hasToString("\"" + Trained.COMMAND + "\"");
      assertThat(commands(tab, "{command: 'thalweg train seed --out runs/first'}"))
          .containsExactly("thalweg train seed --out runs/first");
    }
  }

  @Test
  void commandsThatResumeARunNameTheFolderThatTheFirstOneMakes() {
    String again = "resumed: [{command: 'thalweg train --resume=runs/a --epochs 5 --device cpu'}]";
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      assertThat(
              commands(
                  tab,
                  "{command: \"thalweg train seed --out 'it'\\\\''s here' --epochs 3\","
                      + again
                      + "}"))
          .containsExactly(
              "thalweg train seed --out 'it'\\''s here' --epochs 3",
              "thalweg train --resume='it'\\''s here' --epochs 5 --device cpu");
      assertThat(commands(tab, "{command: 'thalweg train seed --epochs 3'," + again + "}"))
          .containsExactly(
              "thalweg train seed --epochs 3 --out runs/a",
              "thalweg train --resume=runs/a --epochs 5 --device cpu");
    }
  }

  @Test
  void timeOfAResumedRunIsThatOfItsLegs() {
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      String once = fact(tab, "took");
      String again =
          tab.evaluate(
                  "((run) => { run.about.resumed = [run.about]; return provenance(run).textContent; })(structuredClone(pageData.runs[0]))")
              .stringValue();
      assertThat(once).endsWith(" from the start of the first step to the end of the last");
      assertThat(again).contains(once + ", without the time between its end and its continuation");
    }
  }

  private static Iterable<String> commands(Browser.Tab tab, String about) {
    return tab.evaluate("commandsAgain(" + about + ")")
        .valueStream()
        .map(JsonNode::stringValue)
        .toList();
  }

  @Test
  void timesAreIsoEights() {
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      Instant started = Instant.parse(run.json("about.json").get("started").stringValue());
      String said = fact(tab, "started");
      assertThat(said).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [+−]\\d\\d:\\d\\d");
      OffsetDateTime read =
          OffsetDateTime.parse(said.replaceFirst(" ", "T").replace(" ", "").replace('−', '-'));
      assertThat(read.toEpochSecond()).isEqualTo(started.getEpochSecond());
    }
  }

  @Test
  void memoryAndKernelsOfTheCpuAreExplained() {
    try (Browser.Tab tab = browser.open(run.url(), WIDE, false)) {
      assertThat(fact(tab, "memory"))
          .isEqualTo(
              "Java may use "
                  + String.format(Locale.ROOT, "%.1f\u00a0GiB", JavaMemory.most() / 0x1p30)
                  + " of the machine's");
      assertThat(fact(tab, "kernels"))
          .startsWith(run.json("about.json").at("/device/kernels").stringValue() + ", chosen by ")
          .contains("loops (plain Java)", "openblas for runs of up to half a minute", "Vector API");
      assertThat(tab.evaluate("kernelsOf('tornado', ['jit', 'prebuilt'])").stringValue())
          .isEqualTo(
              "jit (Java, compiled by TornadoVM), prebuilt (written by hand in OpenCL C or CUDA C)");
    }
  }

  private static String fact(Browser.Tab tab, String name) {
    return tab.evaluate(
            "[...document.querySelectorAll('#provenance dt')].find(dt => dt.textContent === '"
                + name
                + "').nextSibling.textContent")
        .stringValue();
  }
}
