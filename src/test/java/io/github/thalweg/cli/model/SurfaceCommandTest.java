package io.github.thalweg.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SurfaceCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void middleOfTheSurfaceIsTheLossOfTheModel(String device) throws IOException {
    Path run = folder.resolve("run");
    CommandLineRun.train("iris", run, "--epochs", "5");
    JsonNode surface =
        CommandLineRun.of("surface", run.toString(), "--device", device, "--points", "7", "--json")
            .succeeded()
            .json()
            .getFirst();

    double loss =
        CommandLineRun.of("evaluate", run.toString(), "--device", "reference", "--json")
            .json()
            .getFirst()
            .get("loss")
            .doubleValue();
    assertThat(surface.get("x")).hasSize(7);
    assertThat(surface.get("x").get(0).doubleValue()).isEqualTo(-1);
    assertThat(surface.get("x").get(3).doubleValue()).isZero();
    assertThat(surface.at("/loss/3/3").doubleValue()).isCloseTo(loss, within(1e-5));
    assertThat(surface.at("/loss/0/3").doubleValue())
        .isNotEqualTo(surface.at("/loss/3/0").doubleValue());
    assertThat(surface.get("rows").intValue()).isEqualTo(120);
    JsonNode data = ReportCommandTest.data(Files.readString(run.resolve("report.html")));
    assertThat(data.at("/runs/0/surface/kind").stringValue()).isEqualTo("directions");
    assertThat(data.at("/runs/0/surface/loss")).isEqualTo(surface.get("loss"));
  }

  @Test
  void surfaceOfTwoWeightsHasThePointsThatWereAskedFor() throws IOException {
    Path run = folder.resolve("run");
    CommandLineRun.train("line", run);

    CommandLineRun surface =
        CommandLineRun.of("surface", run.toString(), "--device", "cpu", "--points", "11")
            .succeeded();

    assertThat(surface.out().strip()).isEqualTo(run.resolve("report.html").toString());
    JsonNode data = ReportCommandTest.data(Files.readString(run.resolve("report.html")));
    assertThat(data.at("/runs/0/surface/kind").stringValue()).isEqualTo("weights");
    assertThat(data.at("/runs/0/surface/x")).hasSize(11);
  }

  @Test
  void resumedRunHasNoSurfaceOfItsFormerModelAndSaysSo() {
    Path run = folder.resolve("run");
    CommandLineRun.train("iris", run, "--epochs", "2");
    CommandLineRun.of("surface", run.toString(), "--device", "cpu", "--points", "5").succeeded();
    assertThat(run.resolve("surface.json")).exists();

    CommandLineRun resumed =
        CommandLineRun.of("train", "--resume", run.toString(), "--epochs", "3", "--device", "cpu")
            .succeeded();

    assertThat(run.resolve("surface.json")).doesNotExist();
    assertThat(resumed.err())
        .containsOnlyOnce("is removed from the report; draw it again with: thalweg surface " + run)
        .doesNotContain("report.png");
  }

  @Test
  void resumedRunOfTwoWeightsHasItsSurfaceStillAndSaysThatItsPictureIsOld() throws IOException {
    Path run = folder.resolve("run");
    CommandLineRun.train("line", run, "--epochs", "2");
    Files.createFile(run.resolve("report.png"));

    CommandLineRun resumed =
        CommandLineRun.of("train", "--resume", run.toString(), "--epochs", "3", "--device", "cpu")
            .succeeded();

    assertThat(run.resolve("surface.json")).exists();
    assertThat(resumed.err())
        .containsOnlyOnce("take it again with: thalweg report " + run + " --png")
        .doesNotContain("is removed");
  }

  @Test
  void wrongUseIsASentence() {
    assertThat(CommandLineRun.of("surface", folder.toString()).wrongUse())
        .contains("is not the folder of a run");
    for (String[] wrong :
        new String[][] {{"--points", "4"}, {"--reach", "0"}, {"--reach", "-1"}, {"--rows", "0"}}) {
      assertThat(CommandLineRun.of("surface", folder.toString(), wrong[0], wrong[1]).wrongUse())
          .startsWith(wrong[0] + " must be ");
    }
  }
}
