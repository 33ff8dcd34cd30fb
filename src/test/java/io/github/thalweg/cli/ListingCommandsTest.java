package io.github.thalweg.cli;

import static io.github.thalweg.cli.CommandLineRun.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.recipe.RunFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The commands that tell: recipes, devices, evaluate, and the program's own help. */
class ListingCommandsTest {
  @TempDir private Path folder;

  @Test
  void recipesAreListedEachWithALine() {
    assertThat(CommandLineRun.of("recipes").succeeded().out().lines())
        .hasSameSizeAs(RunFile.BUILT_IN)
        .allSatisfy(line -> assertThat(line).matches("[a-z-]+ {2,}\\S.+\\."))
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactlyElementsOf(RunFile.BUILT_IN);
  }

  @Test
  void recipeIsPrintedAsTheRunFileThatItIs() {
    String digits = CommandLineRun.of("recipes", "digits").succeeded().out();

    assertThat(digits)
        .contains("data: {source: digits}", "model: [{dense: 64}, relu, {dense: 10}]");
    assertThat(CommandLineRun.of("recipes", "--explain").succeeded().out())
        .isEqualTo(RunFile.reference());
  }

  @Test
  void recipesAreGivenAsJsonToo() {
    assertThat(CommandLineRun.of("recipes", "--json").succeeded().json())
        .allSatisfy(recipe -> assertThat(recipe.get("summary").stringValue()).endsWith("."))
        .extracting(recipe -> recipe.get("recipe").stringValue())
        .containsExactlyElementsOf(RunFile.BUILT_IN);
    assertThat(CommandLineRun.of("recipes", "iris", "--json").succeeded().json())
        .singleElement()
        .satisfies(iris -> {
          assertThat(iris.at("/optimizer/adam/lr").doubleValue()).isEqualTo(0.01);
          assertThat(iris.at("/data/split/test").doubleValue()).isEqualTo(0.2);
        });
    assertThat(CommandLineRun.of("recipes", "--explain", "--json").wrongUse())
        .contains("leave out --json");
  }

  @Test
  void oneDeviceIsListedByWhatItMeansToOtherCommands() {
    assertThat(CommandLineRun.of("devices", "--device", "CPU", "--json").succeeded().json())
        .extracting(device -> device.get("device").asString())
        .containsExactly("cpu");
    assertThat(CommandLineRun.of("devices", "--device", "cpuu").wrongUse())
        .contains("'cpuu' is not a device");
  }

  @Test
  void devicesAreListedWithWhatTheyAre() {
    List<JsonNode> devices = CommandLineRun.of("devices", "--json").succeeded().json();

    assertThat(devices)
        .extracting(device -> device.get("device").asString())
        .startsWith("reference", "cpu")
        .hasSizeGreaterThan(2)
        .doesNotHaveDuplicates();
    for (JsonNode device : devices) {
      assertThat(device.propertyNames())
          .contains("engine", "name", "backend", "type", "kernels", "remarks");
      if (device.get("usable").booleanValue()) {
        assertThat(device.get("memory_bytes").longValue()).isPositive();
        assertThat(device.get("compute_units").intValue()).isPositive();
      } else {
        assertThat(device.get("reason").asString()).isNotBlank();
      }
    }
    String table = CommandLineRun.of("devices").succeeded().out();
    for (JsonNode device : devices) {
      assertThat(table).contains(device.get("device").asString(), device.get("name").asString());
      if (device.has("reason")) {
        assertThat(table).contains("not usable: " + device.get("reason").asString());
      }
    }
  }

  @Test
  void limitsOfADeviceAreMeasuredWithTheirUnits() {
    List<JsonNode> limits =
        CommandLineRun.of("limits", "--device", "cpu", "--json").succeeded().json();

    assertThat(limits)
        .extracting(limit -> limit.get("limit").asString() + " " + limit.get("unit").asString())
        .containsExactly("launch µs", "read GB/s", "copy GB/s", "gemm GFLOP/s");
    // Wide bounds: machines that run Java 25 lie between a tenth of a GB/s and a terabyte a second.
    assertThat(limits)
        .allSatisfy(limit -> assertThat(limit.get("value").doubleValue()).isBetween(1e-3, 1e5));
    assertThat(limits.get(2).get("value").doubleValue()).isBetween(0.1, 1000.0);
    assertThat(CommandLineRun.of("limits", "--device", "reference").succeeded().out())
        .contains("nothing to measure");
  }

  @Test
  void evaluationMeasuresTheModelThatTheRunLeft() {
    Path run = folder.resolve("run");
    JsonNode last = train("iris", run, "--epochs", "3", "--json").epochs().getLast();

    List<JsonNode> parts =
        CommandLineRun.of("evaluate", run.toString(), "--device", "cpu", "--json")
            .succeeded()
            .json();

    assertThat(parts)
        .extracting(part -> part.get("part").asString())
        .containsExactly("train", "test");
    assertThat(parts).extracting(part -> part.get("rows").intValue()).containsExactly(120, 30);
    assertThat(parts.get(1).get("loss")).isEqualTo(last.get("test_loss"));
    assertThat(parts.get(1).get("accuracy")).isEqualTo(last.get("test_accuracy"));
    String table = CommandLineRun.of("evaluate", run.toString(), "--device", "cpu").out();
    assertThat(table.lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("30 rows", "accuracy ")
        .startsWith("test ");
  }

  @Test
  void evaluationOfARegressionGivesTheRootOfItsMeanSquaredError() {
    train("line", folder.resolve("run"), "--epochs", "3");

    CommandLineRun run =
        CommandLineRun.of("evaluate", folder.resolve("run").toString(), "--device", "cpu", "--json")
            .succeeded();

    JsonNode part = run.json().getFirst();
    assertThat(run.json()).hasSize(1);
    assertThat(part.get("rmse").doubleValue())
        .isCloseTo(Math.sqrt(part.get("loss").doubleValue()), within(1e-9));
    assertThat(
            CommandLineRun.of("evaluate", folder.resolve("run").toString(), "--device", "cpu")
                .out())
        .contains("train        50 rows", "RMSE 0.");
  }

  @Test
  void helpNamesEveryCommandAndVersionWhatItIsBuiltFor() {
    assertThat(CommandLineRun.of().succeeded().out())
        .contains("train", "evaluate", "recipes", "devices", "doctor", "check", "limits", "data");
    assertThat(CommandLineRun.of("train", "--help").succeeded().out())
        .contains("--set", "--device", "--resume", "--init", "--print-program");
    assertThat(CommandLineRun.of("--version").succeeded().out())
        .containsPattern("thalweg \\d")
        .containsPattern("for TornadoVM \\d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-V", "train -V", "bench --version", "bench compare -V"})
  void everyCommandKnowsTheVersion(String words) {
    assertThat(CommandLineRun.of(words.split(" ", -1)).succeeded().out())
        .isEqualTo(CommandLineRun.of("--version").out())
        .isNotEmpty();
  }
}
