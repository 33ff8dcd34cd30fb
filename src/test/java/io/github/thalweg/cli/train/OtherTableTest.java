package io.github.thalweg.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * A model that was trained on one table, and other tables with its columns: whatever else they are,
 * all commands take them for the same numbers.
 */
class OtherTableTest {
  private static final List<String> KINDS = List.of("dry", "rain", "snow");

  @TempDir private Path folder;
  private Path csv;
  private Path out;

  @BeforeEach
  void train() throws IOException {
    csv = folder.resolve("weather.csv");
    out = folder.resolve("run");
    Files.writeString(csv, table());
    Path recipe =
        Files.writeString(
            folder.resolve("weather.yaml"),
            """
            data: {source: csv, path: weather.csv, target: kind, standardize: true, split: {test: 0.25, seed: 0}}
            model: [{dense: 8}, tanh, {dense: 3}]
            loss: cross_entropy
            optimizer: {adam: {lr: 0.05}}
            batch: 16
            epochs: 20
            """);
    assertThat(CommandLineRun.train(recipe.toString(), out).err()).doesNotContain("no row of");
  }

  /** Temperature decides; the pressure is of another size and says nothing. */
  private static String table() {
    StringBuilder rows = new StringBuilder("temp,pressure,kind\n");
    for (int i = 0; i < 120; i++) {
      int kind = i % 3;
      double temperature = 20.25 - 12 * kind + (i * 7 % 11 - 5) * 0.5;
      double pressure = 1000 + (i * 13 % 29);
      rows.append(temperature + "," + pressure + "," + KINDS.get(kind) + "\n");
    }
    return rows.toString();
  }

  /** Weights as the start of another run have a meaning only for what they were trained with. */
  @Test
  void startWeightsOfAModelAreSaidToBeOfOtherFeaturesClassesAndScales() throws IOException {
    assertThat(startFromModel()).doesNotContain("was trained");

    Files.writeString(csv, swapped(table(), 0, 1));
    assertThat(startFromModel())
        .contains(
            "model.safetensors was trained with the features temp, pressure, and the data have pressure, temp."
                + " Its weights are taken for other features: put the columns in its order.");

    Files.writeString(csv, table().replace(",dry", ",zero"));
    assertThat(startFromModel())
        .contains(
            "was trained with the classes dry, rain, snow, and the data have rain, snow, zero.");

    Files.writeString(csv, table().replaceAll("(?m),(?=1\\d\\d\\d\\.)", ",5"));
    assertThat(startFromModel())
        .contains("was trained on a feature 'pressure' of mean 1,014 and deviation 8.363")
        .contains("it has 51,014 and 8.363 here");
  }

  private String startFromModel() throws IOException {
    Path another = Files.createTempDirectory(folder, "start").resolve("run");
    return CommandLineRun.of(
            "train",
            folder.resolve("weather.yaml").toString(),
            "--init",
            out.resolve("model.safetensors").toString(),
            "--epochs",
            "1",
            "--device",
            "cpu",
            "--out",
            another.toString())
        .succeeded()
        .err();
  }

  private static String swapped(String table, int a, int b) {
    return table
        .lines()
        .map(line -> {
          String[] fields = line.split(",", -1);
          String first = fields[a];
          fields[a] = fields[b];
          fields[b] = first;
          return String.join(",", fields) + "\n";
        })
        .collect(Collectors.joining());
  }

  @Test
  void textWhereTheModelNeedsANumberIsNoMatterOfLeavingColumnsOut() throws IOException {
    Files.writeString(csv, table().replaceFirst("1000\\.0", "high"));

    assertThat(evaluate().err())
        .contains("'high' is text; a number was expected, which the model needs")
        .doesNotContain("data.exclude");
  }

  @Test
  void runsOwnTableComesToWhatTheRunHadComeToAndIsNotRemarkedOn() {
    JsonNode last = CommandLineRun.metrics(out).getLast();

    CommandLineRun evaluated = evaluate();

    assertThat(evaluated.succeeded().err()).isEmpty();
    JsonNode test = evaluated.json().getLast();
    assertThat(test.get("loss").doubleValue()).isEqualTo(last.get("test_loss").doubleValue());
    assertThat(test.get("rows").intValue()).isEqualTo(30);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swapped",
        "last first",
        "semicolons",
        "tabs",
        "quoted",
        "byte order mark",
        "windows",
        "more columns",
        "nameless column",
        "twice a name",
        "empty line first",
        "spaces"
      })
  void formOfTheTableDoesNotMatter(String form) throws IOException {
    double before = loss(evaluate());
    Files.writeString(csv, written(form, Files.readString(csv)));

    CommandLineRun evaluated = evaluate();

    assertThat(evaluated.succeeded().err()).isEmpty();
    assertThat(loss(evaluated)).isEqualTo(before);
    assertThat(hits(evaluated)).isEqualTo(hitsOfPredict()).isEqualTo(120);
    assertThat(
            CommandLineRun.of(
                    "train", "--resume", out.toString(), "--epochs", "21", "--device", "cpu")
                .succeeded()
                .err())
        .doesNotContain("trained on", "edited");
  }

  private static String written(String form, String text) {
    return switch (form) {
      case "swapped" -> byRow(text, f -> new String[] {f[1], f[0], f[2]});
      case "last first" -> byRow(text, f -> new String[] {f[2], f[1], f[0]});
      case "semicolons" -> text.replace(',', ';');
      case "tabs" -> text.replace(',', '\t');
      case "quoted" ->
          byRow(text, f -> Stream.of(f).map(x -> '"' + x + '"').toArray(String[]::new));
      case "byte order mark" -> "\uFEFF" + text;
      case "windows" -> text.replace("\n", "\r\n");
      case "more columns" ->
          byRow(text, f -> new String[] {"note", f[1], "", f[2], f[0], "n/a"})
              .replaceFirst("note,pressure,,kind,temp,n/a", "note,pressure,id,kind,temp,remark");
      case "nameless column" -> byRow(text, f -> new String[] {"", f[0], f[1], f[2]});
      case "twice a name" -> byRow(text, f -> new String[] {"x", f[0], "x", f[1], f[2]});
      case "empty line first" -> "\n  \n" + text.replace(',', ';').replace("\n1", "\n\n1");
      default -> byRow(text, f -> Stream.of(f).map(x -> " " + x + " ").toArray(String[]::new));
    };
  }

  private static String byRow(String text, UnaryOperator<String[]> change) {
    StringBuilder changed = new StringBuilder();
    text.lines()
        .forEach(line ->
            changed.append(String.join(",", change.apply(line.split(",", -1)))).append('\n'));
    return changed.toString();
  }

  @Test
  void shiftOfAllRowsIsNotStandardizedAway() throws IOException {
    Files.writeString(
        csv,
        byRow(
            Files.readString(csv),
            f ->
                new String[] {
                  f[0].equals("temp") ? f[0] : Double.toString(Double.parseDouble(f[0]) + 12),
                  f[1],
                  f[2]
                }));

    CommandLineRun evaluated = evaluate();

    assertThat(evaluated.succeeded().err()).contains("The data is not what the run in ");
    assertThat(hits(evaluated)).isEqualTo(hitsOfPredict()).isBetween(30, 45);
  }

  @Test
  void classesKeepTheModelsNumbersWhereSomeAreMissing() throws IOException {
    String text = Files.readString(csv);
    Files.writeString(csv, text.replaceAll("(?m)^.*,dry\\n", ""));

    CommandLineRun evaluated = evaluate();

    assertThat(evaluated.succeeded().err())
        .contains("No row of the data is of class 'dry', so these rows say nothing about it.");
    assertThat(hits(evaluated)).isEqualTo(hitsOfPredict()).isEqualTo(80);

    Files.writeString(csv, text.replaceAll("(?m)^.*,(dry|rain)\\n", ""));
    CommandLineRun ofOne = evaluate();
    assertThat(ofOne.succeeded().err()).contains("No row of the data is of classes 'dry', 'rain',");
    assertThat(hits(ofOne)).isEqualTo(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "surface", "check"})
  void newClassIsNamedWithItsLine(String command) throws IOException {
    String text = Files.readString(csv);
    Files.writeString(csv, text + "3,1000,hail\n4,1001,\"Hail\"\n");

    assertThat(CommandLineRun.of(command, out.toString(), "--device", "cpu").wrongUse())
        .endsWith(
            csv
                + ", line 122, column 'kind': 'hail' is not a class that the model was trained on; those are dry, rain,"
                + " snow. Leave such rows out, or train a new model with them.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.5", "inf", "Dry", "dry rain"})
  void labelOfAnyFormIsHeldAgainstTheModelsClasses(String label) throws IOException {
    Files.writeString(csv, Files.readString(csv) + "3,1000," + label + "\n");

    assertThat(evaluate().wrongUse())
        .contains(csv + ", line 122, column 'kind': '" + label + "' is not a class that the model");
  }

  @ParameterizedTest
  @CsvSource({"2.0, true", "0, true", "3, false", "1.5, false", "two, false"})
  void classesOfNumbersMayBeWrittenWithAPointAndNoOthersAreTaken(String label, boolean taken)
      throws IOException {
    Path numbers = folder.resolve("numbers.csv");
    Files.writeString(numbers, "x,kind\n0,0\n1,1\n2,2\n0,0\n1,1\n2,2\n");
    Path recipe =
        Files.writeString(
            folder.resolve("numbers.yaml"),
            """
            data: {source: csv, path: numbers.csv, target: kind, split: none}
            model: [{dense: 5}]
            loss: cross_entropy
            optimizer: {sgd: {lr: 0.1}}
            epochs: 1
            """);
    Path run = folder.resolve("numbers");
    CommandLineRun.train(recipe.toString(), run);
    Files.writeString(numbers, "kind,x\n1,1\n" + label + ",1\n");

    CommandLineRun evaluated = CommandLineRun.of("evaluate", run.toString(), "--device", "cpu");

    if (taken) {
      evaluated.succeeded();
    } else {
      assertThat(evaluated.wrongUse())
          .endsWith(
              numbers
                  + ", line 3, column 'kind': '"
                  + label
                  + "' is not a class that the model was trained on; those are 0, 1, 2. Leave such rows out, or train a"
                  + " new model with them.");
    }
  }

  @Test
  void neededColumnThatStandsTwiceIsNotGuessed() throws IOException {
    Files.writeString(
        csv, byRow(Files.readString(csv), f -> new String[] {f[0], f[1], f[2], f[0]}));

    assertThat(evaluate().wrongUse())
        .endsWith(
            csv
                + ", line 1: the header names column 'temp' twice, and the model needs it as a feature; rename one.");
  }

  @Test
  void reportThatIsMadeAnewTakesTheModelsNumbers() throws IOException {
    Path evaluation = out.resolve("evaluation.json");
    String before = Files.readString(evaluation);
    Files.delete(evaluation);
    Files.writeString(csv, written("last first", Files.readString(csv)));

    CommandLineRun.of("report", out.toString(), "--device", "cpu").succeeded();

    assertThat(confusion(Files.readString(evaluation))).isEqualTo(confusion(before));
  }

  @Test
  void modelThatSaysNothingOfTablesIsTakenByPlaceWithAWord() throws IOException {
    double before = loss(evaluate());
    Path model = out.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(model);
    String header = new String(bytes, StandardCharsets.ISO_8859_1);
    Files.write(
        model, header.replace("thalweg.", "another.").getBytes(StandardCharsets.ISO_8859_1));

    CommandLineRun evaluated = evaluate();

    assertThat(evaluated.succeeded().err())
        .isEqualTo(
            model
                + " does not say the names and the scaling of its features, so columns are taken by their position and"
                + " scaled again.\n");
    assertThat(loss(evaluated)).isCloseTo(before, within(1e-6));
  }

  private static String confusion(String evaluation) {
    int from = evaluation.indexOf("\"confusion\"");
    return evaluation.substring(from, evaluation.indexOf('}', from));
  }

  private CommandLineRun evaluate() {
    return CommandLineRun.of("evaluate", out.toString(), "--device", "cpu", "--json");
  }

  private static double loss(CommandLineRun evaluated) {
    return evaluated.json().getFirst().get("loss").doubleValue();
  }

  /** Rows that are right in both parts. */
  private static int hits(CommandLineRun evaluated) {
    double hits = 0;
    for (JsonNode part : evaluated.json()) {
      hits += part.get("rows").intValue() * part.get("accuracy").doubleValue();
    }
    return (int) Math.round(hits);
  }

  private int hitsOfPredict() throws IOException {
    List<String> predicted =
        CommandLineRun.of("predict", out.toString(), "--input", csv.toString(), "--device", "cpu")
            .succeeded()
            .out()
            .lines()
            .skip(1)
            .map(line -> line.split(",", -1)[1])
            .toList();
    List<String> actual = new ArrayList<>();
    for (String line : Files.readAllLines(csv)) {
      KINDS.stream().filter(line::contains).findFirst().ifPresent(actual::add);
    }
    assertThat(predicted).hasSameSizeAs(actual);
    int hits = 0;
    for (int i = 0; i < actual.size(); i++) {
      hits += actual.get(i).equals(predicted.get(i)) ? 1 : 0;
    }
    return hits;
  }
}
