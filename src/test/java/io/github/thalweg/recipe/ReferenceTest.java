package io.github.thalweg.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code thalweg recipes --explain} calls a default is what is taken when nothing is said. */
class ReferenceTest {
  private static final String REQUIRED_ONLY =
      """
      data: {source: csv, path: points.csv, target: y, task: regression}
      model: [{dense: 64}, relu, {dense: 10}]
      loss: cross_entropy
      optimizer: sgd
      """;

  @TempDir private Path folder;

  @Test
  void referenceIsARunFileOfDefaults() throws IOException {
    assertThat(read("reference.yaml", RunFile.reference()))
        .isEqualTo(read("my-run.yaml", REQUIRED_ONLY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # optimizer: {adam:       | optimizer: adam
          # optimizer: {adamw:      | optimizer: adamw
          # optimizer: {rmsprop:    | optimizer: rmsprop
          # schedule: {step:        | schedule: {step: {epochs: 10}}
          # schedule: {cosine:      | schedule: cosine
          """,
      commentCharacter = '~')
  void alternativesInCommentsAreDefaultsToo(String comment, String withoutSettings)
      throws IOException {
    String written =
        RunFile.reference()
            .lines()
            .filter(line -> line.startsWith(comment))
            .findFirst()
            .orElseThrow()
            .substring("# ".length());

    assertThat(read("my-run.yaml", with(written)))
        .isEqualTo(read("my-run.yaml", with(withoutSettings)));
  }

  @Test
  void lineInCommentsHasItsDefaults() throws IOException {
    String settings =
        RunFile.reference()
            .lines()
            .dropWhile(line -> !line.startsWith("  # source line"))
            .skip(1)
            .takeWhile(line -> line.startsWith("  # "))
            .map(line -> line.replace("  # ", "  "))
            .collect(Collectors.joining("\n"));
    assertThat(settings).contains("points:", "slope:", "intercept:", "noise:", "seed:");
    String rest = REQUIRED_ONLY.substring(REQUIRED_ONLY.indexOf("model:"));

    assertThat(read("my-run.yaml", "data:\n  source: line\n" + settings + "\n" + rest))
        .isEqualTo(read("my-run.yaml", "data: {source: line}\n" + rest));
  }

  @Test
  void huberInTheReferenceHasItsDefault() throws IOException {
    assertThat(RunFile.reference()).contains("{huber: {delta: 1}}");
    assertThat(read("my-run.yaml", with("loss: {huber: {delta: 1}}")))
        .isEqualTo(read("my-run.yaml", with("loss: huber")));
  }

  @Test
  void taskFollowsFromTheLoss() throws IOException {
    String open = REQUIRED_ONLY.replace(", task: regression", "");

    assertThat(((Source.Csv) read("a.yaml", open).data().source()).classification()).isTrue();
    assertThat(
            ((Source.Csv) read("a.yaml", open.replace("cross_entropy", "mse")).data().source())
                .classification())
        .isFalse();
  }

  /** The required settings with one line put in the place of its key. */
  private static String with(String line) {
    String key = line.substring(0, line.indexOf(':') + 1);
    return REQUIRED_ONLY
            .lines()
            .filter(other -> !other.startsWith(key))
            .collect(Collectors.joining("\n"))
        + "\n"
        + line
        + "\n";
  }

  private Recipe read(String name, String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve(name), yaml);
    return RunFile.read(file.toString(), List.of());
  }
}
