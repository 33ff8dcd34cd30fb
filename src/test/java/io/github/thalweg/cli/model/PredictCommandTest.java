package io.github.thalweg.cli.model;

import static io.github.thalweg.cli.CommandLineRun.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.csv.CsvReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PredictCommandTest {
  private static final Path WINE = Path.of("examples", "wine.csv");

  @TempDir private Path folder;

  @Test
  void likeliestClassIsPrintedWithTheProbabilityOfEach() {
    train("examples/wine.yaml", folder.resolve("run"));

    List<String> lines = predict(WINE).succeeded().out().lines().toList();

    Dataset wine = CsvReader.read(WINE, List.of("cultivar"), true);
    assertThat(lines).hasSize(wine.rows() + 1).first().isEqualTo("row,class,0,1,2");
    int right = 0;
    for (int row = 0; row < wine.rows(); row++) {
      String[] fields = lines.get(row + 1).split(",", -1);
      assertThat(fields).hasSize(5);
      assertThat(fields[0]).isEqualTo(Integer.toString(row + 1));
      double[] p = new double[3];
      for (int k = 0; k < 3; k++) {
        p[k] = Double.parseDouble(fields[k + 2]);
        assertThat(p[k]).isBetween(0.0, 1.0);
      }
      assertThat(p[0] + p[1] + p[2]).isCloseTo(1, within(1e-5));
      int predicted = Integer.parseInt(fields[1]);
      assertThat(p[predicted]).isEqualTo(Math.max(p[0], Math.max(p[1], p[2])));
      right += predicted == (int) wine.targets().get(row) ? 1 : 0;
    }
    assertThat(right).isGreaterThan((int) (0.95 * wine.rows()));
  }

  @Test
  void columnsAreFoundByNameAndPredictionsAreInTheTargetsUnits() throws IOException {
    plane();
    Path rows = write("rows.csv", "b,note,a\n1,7,2\n0,7,0\n-0.5,7,1\n");

    List<String> lines = predict(rows).succeeded().out().lines().toList();

    assertThat(lines).hasSize(4).first().isEqualTo("row,u");
    double[] expected = {300 * 2 - 1 + 50, 50, 300 + 0.5 + 50};
    for (int row = 0; row < 3; row++) {
      assertThat(Double.parseDouble(lines.get(row + 1).split(",", -1)[1]))
          .isCloseTo(expected[row], within(0.5));
    }
  }

  @Test
  void classesKeepTheirNamesWhereTheLastLayerHasMoreUnits() throws IOException {
    write("flowers.csv", "a,kind\n0,no\n1,yes\n0.1,no\n0.9,yes\n");
    Path settings =
        write(
            "flowers.yaml",
            """
            data: {source: csv, path: flowers.csv, target: kind, split: none}
            model: [{dense: 3}]
            loss: cross_entropy
            optimizer: {sgd: {lr: 0.1}}
            batch: 2
            epochs: 2
            """);

    assertThat(CommandLineRun.train(settings.toString(), folder.resolve("run")).err())
        .contains("The last layer has 3 units for 2 classes; ");

    assertThat(predict(write("rows.csv", "a\n1\n")).succeeded().out())
        .startsWith("row,class,no,yes,2\n1,");
  }

  @Test
  void rowsComeFromTheStandardInput() throws Exception {
    plane();
    Path rows = write("rows.csv", "a,b\n1,2\n3,x\n");
    Process process =
        CommandLineRun.process("predict", folder.resolve("run").toString(), "--input", "-").start();
    try (OutputStream input = process.getOutputStream()) {
      input.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }

    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out).startsWith("row,u\n1,").hasLineCount(2);

    Process wrong =
        CommandLineRun.process("predict", folder.resolve("run").toString(), "--input", "-")
            .redirectInput(rows.toFile())
            .start();
    String err = new String(wrong.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(wrong.waitFor()).isEqualTo(2);
    assertThat(err).contains("/dev/stdin, line 3, column 'b': 'x' is text");
  }

  @Test
  void jsonHasTheSameNumbersUnderTheirNames() throws IOException {
    train("examples/wine.yaml", folder.resolve("run"), "--epochs", "2");

    List<String> lines = predict(WINE).succeeded().out().lines().skip(1).toList();
    List<JsonNode> objects = predict(WINE, "--json").succeeded().json();

    assertThat(objects).hasSameSizeAs(lines);
    for (int row = 0; row < lines.size(); row++) {
      JsonNode probabilities = objects.get(row).get("probabilities");
      assertThat(
              String.join(
                  ",",
                  objects.get(row).get("row").toString(),
                  objects.get(row).get("class").stringValue(),
                  probabilities.get("0").toString(),
                  probabilities.get("1").toString(),
                  probabilities.get("2").toString()))
          .isEqualTo(lines.get(row));
    }
    Files.move(folder.resolve("run"), folder.resolve("classes"));
    plane();
    assertThat(predict(write("rows.csv", "a,b\n1,1\n"), "--json").succeeded().json())
        .singleElement()
        .satisfies(
            only -> assertThat(only.at("/outputs/u").doubleValue()).isCloseTo(349, within(0.5)));
  }

  @Test
  void probabilityOfOneTargetHasItsClassBesides() throws IOException {
    flags("[y]");

    List<String> lines =
        predict(write("rows.csv", "a\n-0.5\n3\n")).succeeded().out().lines().toList();

    assertThat(lines.getFirst()).isEqualTo("row,class,y");
    assertThat(lines.get(1)).startsWith("1,0,0.");
    assertThat(lines.get(2)).startsWith("2,1,0.9");
    JsonNode last = predict(folder.resolve("rows.csv"), "--json").succeeded().json().getLast();
    assertThat(last.get("class").stringValue()).isEqualTo("1");
    assertThat(last.at("/probabilities/y").doubleValue()).isGreaterThan(0.9);
  }

  @Test
  void eachOfSeveralTargetsHasAClassOfItsOwn() throws IOException {
    flags("[y, not]");

    assertThat(predict(write("rows.csv", "a\n3\n")).succeeded().out())
        .startsWith("row,class_y,class_not,y,not\n1,1,0,0.9");
  }

  @Test
  void ignoredColumnsAreRepeatedAsTheyAreWritten() throws IOException {
    flags("[y]", "--set", "data.exclude=[id, not]");

    assertThat(predict(write("rows.csv", "a,id\n3,\"0017, b\"\n-0.5,x\n")).succeeded().out())
        .startsWith("id,class,y\n\"0017, b\",1,0.9")
        .contains("\nx,0,0.");
    JsonNode first = predict(folder.resolve("rows.csv"), "--json").succeeded().json().getFirst();
    assertThat(first.get("row").intValue()).isEqualTo(1);
    assertThat(first.get("ignored").toString()).isEqualTo("{\"id\":\"0017, b\"}");
    assertThat(predict(write("rows.csv", "a\n3\n")).succeeded().out())
        .startsWith("row,class,y\n1,1,");
    assertThat(
            CommandLineRun.of("evaluate", folder.resolve("run").toString(), "--device", "cpu")
                .succeeded()
                .err())
        .isEmpty();
  }

  /** Trains y = 1 where a is above 0, and not = 1 − y. */
  private void flags(String target, String... options) throws IOException {
    StringBuilder csv = new StringBuilder("id,a,y,not\n");
    for (int i = 0; i < 40; i++) {
      double a = (i * 7 % 40 - 19.5) / 8;
      csv.append("n" + i + "," + a + "," + (a > 0 ? "1,0" : "0,1") + "\n");
    }
    write("flags.csv", csv.toString());
    Path file =
        write(
            "flags.yaml",
            """
            data: {source: csv, path: flags.csv, target: %s, exclude: %s}
            model: [{dense: %d}]
            loss: bce_with_logits
            optimizer: {adam: {lr: 0.1}}
            epochs: 60
            """
                .formatted(
                    target,
                    target.contains("not") ? "id" : "[id, not]",
                    target.contains("not") ? 2 : 1));
    CommandLineRun.train(file.toString(), folder.resolve("run"), options);
  }

  @Test
  void linesEndAsShellsExpect() throws IOException {
    plane();

    assertThat(predict(write("rows.csv", "a,b\n1,1\n")).succeeded().out()).doesNotContain("\r");
  }

  @Test
  void rowsThatDoNotFitAreRefusedWithTheirPlace() throws IOException {
    plane();

    assertThat(predict(write("rows.csv", "a,c\n1,1\n")).wrongUse())
        .contains("'b' is not a column of", "rows.csv (line 1)", "needs it as a feature");
    assertThat(predict(write("rows.csv", "a,b\n1,1\n1,one\n")).wrongUse())
        .contains("rows.csv, line 3, column 'b': 'one' is text");
    assertThat(predict(write("rows.csv", "b,a\n1,1\n1,-3e38\n")).wrongUse())
        .isEqualTo(
            folder.resolve("rows.csv")
                + ", line 3, column 'a': '-3e38' is not a finite float32 number for the model, but"
                + " -Infinity; remove or replace it.");
    assertThat(predict(write("rows.csv", "a,b\n")).wrongUse()).contains("no rows");
    assertThat(predict(folder.resolve("none.csv")).wrongUse()).contains("There is no file");
  }

  @Test
  void whatIsNoRunIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("run"));

    assertThat(predict(WINE).wrongUse()).contains("is not the folder of a run: it has no run.yaml");
    assertThat(CommandLineRun.of("predict", folder.toString()).wrongUse()).contains("--input");
  }

  /** Trains u = 300 a − b + 50. */
  private void plane() throws IOException {
    StringBuilder csv = new StringBuilder("a,u,b\n");
    for (int i = 0; i < 40; i++) {
      double a = (i % 8) / 4.0;
      double b = Math.floorDiv(i, 8) / 2.0 - 1;
      csv.append(a).append(',').append(300 * a - b + 50).append(',').append(b).append('\n');
    }
    write("points.csv", csv.toString());
    Path file =
        write(
            "plane.yaml",
            """
            data: {source: csv, path: points.csv, target: u, standardize: true, split: none}
            model: [{dense: 1}]
            loss: mse
            optimizer: {sgd: {lr: 0.4}}
            batch: full
            epochs: 100
            """);
    train(file.toString(), folder.resolve("run"), "--quiet");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private CommandLineRun predict(Path rows, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "predict",
                folder.resolve("run").toString(),
                "--input",
                rows.toString(),
                "--device",
                "cpu"));
    arguments.addAll(List.of(options));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }
}
