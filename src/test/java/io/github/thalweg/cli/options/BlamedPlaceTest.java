package io.github.thalweg.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.io.Safetensors;
import io.github.thalweg.io.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An error begins with what brought the wrong value in: the run file, or an option. */
class BlamedPlaceTest {
  private static final String WHOLE =
      """
      data: {source: csv, path: table.csv, target: y, exclude: [name], split: none}
      model: [{dense: 1}]
      loss: mse
      optimizer: {sgd: {lr: 0.01}}
      batch: 2
      epochs: 2
      """;

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    write("table.csv", "name,a,b,y\nx,1,2,3\nz,2,3,4\nq,3,4,5\n");
    write("text.csv", "name,a,b,y\nx,1,2,3\nz,2,three,4\nq,3,4,5\n");
    write("map.yaml", "none: 0.weight\n");
    tensors("ok.safetensors", 0.5f);
    tensors("bad.safetensors", Float.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          | --init bad.safetensors --seed 3 | --init bad.safetensors: 0.bias in bad.safetensors has Infinity
          | --init bad.safetensors --epochs 3 --set batch=3 | --init bad.safetensors: 0.bias
          | --init bad.safetensors | --init bad.safetensors: 0.bias
          | --init none.safetensors --seed 3 | --init none.safetensors: There is no file
          | --init ok.safetensors --init-map map.yaml --seed 3 | --init-map map.yaml: map.yaml, entry none
          init: bad.safetensors | --seed 3 --set batch=3 | run.yaml: 0.bias in bad.safetensors
          init: bad.safetensors | --init ok.safetensors --set data.target=z | --set data.target=z: 'z' is not a column
          | --init-map map.yaml --seed 3 | --init-map maps the tensors of a file; name the file with --init.
          | --set data.exclude=[name,nope] --set data.path=text.csv | --set data.exclude=[name,nope]: 'nope' is not a column
          | --set data.exclude=[name,a] --set data.path=text.csv --seed 3 | --set data.path=text.csv: text.csv, line 3
          | --set loss=bce_with_logits | run.yaml: table.csv, line 2, column 'y': the target '3' is not from 0 to 1
          | --set data.path=table.csv --set loss=bce_with_logits --set data.split=none | --set data.path=table.csv: table.csv, line 2
          batch: 0 | --seed 3 --set batch=0 | --set batch=0: batch must be at least 1 row
          batch: 0 | --seed 3 | run.yaml: batch must be at least 1 row
          model: [{dense: 0.5}] | --set model.0.dense=0.5 --seed 3 | --set model.0.dense=0.5: model[0].dense must be
          model: [{dense: 0.5}] | --set model=[{dense:·0.5}] | --set model=[{dense: 0.5}]: model[0].dense must be
          optimizer: {sgd: {lr: [0.01, 0.02]}} | --set data.path=none.csv --seed 3 | --set data.path=none.csv: data.path names none.csv
          data.path: none.csv, optimizer: {sgd: {lr: [0.01, 0.02]}} | --seed 3 | run.yaml: data.path names none.csv
          data.path: text.csv, optimizer: {sgd: {lr: [0.01, 0.02]}} | --epochs 3 | run.yaml: text.csv, line 3
          data.path: text.csv, data.target: null | --set data.target=y | run.yaml: text.csv, line 3
          | --set init={0.weight:·[[1],[2]],0.bias:·[0]} --set model=[{dense:·1}] | --set init={0.weight: [[1],[2]],0.bias: [0]}: 0.weight has the shape
          | --set model=[{dense:·2},{dense:·1}] --init ok.safetensors --set batch=3 | --init ok.safetensors:
          | --epochs [1 | --epochs is not valid YAML: line 1
          | --set epochs=[1 | --set epochs is not valid YAML: line 1
          | --epochs · | --epochs has no value; write one after it.
          | --set epochs= | --set epochs= has no value; write one after it.
          | --epochs [2,x] | --epochs [2,x]: epochs must be a whole number; it is "x".
          """)
  void errorsBeginWithWhatBroughtThemIn(String settings, String options, String sentence)
      throws IOException {
    String yaml = WHOLE;
    for (String setting : settings == null ? List.<String>of() : settings(settings)) {
      yaml = with(yaml, setting);
    }
    write("run.yaml", yaml);
    List<String> words =
        new ArrayList<>(
            List.of("train", path("run.yaml"), "--out", path("out"), "--device", "cpu"));
    for (String word : options.split(" ", -1)) {
      boolean file = word.matches("(bad|ok|none)\\.safetensors|map\\.yaml");
      words.add(file ? path(word) : word.replace("·", " ").strip());
    }

    assertThat(CommandLineRun.of(words.toArray(String[]::new)).wrongUse().replace(folder + "/", ""))
        .startsWith(sentence);
  }

  private static List<String> settings(String settings) {
    return List.of(settings.split(", (?=[a-z.]+:)", -1));
  }

  /** The run file with a setting in the place of its own, or more. */
  private static String with(String yaml, String setting) {
    String key = setting.substring(0, setting.indexOf(':'));
    String value = setting.substring(setting.indexOf(':') + 2);
    return switch (key) {
      case "data.path" -> yaml.replace("path: table.csv", "path: " + value);
      case "data.exclude" -> yaml.replace("exclude: [name]", "exclude: " + value);
      case "data.target" -> yaml.replace("target: y, ", "");
      default -> yaml.replaceFirst("(?m)^" + key + ": .*\\R", "") + setting + "\n";
    };
  }

  @Test
  void settingThatIsAskedForIsNotSaidToBeInTheFileOfAResumedRun() throws IOException {
    write("run.yaml", WHOLE);
    Path run = folder.resolve("run");
    CommandLineRun.train(path("run.yaml"), run);
    write("table.csv", "name,a,b,y\nx,1,2,3\nz,2,3,4\n");

    String asked =
        CommandLineRun.tryToResume(run, "--epochs", "3", "--set", "data.exclude=[]").wrongUse();
    assertThat(asked)
        .contains("(3 training and 0 test rows then, 2 and 0 now; with --set data.exclude was ")
        .doesNotContain("; in " + run);
    Files.writeString(
        run.resolve("run.yaml"),
        Files.readString(run.resolve("run.yaml")).replace("  exclude:\n  - name\n", ""));
    assertThat(CommandLineRun.tryToResume(run, "--epochs", "3").wrongUse())
        .contains(" now; in " + run.resolve("run.yaml") + " data.exclude was ")
        .doesNotContain("--set");
  }

  private void tensors(String name, float bias) {
    Safetensors.write(
        folder.resolve(name),
        Map.of(
            "0.weight", new StoredTensor.F32(new int[] {1, 2}, new float[] {1, 2}),
            "0.bias", new StoredTensor.F32(new int[] {1}, new float[] {bias})),
        Map.of());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
