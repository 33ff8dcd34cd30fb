package io.github.thalweg.cli;

import static io.github.thalweg.cli.CommandLineRun.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.model.ReportCommandTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A run some of whose files, other than its metrics, are not as it wrote them. */
class DamagedRunTest {
  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void train() {
    out = folder.resolve("run");
    CommandLineRun.train("iris", out, "--epochs", "3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"settings\": {", "17", "[]", "{}"})
  void whatARunWasIsMadeOfItsSettingsForThePageAlone(String about) throws IOException {
    Path other = folder.resolve("other");
    CommandLineRun.train("iris", other, "--epochs", "2");
    damage("about.json", about);
    String note = out + " has no valid about.json, so nothing says whether ";

    assertThat(report(out).err()).startsWith(note).hasLineCount(1);
    JsonNode data = ReportCommandTest.data(Files.readString(out.resolve("report.html")));
    assertThat(data.at("/runs/0/about/layers")).hasSize(3);
    assertThat(data.at("/runs/0/about/parameters").intValue()).isEqualTo(131);
    assertThat(report(out, other).err()).startsWith(note).hasLineCount(1);
    CommandLineRun surface =
        CommandLineRun.of("surface", out.toString(), "--points", "5", "--device", "cpu");
    assertThat(surface.succeeded().err()).startsWith(note).hasLineCount(1);

    assertThat(out.resolve("about.json")).satisfies(file -> isStill(about, file));
    CommandLineRun list = CommandLineRun.of("runs", "list", folder.toString()).succeeded();
    assertThat(list.out()).containsPattern("run .* unknown\\R").doesNotContain("unfinished");
    assertThat(list.err())
        .isEqualTo(
            out.resolve("about.json")
                + " is missing or damaged, so it is not known how the run ended.\n");
  }

  private static void isStill(String text, Path file) {
    if (text.isEmpty()) {
      assertThat(file).doesNotExist();
    } else {
      assertThat(file).hasContent(text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch: [16", "batch: -3", "", "optimizer: {adm: {lr: 1}}"})
  void settingsThatCannotBeReadAreSaidAndShownAsTheyAre(String yaml) throws IOException {
    Path file = out.resolve("run.yaml");
    Files.writeString(file, yaml);

    assertThat(report(out).err())
        .startsWith(file.toString())
        .endsWith(
            ". The report shows it as it is, and everything else from the run's other files.\n")
        .hasLineCount(1);
    JsonNode data = ReportCommandTest.data(Files.readString(out.resolve("report.html")));
    assertThat(data.at("/runs/0/yaml").stringValue()).isEqualTo(yaml);
    assertThat(data.at("/runs/0/metrics")).hasSize(3);
  }

  @Test
  void pathsOfTwoWeightsAreComparedWithoutTheSurfaceOfDamagedSettings() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    CommandLineRun.train("line", one, "--epochs", "2");
    CommandLineRun.train("line", two, "--epochs", "3");
    Path page = Path.of(report(one, two).out().strip());
    assertThat(surface(page).isNull()).isFalse();
    Files.writeString(two.resolve("run.yaml"), "batch: [16");

    assertThat(report(one, two).err()).startsWith(two.resolve("run.yaml").toString());
    assertThat(surface(page).isNull()).isTrue();
  }

  private static JsonNode surface(Path page) throws IOException {
    return ReportCommandTest.data(Files.readString(page)).get("surface");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 60, 300})
  void modelThatIsCutIsSaidWithWhatToDo(int bytes) throws IOException {
    Path model = out.resolve("model.safetensors");
    Files.write(model, Arrays.copyOf(Files.readAllBytes(model), bytes));
    Path rows = Files.writeString(folder.resolve("rows.csv"), "a\n1\n");
    Files.delete(out.resolve("evaluation.json"));

    for (String command :
        List.of(
            "evaluate " + out,
            "predict " + out + " --input " + rows,
            "report " + out,
            "surface " + out)) {
      assertThat(CommandLineRun.of(command.split(" ", -1)).wrongUse())
          .startsWith(model + " is ")
          .endsWith(
              ". Put an undamaged file there, or train the model again with: thalweg train "
                  + out.resolve("run.yaml"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 60, 300})
  void checkpointThatIsCutIsSaidWithWhatToDo(int bytes) throws IOException {
    Path checkpoint = out.resolve("checkpoint.safetensors");
    Files.write(checkpoint, Arrays.copyOf(Files.readAllBytes(checkpoint), bytes));
    String instead =
        ". Put an undamaged file there, or start a new run from the model with: thalweg train ";

    assertThat(resume()).startsWith(checkpoint + " is ").contains(instead);
    Files.copy(out.resolve("model.safetensors"), checkpoint, StandardCopyOption.REPLACE_EXISTING);
    assertThat(resume()).contains("but not the checkpoint of a run" + instead);
    Files.delete(out.resolve("model.safetensors"));
    assertThat(resume())
        .endsWith(
            ". Put an undamaged file there, or start the run again with: thalweg train "
                + out.resolve("run.yaml"));
  }

  private String resume() {
    return CommandLineRun.of(
            "train", "--resume", out.toString(), "--epochs", "4", "--device", "cpu")
        .wrongUse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "batch: [16", "17"})
  void settingsThatAreCutCanBePutBackFromWhatTheRunRemembers(String yaml) throws IOException {
    Path file = out.resolve("run.yaml");
    Files.writeString(file, yaml);
    Path rows = Files.writeString(folder.resolve("rows.csv"), "a\n1\n");
    String advice =
        " The settings of the training are in "
            + out.resolve("about.json")
            + ", under settings; put that back as "
            + file
            + ", without a change.";

    for (String command :
        List.of(
            "evaluate " + out,
            "predict " + out + " --input " + rows,
            "surface " + out,
            "train --resume " + out)) {
      assertThat(CommandLineRun.of(command.split(" ", -1)).wrongUse())
          .startsWith(file.toString())
          .endsWith(advice);
    }
    assertThat(CommandLineRun.of("runs", "list", folder.toString()).succeeded().err())
        .startsWith(file.toString())
        .endsWith(advice + "\n")
        .hasLineCount(1);

    JsonNode about = JsonMapper.shared().readTree(out.resolve("about.json").toFile());
    Files.writeString(file, about.get("settings").toString());
    assertThat(CommandLineRun.of("evaluate", out.toString()).succeeded().err()).isEmpty();
  }

  @Test
  void modelOfOtherDataIsFoundBeforeItsColumnsAreLookedFor() throws IOException {
    Path other = folder.resolve("other");
    CommandLineRun.train(
        "seed",
        other,
        "--set",
        "model=[{dense: 16}, tanh, {dense: 3}]",
        "--set",
        "init=random",
        "--set",
        "data={source: inline, features: [[1, 2]], targets: [[1, 2, 3]]}");
    Path model = out.resolve("model.safetensors");
    Files.copy(other.resolve("model.safetensors"), model, StandardCopyOption.REPLACE_EXISTING);
    Path rows = Files.writeString(folder.resolve("rows.csv"), "a\n1\n");

    assertThat(CommandLineRun.of("predict", out.toString(), "--input", rows.toString()).wrongUse())
        .startsWith("0.weight has the shape [16, 4] in the model and [16, 2] in " + model);
  }

  @Test
  void modelOfAnotherRunIsSaidToBeThat() throws IOException {
    Path other = folder.resolve("other");
    CommandLineRun.train("iris", other, "--epochs", "1", "--set", "model.0.dense=5");
    Path model = out.resolve("model.safetensors");
    Files.copy(other.resolve("model.safetensors"), model, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(out.resolve("evaluation.json"));
    Path rows = Files.writeString(folder.resolve("rows.csv"), "a\n1\n");

    for (String command :
        List.of(
            "evaluate " + out,
            "predict " + out + " --input " + rows,
            "report " + out,
            "surface " + out)) {
      assertThat(CommandLineRun.of(command.split(" ", -1)).wrongUse())
          .isEqualTo(
              "0.weight has the shape [16, 4] in the model and [5, 4] in "
                  + model
                  + ". "
                  + model
                  + " belongs to another run, or the run.yaml next to it was edited; put back the run's own file, or"
                  + " train the model again with: thalweg train "
                  + out.resolve("run.yaml"));
    }
  }

  @Test
  void settingsThatAreNoTextAreSaidAndShownAsFarAsTheyAre() throws IOException {
    Path file = out.resolve("run.yaml");
    Files.write(file, "# \u00fc\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(report(out).err()).contains(file + " cannot be read: ", "not UTF-8 text");
    assertThat(Files.readString(out.resolve("report.html"))).contains("# \uFFFD");
  }

  @Test
  void findingsThatAreDamagedAreMadeAnew() throws IOException {
    String evaluation = Files.readString(out.resolve("evaluation.json"));
    damage("evaluation.json", evaluation.substring(0, 200));

    assertThat(report(out).err())
        .isEqualTo(out.resolve("evaluation.json") + " is damaged; it is made again.\n");
    JsonNode data = ReportCommandTest.data(Files.readString(out.resolve("report.html")));
    assertThat(data.at("/runs/0/evaluation/confusion").isEmpty()).isFalse();
    assertThat(report(out).err()).isEmpty();
  }

  @Test
  void surfaceThatIsDamagedIsLeftOut() throws IOException {
    damage("surface.json", "{\"kind\": \"dir");

    assertThat(report(out).err())
        .isEqualTo(
            out.resolve("surface.json")
                + " is damaged; the report goes without it, and thalweg surface "
                + out
                + " makes it again.\n");
    assertThat(
            ReportCommandTest.data(Files.readString(out.resolve("report.html")))
                .at("/runs/0/surface")
                .isMissingNode())
        .isTrue();
  }

  @Test
  void whatIsMissingOfWhatARunWasIsMadeOfItsSettings() throws IOException {
    JsonMapper json = JsonMapper.shared();
    ObjectNode about = (ObjectNode) json.readTree(Files.readString(out.resolve("about.json")));
    about.remove(List.of("layers", "parameters", "rows", "recipe", "batch", "program"));
    damage("about.json", json.writeValueAsString(about));

    assertThat(report(out).err()).isEmpty();
    JsonNode shown =
        ReportCommandTest.data(Files.readString(out.resolve("report.html"))).at("/runs/0/about");
    assertThat(shown.path("layers")).hasSize(3);
    assertThat(shown.at("/rows/test").intValue()).isEqualTo(30);
    assertThat(shown.at("/outcome/status").stringValue()).isEqualTo("completed");
    assertThat(shown.path("command")).isEqualTo(about.path("command"));
    CommandLineRun list = CommandLineRun.of("runs", "list", folder.toString()).succeeded();
    assertThat(list.out()).contains("completed");
  }

  /**
   * @param text that the file has from now on; empty where it is gone
   */
  private void damage(String name, String text) throws IOException {
    Path file = out.resolve(name);
    if (text.isEmpty()) {
      Files.delete(file);
    } else {
      Files.writeString(file, text);
    }
  }
}
