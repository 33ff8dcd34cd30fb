package io.github.thalweg.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.cli.CommandLineRun;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.recipe.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns whose names YAML would take for something else than a text. */
class ColumnNamesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "Null", "~", "true", "no", "0.10", "007", "1e3", "0x1F", ".inf", ".nan"})
  void namesOfColumnsAreTakenAsTheyAreWritten(String name) throws IOException {
    Files.writeString(
        folder.resolve("table.csv"),
        "%s,id,a,y,%s 2\nfree,1,1,2,4\ntext,2,2,3,1\nhere,3,3,4,1\n".formatted(name, name));
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            data: {source: csv, path: table.csv, target: [y, %1$s 2], exclude: [%1$s, id], split: none}
            model: [{dense: 2}]
            loss: mse
            optimizer: sgd
            """
                .formatted(name));
    Path out = folder.resolve("out");

    CommandLineRun.train(file.toString(), out);

    for (String recipe : List.of(file.toString(), out.resolve("run.yaml").toString())) {
      assertThat(RunFile.read(recipe).data().source())
          .isInstanceOfSatisfying(
              Source.Csv.class,
              csv -> {
                assertThat(csv.excluded()).containsExactly(name, "id");
                assertThat(csv.targets()).containsExactly("y", name + " 2");
              });
    }
    for (String list : List.of("[" + name + ", id]", "\n- id\n- " + name)) {
      Source source = RunFile.read(file.toString(), "data.exclude=" + list).data().source();
      assertThat(((Source.Csv) source).excluded()).containsExactlyInAnyOrder(name, "id");
    }
    Source alone = RunFile.read(file.toString(), "data.exclude=" + name).data().source();
    assertThat(((Source.Csv) alone).excluded()).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"target", "exclude"})
  void elementWithoutANameIsRefused(String key) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            data:
              source: csv
              path: table.csv
              target: y
              %s:
              - a
              -
            model: [{dense: 1}]
            loss: mse
            optimizer: sgd
            """
                .formatted(key)
                .replace("  target: y\n  target", "  target"));
    assertThat(CommandLineRun.tryToTrain(file.toString(), folder.resolve("out")).wrongUse())
        .isEqualTo(file + ": data." + key + " has an element without a name; it is [\"a\",null].");
  }

  @Test
  void yamlOfAnotherVersionIsSaidToBeThat() throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), "%YAML 9.9\n---\nloss: mse\n");
    assertThat(CommandLineRun.tryToTrain(file.toString(), folder.resolve("out")).wrongUse())
        .isEqualTo(
            file
                + " says in its %YAML line that it is YAML 9.9; YAML 1.2 is read. Leave that line out.");
  }
}
