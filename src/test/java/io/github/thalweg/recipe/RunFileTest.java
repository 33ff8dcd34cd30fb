package io.github.thalweg.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Split;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A recipe that is written with every setting in it reads back as the same recipe. */
class RunFileTest {
  private static final List<Layer> LAYERS =
      List.of(
          new Dense(7),
          Activation.RELU,
          new Dense(5, false),
          Activation.TANH,
          new Dense(4),
          Activation.SIGMOID,
          new Dense(3, false),
          Activation.GELU,
          new Dense(2));
  private static final List<Loss> LOSSES =
      List.of(
          new Loss.Mse(), new Loss.Huber(0.75), new Loss.BceWithLogits(), new Loss.CrossEntropy());
  private static final List<Optimizer> OPTIMIZERS =
      List.of(
          new Optimizer.Sgd(0.1, 0, false, 0),
          new Optimizer.Sgd(1e-5, 0.9, true, 1e-4),
          new Optimizer.Adam(0.003, 0.8, 0.99, 1e-7, 0.1, false),
          new Optimizer.Adam(0.003, 0, 0.9999, 1e-9, 0.02, true),
          new Optimizer.RmsProp(0.02, 0.95, 1e-6, 0.001, 0.5, true));
  private static final List<Schedule> SCHEDULES =
      List.of(
          new Schedule.Constant(0),
          new Schedule.Constant(3),
          new Schedule.Step(4, 0.3, 1),
          new Schedule.Cosine(1e-6, 2));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "99999999999 | epochs must be a whole number below 2³¹; it is 99999999999.",
        "1000000000000000000000 | epochs must be a whole number below 2³¹; it is 1000000000000000000000.",
        "-1000000000000000000000 | epochs is -1000000000000000000000, which is too small.",
        "1e400 | epochs must be a whole number; it is \"1e400\".",
        "\"\\ud83d\" | line 1, column 9: a text has half of a character (\\ud800 to \\udfff), which UTF-8 does not have; write the whole character.",
        "!!java.lang.Long 5 | line 1, column 9: the tag !!java.lang.Long is none that a run file has; leave it out.",
        "!mine 5 | line 1, column 9: the tag !mine is none that a run file has; leave it out.",
      })
  void wrongNumberIsShownAsItIsWritten(String value, String complaint) throws IOException {
    String rest = RunFile.builtIn("line").replaceFirst("(?m)^epochs:.*", "");
    Path file = Files.writeString(folder.resolve("run.yaml"), "epochs: " + value + "\n" + rest);
    assertThatThrownBy(() -> RunFile.read(file.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith(complaint);
  }

  /** Before it is parsed, which would take long. */
  @ParameterizedTest
  @ValueSource(strings = {"", "\"", "'"})
  void wordThatIsTooLongIsRefusedWithItsLine(String quote) throws IOException {
    Path file = folder.resolve("long.yaml");
    Files.writeString(
        file, "epochs: 2\nname: " + quote + "x".repeat(65_537) + quote + "\nloss: mse\n");

    assertThatThrownBy(() -> RunFile.read(file.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ", line 2: a word has more than 65,536 characters; shorten it.");

    Files.writeString(file, "name: " + quote + "x".repeat(65_536) + quote + "\n");
    assertThatThrownBy(() -> RunFile.read(file.toString()))
        .hasMessageEndingWith("name has 65,536 characters; it may have 4,096.");
  }

  static Stream<String> builtIn() {
    return RunFile.BUILT_IN.stream();
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void builtInRecipeReadsBackTheSame(String name) throws IOException {
    Recipe recipe = RunFile.read(name, List.of());

    assertSame(readBack(recipe), recipe);
    assertThat(recipe.name()).isEqualTo(name);
  }

  /** Such as a letter that the locale of the system does not know; these no system takes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "data={source: csv, path: \"a\\0b.csv\", target: y}",
        "init=\"a\\0b.safetensors\"",
        "init={file: \"a\\0b.safetensors\"}",
        "init={file: a.safetensors, map: \"a\\0b.yaml\"}"
      })
  void nameThatNoFileCanHaveIsRefused(String assignment) {
    assertThatThrownBy(() -> RunFile.read("seed", assignment))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("No file can have the name 'a\0b.");
    assertThatThrownBy(() -> RunFile.read("a\0b.yaml"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("No file can have the name 'a\0b.yaml'");
  }

  @Test
  void recipeWithEveryOptionReadsBackTheSame() throws IOException {
    for (Source source : sources()) {
      for (Loss loss : LOSSES) {
        for (Optimizer optimizer : OPTIMIZERS) {
          for (Schedule schedule : SCHEDULES) {
            Recipe recipe = recipe(source, loss, optimizer, schedule);
            assertSame(readBack(recipe), recipe);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("starts")
  void startReadsBackTheSame(Start start) throws IOException {
    Recipe recipe = RunFile.read("iris", List.of()).startingFrom(start);

    assertSame(readBack(recipe), recipe);
  }

  static Stream<Start> starts() {
    return Stream.of(
        new Start.Random(),
        new Start.FromFile(Path.of("/models/a run's #1/model.safetensors")),
        new Start.FromFile(
            Path.of("/models/fc.safetensors"),
            Optional.of(new InitMap("init.map", Map.of("fc 1: \"w\"", "0.weight")))),
        new Start.Values(
            Map.of(
                "0.weight",
                new Start.Array(List.of(2, 3), new double[] {0.1, -2e-9, 3, 4, 5, -0.0}),
                "0.bias",
                new Start.Array(List.of(1), new double[] {1}))));
  }

  @Test
  void nameIsTheFilesWithoutItsEnding() throws IOException {
    Path file = folder.resolve("my.own.run.yml");
    Files.writeString(file, RunFile.builtIn("iris"));

    assertThat(RunFile.read(file.toString(), List.of()).name()).isEqualTo("my.own.run");
  }

  @Test
  void pathsAreRelativeToTheRunFile() throws IOException {
    Path file = folder.resolve("run.yaml");
    Files.writeString(
        file,
        """
        data: {source: csv, path: sub/points.csv, target: y}
        model: [{dense: 1}]
        loss: mse
        optimizer: sgd
        init: start.safetensors
        """);

    Recipe recipe = RunFile.read(file.toString(), List.of());

    assertThat(((Source.Csv) recipe.data().source()).path())
        .isEqualTo(folder.resolve("sub/points.csv"));
    assertThat(recipe.start()).isEqualTo(new Start.FromFile(folder.resolve("start.safetensors")));
  }

  private static List<Source> sources() {
    return List.of(
        new Source.Named("digits"),
        new Source.Csv(
            Path.of("/data/od d #1.csv"),
            List.of("1.50", "null", "y: z"),
            List.of("", "on"),
            false),
        new Source.Csv(Path.of("/data/it's.csv"), List.of("true"), List.of(), true),
        new Source.Inline(new double[][] {{0.1, 1e-30}, {3, 4}}, new double[][] {{1}, {0}}, true),
        new Source.Line(17, -0.5, 1e6, 0, 1L << 40));
  }

  private static Recipe recipe(Source source, Loss loss, Optimizer optimizer, Schedule schedule) {
    boolean some = loss instanceof Loss.Huber;
    return new Recipe(
        "no. 1",
        new DataSettings(
            source, some, !some, some ? Optional.empty() : Optional.of(new Split(0.3, -7, some))),
        LAYERS,
        loss,
        optimizer,
        schedule,
        some ? OptionalDouble.of(0.5) : OptionalDouble.empty(),
        some ? OptionalInt.empty() : OptionalInt.of(13),
        11,
        some ? Kernels.PREBUILT : Kernels.AUTO,
        some ? Precision.TF32 : Precision.FP32,
        Long.MIN_VALUE,
        new Start.Random());
  }

  private Recipe readBack(Recipe recipe) throws IOException {
    Path file = folder.resolve("run.yaml");
    Files.writeString(file, RunFile.write(recipe));
    return RunFile.read(file.toString(), List.of());
  }

  /** Arrays are compared by their elements, everything else by its own equality. */
  private static void assertSame(Recipe actual, Recipe expected) {
    assertThat(comparable(actual)).isEqualTo(comparable(expected));
  }

  private static List<Object> comparable(Recipe recipe) {
    List<Object> parts = new ArrayList<>();
    parts.add(recipe.name());
    parts.add(recipe.data().standardize());
    parts.add(recipe.data().shuffle());
    parts.add(recipe.data().split());
    parts.add(recipe.layers());
    parts.add(recipe.loss());
    parts.add(recipe.optimizer());
    parts.add(recipe.schedule());
    parts.add(recipe.clipNorm());
    parts.add(recipe.batch());
    parts.add(recipe.epochs());
    parts.add(recipe.kernels());
    parts.add(recipe.precision());
    parts.add(recipe.seed());
    if (recipe.data().source() instanceof Source.Inline inline) {
      parts.add(rows(inline.features()));
      parts.add(rows(inline.targets()));
      parts.add(inline.classification());
    } else {
      parts.add(recipe.data().source());
    }
    if (recipe.start() instanceof Start.Values(var parameters)) {
      parameters.keySet().stream()
          .sorted()
          .forEach(name -> {
            parts.add(Map.entry(name, values(parameters.get(name).elements())));
            parts.add(parameters.get(name).shape());
          });
    } else {
      parts.add(recipe.start());
    }
    return parts;
  }

  private static List<List<Double>> rows(double[][] matrix) {
    return Stream.of(matrix).map(RunFileTest::values).toList();
  }

  private static List<Double> values(double[] array) {
    return Arrays.stream(array).boxed().toList();
  }
}
