package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that nobody writes who means well. */
class HostileFilesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {100, 700, 50_000})
  void deepNestingIsNamedWithItsPlace(int depth) throws IOException {
    for (String open : new String[] {"[", "{a: ", "- "}) {
      assertThat(runFile("data: " + "\n".repeat(open.equals("- ") ? 1 : 0) + open.repeat(depth)))
          .contains("run.yaml, line ", "column ", "nested more than 64 levels deep");
      assertThat(
              CommandLineRun.of("train", "seed", "--set", "data=" + open.repeat(depth)).wrongUse())
          .contains("--set data, line 1, column ", "nested more than 64 levels deep");
    }
    assertThat(CommandLineRun.of("train", "seed", "--set", "a.".repeat(depth) + "a=1").wrongUse())
        .contains("more than 64 levels deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"epochs", "batch", "seed", "clip_norm"})
  void numberOfThousandsOfDigitsIsNamedByItsKey(String key) throws IOException {
    assertThat(runFile(key + ": " + "9".repeat(5000)))
        .contains("run.yaml, line 1, column ", key + " has 5,000 characters");
    assertThat(CommandLineRun.of("train", "seed", "--set", key + "=" + "9".repeat(400)).wrongUse())
        .startsWith(key + " must be a ");
  }

  @Test
  void nameOfAMegabyteIsRefusedInALine() throws IOException {
    assertThat(runFile("name: " + "x".repeat(1 << 20)))
        .contains("line 1: a word has more than 65,536");
    assertThat(runFile("name: " + "x".repeat(1 << 15))).contains("name has 32,768 characters");
    assertThat(runFile("x".repeat(1 << 20) + ": 1")).hasSizeLessThan(2500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.10", "007", "1_000", "0x10", "1e3", "null", "yes", "True", "~", ".5"})
  void columnIsLookedUpByItsNameAsItIsWritten(String name) throws IOException {
    Files.writeString(folder.resolve("t.csv"), "a," + name + "\n1,2\n2,3\n3,5\n4,4\n");
    Path run =
        Files.writeString(
            folder.resolve("run.yaml"),
            "name: "
                + name
                + "\ndata: {source: csv, path: t.csv, target: "
                + name
                + ", split: none}\n"
                + "model: [{dense: 1}]\nloss: mse\noptimizer: {sgd: {lr: 0.01}}\nepochs: 1\n");

    CommandLineRun.train(run.toString(), folder.resolve("runs/one"), "--quiet");
    CommandLineRun.train(
        run.toString(),
        folder.resolve("runs/two"),
        "--quiet",
        "--set",
        "data.target=[" + name + "]");

    assertThat(
            CommandLineRun.of(
                    "predict",
                    folder.resolve("runs/one").toString(),
                    "--input",
                    folder.resolve("t.csv").toString())
                .succeeded()
                .out())
        .startsWith("row," + name + "\n");
    assertThat(
            CommandLineRun.of("runs", "list", folder.resolve("runs").toString(), "--json")
                .json()
                .getFirst()
                .get("recipe")
                .asString())
        .isEqualTo(name);
  }

  @Test
  void escapeSequencesOfAFileDoNotReachTheTerminal() throws IOException {
    Files.writeString(folder.resolve("t.csv"), "a,\u001B]0;owned\u0007b\u001B[2J\n1,x\n");
    assertThat(
            runFile(
                """
                data: {source: csv, path: t.csv, target: c}
                model: [{dense: 1}]
                loss: mse
                optimizer: {sgd: {lr: 0.01}}
                """))
        .contains("\\x1b]0;owned\\x07b\\x1b[2J");
    CommandLineRun.train(
        "seed", folder.resolve("runs/r"), "--quiet", "--set", "name=\"\\e[31mred\\n\"");
    CommandLineRun list =
        CommandLineRun.of("runs", "list", folder.resolve("runs").toString(), "--color", "always")
            .succeeded();
    assertThat(list.out()).contains("\\x1b[31mred\\n").doesNotContain("\u001B[31m");
  }

  /** Colours of this program are such sequences, too. */
  @Test
  void coloursOfAFileDoNotReachTheTerminal() throws IOException {
    String label = "\u001B[8;31mhid\u001B[0mden";
    Files.writeString(folder.resolve("t.csv"), "a,c\n" + ("1," + label + "\n2,n\n").repeat(20));
    Path run = folder.resolve("run");
    Path recipe =
        Files.writeString(
            folder.resolve("colours.yaml"),
            """
            data: {source: csv, path: t.csv, target: c}
            model: [{dense: 2}]
            loss: cross_entropy
            optimizer: {sgd: {lr: 0.01}}
            epochs: 1
            """);
    String told = System.setProperty("thalweg.terminal", "out");
    try {
      List<CommandLineRun> runs =
          List.of(
              CommandLineRun.train(recipe.toString(), run),
              CommandLineRun.of("evaluate", run.toString(), "--color", "always"),
              CommandLineRun.of(
                  "predict", run.toString(), "--input", folder.resolve("t.csv").toString()));
      for (CommandLineRun shown : runs) {
        assertThat(shown.succeeded().out())
            .contains("\\x1b[8;31mhid\\x1b[0mden")
            .doesNotContain("\u001B[8;31m");
      }
    } finally {
      if (told == null) {
        System.clearProperty("thalweg.terminal");
      } else {
        System.setProperty("thalweg.terminal", told);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "thalweg.features             | null           | is null; a list of texts was expected",
        "thalweg.features             | [null, null]   | has the element null; all must be texts",
        "thalweg.features             | {\"a\": 1}     | a list of texts was expected",
        "thalweg.classes              | [1, 2]         | has the element 1; all must be texts",
        "thalweg.standardization.mean | null           | a list of numbers was expected",
        "thalweg.standardization.mean | [\"1\"]        | all must be numbers",
        "thalweg.standardization.mean | [1, 2, 3]      | has 3 elements; 1 were expected",
        "thalweg.standardization.mean | [1e999]        | each must be finite",
        "thalweg.standardization.scale| [0]            | each must be above 0",
        "thalweg.standardization.scale| [-1]           | each must be above 0",
        "thalweg.standardization.scale| [1, 1]         | has 2 elements; 1 were expected",
        "thalweg.standardization.scale| [[[[           | is not JSON",
        "thalweg.standardization.dtype| \"BF16\"       | is \"BF16\"; \"F64\" was expected",
        "thalweg.standardization.mean |                | is missing",
        "thalweg.standardization.scale|                | is missing",
      })
  void damagedMetadataIsNamed(String key, String value, String complaint) throws IOException {
    Path run = trained();
    Path model = run.resolve("model.safetensors");
    Safetensors whole = Safetensors.read(model);
    Map<String, String> texts = new LinkedHashMap<>(whole.metadata());
    if (value == null) {
      texts.remove(key);
    } else {
      texts.put(key, value);
    }
    Safetensors.write(model, whole.tensors(), texts);

    assertThat(
            CommandLineRun.of(
                    "predict", run.toString(), "--input", folder.resolve("t.csv").toString())
                .wrongUse())
        .contains(model.toString(), key, complaint);
  }

  @ParameterizedTest
  @CsvSource({
    "step, -1",
    "step, 9223372036854775808",
    "step, 1e3",
    "step, null",
    "step, 9223372036854775807",
    "epoch_rows, -5",
    "epoch_loss_sum, NaN",
    "epoch_seconds, Infinity"
  })
  void damagedNumberOfACheckpointIsNamed(String key, String value) throws IOException {
    Path run = trained();
    Path checkpoint = run.resolve("checkpoint.safetensors");
    Safetensors whole = Safetensors.read(checkpoint);
    Map<String, String> texts = new LinkedHashMap<>(whole.metadata());
    texts.put(key, value);
    Safetensors.write(checkpoint, whole.tensors(), texts);

    assertThat(CommandLineRun.of("train", "--resume", run.toString(), "--epochs", "9").wrongUse())
        .contains(checkpoint.toString(), key + " is '" + value + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null                                                         | devices is null; a list",
        "[1]                                                          | devices[0] is 1; an object",
        "[{}]                                                         | devices[0].device is missing",
        "[{\"device\": [1]}]                                          | devices[0].device is [1]; a text",
        "[{\"device\": \"a\", \"results\": {}}]                       | devices[0].results is {}; a list",
        "[{\"device\": \"a\", \"results\": [null]}]                   | devices[0].results[0] is null",
        "[{\"device\": \"a\", \"failures\": [{\"workload\": \"b\"}]}] | failures[0].message is missing",
        "[{\"device\": \"a\", \"missing\": [{}]}]                     | missing[0] is {}; a text",
      })
  void partOfABenchmarkFileThatIsNotAsItShouldBeIsNamed(String devices, String complaint)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("b.json"),
            "{\"format\": \"thalweg-bench-1\", \"manifest\": {}, \"devices\": %s}"
                .formatted(devices));
    assertThat(CommandLineRun.of("bench", "compare", file.toString(), file.toString()).wrongUse())
        .contains(file.toString(), complaint);
  }

  @Test
  void deepBenchmarkFileAndDevicesAreRefused() throws IOException {
    Path deep = Files.writeString(folder.resolve("b.json"), "[".repeat(100_000));
    assertThat(CommandLineRun.of("bench", "compare", deep.toString(), deep.toString()).wrongUse())
        .contains(deep + ", line 1, is not JSON");
    if (Files.exists(Path.of("/dev/zero"))) {
      assertThat(CommandLineRun.of("bench", "compare", "/dev/zero", "/dev/zero").wrongUse())
          .contains("/dev/zero", "a device or a pipe");
    }
  }

  private Path trained() throws IOException {
    Path run = folder.resolve("trained");
    Files.writeString(folder.resolve("t.csv"), "a,b\n1,x\n2,y\n3,x\n4,y\n");
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            data: {source: csv, path: t.csv, target: b, standardize: true, split: none}
            model: [{dense: 2}]
            loss: cross_entropy
            optimizer: {sgd: {lr: 0.01}}
            epochs: 1
            """);
    CommandLineRun.train(file.toString(), run, "--quiet");
    return run;
  }

  private String runFile(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), yaml);
    return CommandLineRun.of("train", file.toString(), "--device", "cpu").wrongUse();
  }
}
