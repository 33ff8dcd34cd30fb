package io.github.thalweg.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where the figures of {@code scripts/bench-all} go. */
@EnabledOnOs(OS.LINUX)
class BenchAllTest {
  @TempDir private Path folder;

  private FakeProject project;
  private Path script;

  @BeforeEach
  void project() throws IOException {
    project = new FakeProject(folder);
    script = project.root.resolve("scripts/bench-all");
    Files.copy(Path.of("scripts/bench-all"), script);
  }

  @Test
  void figuresOfAnEarlierRunStayWhereTheyAre() throws Exception {
    assertThat(words("--quick"))
        .containsSubsequence("bench", "--all", "--out", "--csv", "--markdown", "--quick")
        .anyMatch(word -> word.matches("runs/bench-all-\\d{8}-\\d{6}/bench.json"))
        .anyMatch(word -> word.matches("runs/bench-all-\\d{8}-\\d{6}/bench.csv"));
  }

  @Test
  void filesThatAreNamedAreTaken() throws Exception {
    assertThat(words("--out=mine.json", "--csv", "mine.csv"))
        .containsSubsequence("bench", "--all", "--markdown", "--out=mine.json", "--csv", "mine.csv")
        .noneMatch(word -> word.contains("runs/bench-all"));
  }

  @Test
  void figuresGoWhereTheUserIs() throws Exception {
    Path here = Files.createDirectory(folder.resolve("here")).toRealPath();

    project.run(
        List.of("-c", "cd \"$0\" && exec \"$1\" --quick", here.toString(), script.toString()));

    assertThat(project.startedIn()).isEqualTo(here);
  }

  /** The words behind the name of the class, of the last of the two times that Java is started. */
  private List<String> words(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(options));
    List<String> lines = project.run(command).out().lines().toList();
    return lines.subList(lines.lastIndexOf("io.github.thalweg.cli.Main") + 1, lines.size());
  }
}
