package io.github.thalweg.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data, parameters and run files that do not fit, through the command line. */
class UnfitDataTest {
  private static final String RUN_FILE =
      """
      data: {source: csv, path: points.csv, target: y, split: none}
      model: [{dense: 1}]
      loss: mse
      optimizer: {sgd: {lr: 0.1}}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          data.features=[[1,2,3]]                    | 0.weight has the shape [2, 3] in the model and [2, 4] in init
          data.targets=[[1,2,3]]                     | data has 3 targets in a row, and the model 2 outputs. Give Layer 0 (dense, 0.weight [2, 4]) 3 units.
          init.0.bias=[1,2,3]                        | 0.bias has the shape [2] in the model and [3] in init
          init.1.weight=[1]                          | '1.weight' is not a parameter of the model; 0.weight
          data.features=[[1,2,3,4],[1,2,3]]          | a row of targets for every row of features; 1 and 2 rows
          data={"source":"inline","features":[[1,2,3,4],[1,2,3]],"targets":[[1,0],[1,0]]} | Row 2; length 3; length 4
          data.features=[[1,2,3,x]]                  | data.features must be a number; "x"
          data.features=[[1,2,3,.nan]]               | Row 1, column 4 of the inline features is NaN
          data.features=5                            | data.features must be a list of rows; it is 5
          """)
  void shapesThatDoNotFitAreNamedWithWhatWasExpectedAndGiven(String assignment, String facts) {
    assertThat(trainRefused("seed", "--set", assignment)).contains(facts.split("; ", -1));
  }

  @Test
  void labelsBeyondTheOutputsAreNamedWithTheirRow() {
    assertThat(trainRefused("digits", "--set", "model=[{dense: 9}]"))
        .startsWith(
            "Row 10 of digits, target: the label '9' is beyond the model; cross_entropy with 9 ")
        .contains("from 0 to 8", "Layer 0", "[9, 64]");
    assertThat(trainRefused("seed", "--set", "loss=cross_entropy", "--set", "data.targets=[[-1]]"))
        .contains("Row 1 of the inline data, target: -1 is not a class; ");
    assertThat(
            trainRefused("seed", "--set", "loss=bce_with_logits", "--set", "data.targets=[[0,5]]"))
        .contains(
            "Row 1 of the inline data, target 2: the target '5' is not from 0 to 1, as bce_with_logits");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          cross_entropy   | 2 | classification | 0¶1¶1¶0¶3.0¶1¶1¶0      | line 8, column 'y': the label '3.0', which is class 3 counted from 0, is beyond the model
          cross_entropy   | 2 | classification | no¶no¶maybe¶yes¶no¶no  | line 7, column 'y': the label 'yes', which is class 2 counted from 0, is beyond the model
          cross_entropy   | 2 | regression     | 0¶1¶1¶0¶0.50¶1¶1¶0     | line 8, column 'y': the label '0.50' is not a class; cross_entropy
          cross_entropy   | 2 | regression     | 0¶1¶1¶0¶1¶1¶-1¶0       | line 10, column 'y': the label '-1' is not a class; cross_entropy
          bce_with_logits | 1 | regression     | 0¶1¶1¶0¶1¶1.50¶1¶0     | line 9, column 'y': the target '1.50' is not from 0 to 1
          mse             | 1 | regression     | 0¶1¶1¶0¶1¶1¶1e39¶0     | line 10, column 'y': '1e39' is not a finite float32 number
          """)
  void wrongLabelIsNamedAsItStandsInTheFileWhateverPartItIsIn(
      String loss, int units, String task, String labels, String complaint) throws IOException {
    String[] all = labels.split("¶", -1);
    StringBuilder csv = new StringBuilder("x,y\n\n\n");
    for (int i = 0; i < all.length; i++) {
      csv.append(i).append(',').append(all[i]).append('\n');
    }
    Files.writeString(folder.resolve("points.csv"), csv);
    for (int seed = 0; seed < 4; seed++) {
      String file =
          runFile(
              """
              data: {source: csv, path: points.csv, target: y, task: %s, split: {test: 0.5, seed: %d}}
              model: [{dense: %d}]
              loss: %s
              optimizer: {sgd: {lr: 0.1}}
              """
                  .formatted(task, seed, units, loss));
      assertThat(trainRefused(file)).contains("points.csv, " + complaint);
    }
  }

  /** What the sentences advise is tried, too. */
  @Test
  void lossForClassesIsNamedWhereTheTargetHoldsMeasurements() throws IOException {
    Files.writeString(folder.resolve("points.csv"), "x,y\n1,214.37\n2,180\n3,99.5\n");
    String classes = "loss=cross_entropy";
    String file = runFile(RUN_FILE);
    assertThat(trainRefused(file, "--set", classes))
        .endsWith(
            "line 2, column 'y': '214.37' is not a class index; an integer from 0 to 65535 was expected; to predict"
                + " numbers, use loss: mse, and no data.task: classification.");
    assertThat(trainRefused(file, "--set", classes, "--set", "data.task=regression"))
        .endsWith(
            "line 2, column 'y': the label '214.37' is not a class; cross_entropy with 1 output needs whole numbers"
                + " from 0 to 0. Fix the label. To predict numbers, use loss: mse.");
    assertThat(trainRefused(file, "--set", "data.task=classification"))
        .contains("use loss: mse, and no data.task: classification");
    CommandLineRun.train(file, folder.resolve("run"), "--epochs", "1");
  }

  @Test
  void initFileOfAnotherModelIsNamedWithBothShapes() {
    Path other = folder.resolve("other");
    CommandLineRun.train("line", other, "--epochs", "1");
    String model = other.resolve("model.safetensors").toString();

    assertThat(trainRefused("seed", "--init", model))
        .contains("0.weight", "[2, 4]", "[1, 1]", model);
    assertThat(trainRefused("digits", "--init", model)).contains("0.weight", "[64, 64]", "[1, 1]");
    assertThat(trainRefused("line", "--init", model + "x")).contains("There is no file", model);
    assertThat(trainRefused("line", "--init", other.resolve("run.yaml").toString()))
        .contains("run.yaml is not a safetensors file: one begins with the length of its header");
    assertThat(trainRefused("line", "--init", other.toString()))
        .endsWith(other + " is a folder; a safetensors file was expected, such as " + model + ".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          x,y¶1,2¶abc,3        | points.csv, line 3, column 'x': 'abc' is text
          x,y¶1,2¶3,¶          | points.csv, line 3, column 'y': the field is empty
          x;y¶1;2¶1,5;3        | points.csv, line 3, column 'x': '1,5' has a decimal comma; write 1.5, with a point.
          x;y¶1;2¶3;-,5        | points.csv, line 3, column 'y': '-,5' has a decimal comma; write -.5, with a point.
          x;y¶1;1.234,5        | points.csv, line 2, column 'y': '1.234,5' has a decimal comma; write 1234.5, with a point.
          x;y¶1;1,234,567.5    | points.csv, line 2, column 'y': '1,234,567.5' has commas between thousands; write 1234567.5 without
          x;y¶1;1,234          | points.csv, line 2, column 'y': '1,234' has a comma; write 1.234, with a point, or 1234 without it.
          x;y¶1;1,2,3          | points.csv, line 2, column 'y': '1,2,3' is text
          x,y¶1,2¶3,NA         | points.csv, line 3, column 'y': 'NA' is not a number; a number was expected; fill it in, or leave the row out.
          x,y¶1,NA             | points.csv, line 2, column 'y': 'NA' is not a number; a number was expected; fill it in, or leave the row out.
          x,y¶1,2¶?,3          | points.csv, line 3, column 'x': '?' is not a number; a number was expected; fill it in, or leave the row out.
          x,y¶1,2¶3,ab         | points.csv, line 3, column 'y': 'ab' is text; a number was expected.
          x,y¶1,ab             | points.csv, line 2, column 'y': 'ab' is text; a number was expected; classes with names take loss: cross_entropy.
          x,y¶1,2¶1,2¶3        | points.csv, line 4: the row has 1 field; the header names 2 columns
          x,y¶1,2,3            | points.csv, line 2: the row has 3 fields; the header names 2 columns
          x,y¶1,NaN            | points.csv, line 2, column 'y': 'NaN' is not a finite number
          x,y¶1,1e99           | points.csv, line 2, column 'y': '1e99' is not a finite float32 number
          ``                   | points.csv is empty
          x,y                  | points.csv has a header line and no rows
          x,Y¶1,2              | 'y' is not a column of  ; points.csv ; Did you mean 'Y'?
          y¶1                  | every column is a target (y)
          """)
  void csvErrorNamesFileLineAndColumn(String csv, String facts) throws IOException {
    Files.writeString(folder.resolve("points.csv"), csv.replace('¶', '\n'));

    assertThat(trainRefused(runFile(RUN_FILE))).contains(facts.split(" ; ", -1));
  }

  @Test
  void missingCsvFileIsNamedWithWhereItWasLookedFor() throws IOException {
    String file = runFile(RUN_FILE);

    assertThat(trainRefused(file))
        .isEqualTo(
            file
                + ": data.path names "
                + folder.resolve("points.csv")
                + ", but there is no such file.");
  }

  @Test
  void whatDoesNotFitTheDataIsSaidWithTheRunFilesName() throws IOException {
    Files.writeString(folder.resolve("points.csv"), "x,y\n1,2\n3,4\n");
    String tooMany = runFile(RUN_FILE.replace("dense: 1", "dense: 3"));
    assertThat(trainRefused(tooMany))
        .isEqualTo(
            tooMany
                + ": The training data has 1 target in a row, and the model 3 outputs. Give Layer 0 (dense, 0.weight"
                + " [3, 1]) 1 unit, or use loss: cross_entropy for a class.");
    assertThat(CommandLineRun.of("check", tooMany).wrongUse()).startsWith(tooMany + ": The ");
    String sweep = runFile(RUN_FILE.replace("dense: 1", "dense: [3, 5]"));
    assertThat(trainRefused(sweep)).startsWith(sweep + ": The ");
    String empty = runFile(RUN_FILE.replace("lr: 0.1", "lr: []"));
    assertThat(trainRefused(empty)).startsWith(empty + ": optimizer.sgd.lr is an empty list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.5,2;3,4 | points.csv has no column 'y', a target column: its first line should name",
        "1,1;3,4   | points.csv, line 1: the header names column '1' twice; its first line should name"
      })
  void fileWithoutAHeaderIsTakenForOne(String csv, String facts) throws IOException {
    Files.writeString(folder.resolve("points.csv"), csv.replace(';', '\n'));

    assertThat(trainRefused(runFile(RUN_FILE)))
        .contains(facts)
        .endsWith("the columns, but it holds only numbers; write a line of names above it.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          data: {source: digits¶model: 3 | is not valid YAML: line 2, column 6: expected ',' or '}'
          data:¶\tsource: digits        | is not valid YAML: line 2, column 1: found character
          data:¶  source: "digits¶      | is not valid YAML: line 3, column 1: found unexpected end of stream, after the quotation mark in line 2, column 11, which is not closed.
          model: [{dense: 3}, relu¶     | <stream end>, after the [ in line 1, column 8, which is not closed.
          loss: {huber: {delta: 2}¶     | <stream end>, after the { in line 1, column 7, which is not closed.
          epochs: 1¶seed: 0¶epochs: 2   | run.yaml: 'epochs' occurs twice, in lines 1 and 3; leave one of them.
          model:¶- {dense: 1, dense: 2} | run.yaml: 'dense' occurs twice, in line 2, columns 4 and 14; leave
          seed: 0¶seed: 0¶model: [1     | run.yaml: 'seed' occurs twice, in lines 1 and 2; leave one of them.
          ``                            | run.yaml is empty
          - digits                      | must hold settings, key: value; it holds ["digits"]
          epochs: 3                     | run.yaml: loss is missing
          modl: [{dense: 3}]            | run.yaml: 'modl' is not a key of a run file. Did you mean 'model'?
          los: mse¶epochs: 3            | run.yaml: 'los' is not a key of a run file. Did you mean 'loss'?
          loss: mse                     | run.yaml: data.source is missing
          epochs: 3¶batch:32¶seed: 1    | is not valid YAML: line 3, column 1: could not find expected ':', after line 2, batch:32, with no space after its colon.
          optimizer:¶  sgd:¶    lr:0.5¶loss: mse¶data: {source: iris}¶model: [{dense: 3}] | optimizer.sgd must be a block of settings, key: value; it is "lr:0.5", with no space after its colon.
          """)
  void brokenRunFileIsPlacedToLineAndColumn(String yaml, String problem) throws IOException {
    String file = runFile(yaml.replace('¶', '\n').replace("\\t", "\t"));

    assertThat(trainRefused(file)).startsWith(file).contains(problem);
  }

  @Test
  void missingRunFileIsNamed() {
    assertThat(trainRefused(folder.resolve("none.yaml").toString()))
        .contains("none.yaml cannot be read; there is no such file");
    assertThat(trainRefused(folder.resolve("none").toString()))
        .contains("is not a recipe, nor a run file (.yaml)");
  }

  @Test
  void whatIsTakenForARecipeIsToldWhereItGoes() throws IOException {
    Path data = Files.writeString(folder.resolve("points.csv"), "x,y\n1,2\n");
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.writeString(run.resolve("run.yaml"), RUN_FILE);
    runFile(RUN_FILE);

    assertThat(trainRefused(data.toString()))
        .startsWith(
            data + " is not a run file, whose name ends in .yaml; name data in a run file as");
    assertThat(trainRefused(run.toString()))
        .isEqualTo(
            run
                + " is the folder of a run; continue it with --resume "
                + run
                + ", or train it again with "
                + run.resolve("run.yaml")
                + ".");
    Files.delete(run.resolve("run.yaml"));
    assertThat(trainRefused(run.toString()))
        .endsWith(" is not a recipe, but there is the run file " + run + ".yaml.");
  }

  private String runFile(String yaml) throws IOException {
    return Files.writeString(folder.resolve("run.yaml"), yaml).toString();
  }

  private String trainRefused(String recipe, String... options) {
    Path out = folder.resolve("refused");
    List<String> arguments =
        new ArrayList<>(List.of("train", recipe, "--device", "cpu", "--out", out.toString()));
    arguments.addAll(Arrays.asList(options));
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.out()).isEmpty();
    assertThat(out).doesNotExist();
    return run.wrongUse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--set batch=-3        | --set batch=-3: batch must be at least 1 row",
        "--set data.target=b   | --set data.target=b: ",
        "--set loss=mse,x      | --set loss=mse,x: ",
        "--set model.1=relo    | --set model.1=relo: 'relo' is not a layer",
        "--epochs -1           | --epochs -1: ",
        "--kernels jti         | --kernels jti: 'jti' is not a family of kernels",
        "--seed 3              | run.yaml: "
      })
  void whatTheCommandLineBringsInIsNotBlamedOnTheFile(String options, String sentence)
      throws IOException {
    Path file = folder.resolve("run.yaml");
    Files.writeString(folder.resolve("a.csv"), "x,y\n1,0\n2,1\n3,0\n4,1\n");
    boolean own = sentence.startsWith("run.yaml");
    Files.writeString(
        file,
        """
        data: {source: csv, path: a.csv, target: y}
        model: [{dense: 4}, relu, {dense: 2}]
        loss: cross_entropy
        optimizer: sgd
        batch: %d
        """
            .formatted(own ? 0 : 2));
    List<String> arguments = new ArrayList<>(List.of("train", file.toString()));
    arguments.addAll(List.of(options.split(" ", -1)));

    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.wrongUse()).startsWith(own ? file.toString() : sentence);
    if (!own) {
      assertThat(run.err()).doesNotContain("run.yaml");
    }
  }
}
