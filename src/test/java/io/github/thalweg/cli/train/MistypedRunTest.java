package io.github.thalweg.cli.train;

import static io.github.thalweg.cli.CommandLineRun.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.cli.model.ReportCommandTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A run whose files are whole JSON, with values of other types than it wrote. */
class MistypedRunTest {
  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void train() {
    out = folder.resolve("run");
    CommandLineRun.train("iris", out, "--epochs", "3");
  }

  /** Each would leave the page without a part of it, or all of it. */
  @Test
  void whatARunWasInOtherTypesIsNotTakenForIt() throws IOException {
    for (String change :
        List.of(
            "/settings []",
            "/recipe {}",
            "/seed 1.5",
            "/epochs \"three\"",
            "/steps_per_epoch null",
            "/parameters -1",
            "/rows 5",
            "/rows/train \"120\"",
            "/layers \"dense\"",
            "/layers {}",
            "/layers/0 7",
            "/layers/0/kind 1",
            "/program {}",
            "/program/0 null",
            "/command 3",
            "/device null",
            "/device/name 4",
            "/versions/Java []",
            "/started \"yesterday\"",
            "/outcome \"completed\"",
            "/outcome/status \"done\"",
            "/outcome/no_speed 1",
            "/resumed {\"command\": \"a\"}",
            "/resumed [1]")) {
      String whole = change("about.json", change);

      assertThat(report(out).err())
          .as(change)
          .startsWith(out + " has no valid about.json, so nothing says whether ")
          .hasLineCount(1);
      JsonNode about =
          ReportCommandTest.data(Files.readString(out.resolve("report.html"))).at("/runs/0/about");
      assertThat(about.path("layers")).as(change).hasSize(3);
      assertThat(about.path("parameters").intValue()).as(change).isEqualTo(131);
      CommandLineRun list = CommandLineRun.of("runs", "list", folder.toString()).succeeded();
      assertThat(list.err()).as(change).contains("about.json is missing or damaged");
      Files.writeString(out.resolve("about.json"), whole);
    }
  }

  @Test
  void findingsInOtherTypesAreMadeAnew() throws IOException {
    for (String change :
        List.of(
            "/part 1",
            "/rows []",
            "/quality \"good\"",
            "/quality/baseline 0.3",
            "/confusion []",
            "/confusion/classes [\"a\"]",
            "/confusion/counts/0 [1]",
            "/confusion/counts/1/1 \"9\"",
            "/mistakes/items {}",
            "/mistakes/total 99",
            "/mistakes/items [{\"actual\": \"a\"}]",
            "/parameters {}",
            "/parameters/0/shape 4",
            "/parameters/0/weights/counts {}",
            "/parameters/1/weights 1")) {
      String whole = change("evaluation.json", change);
      if (change.startsWith("/mistakes/total")) {
        whole = change("evaluation.json", "/mistakes/items []");
      }

      assertThat(report(out).err())
          .as(change)
          .isEqualTo(out.resolve("evaluation.json") + " is damaged; it is made again.\n");
      assertThat(report(out).err()).as(change).isEmpty();
      Files.writeString(out.resolve("evaluation.json"), whole);
    }
  }

  @Test
  void surfaceInOtherTypesIsLeftOut() throws IOException {
    CommandLineRun.of("surface", out.toString(), "--points", "5", "--device", "cpu").succeeded();
    for (String change :
        List.of("/kind 1", "/x {}", "/x [0]", "/y/1 \"0\"", "/loss [1, 2]", "/loss/2 [0.5]")) {
      String whole = change("surface.json", change);

      assertThat(report(out).err())
          .as(change)
          .startsWith(out.resolve("surface.json") + " is damaged; the report goes without it");
      Files.writeString(out.resolve("surface.json"), whole);
    }
    assertThat(report(out).err()).isEmpty();
  }

  /**
   * Puts a value in the place of another.
   *
   * @param change the place, and behind it the value
   * @return what the file held before
   */
  private String change(String name, String change) throws IOException {
    String before = Files.readString(out.resolve(name));
    JsonMapper json = JsonMapper.shared();
    JsonNode content = json.readTree(before);
    String[] words = change.split(" ", 2);
    int key = words[0].lastIndexOf('/');
    JsonNode value = json.readTree(words[1]);
    switch (content.at(words[0].substring(0, key))) {
      case ObjectNode object -> object.set(words[0].substring(key + 1), value);
      case ArrayNode list -> list.set(Integer.parseInt(words[0].substring(key + 1)), value);
      default -> throw new IllegalArgumentException(change);
    }
    Files.writeString(out.resolve(name), json.writeValueAsString(content));
    return before;
  }
}
