package io.github.thalweg.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.cli.CommandLineRun;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatedFolderTest {
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 3, 1, 7, 5, 9);

  @TempDir private Path runs;

  @Test
  void commandsOfTheSameSecondGetFoldersOfTheirOwn() {
    for (String name : new String[] {"", "-2", "-3"}) {
      Path folder = DatedFolder.of("iris", TIME, runs).begin();

      assertThat(folder).isEqualTo(runs.resolve("iris-20260301-070509" + name)).isDirectory();
    }
    assertThat(DatedFolder.of("wine", TIME, runs).path())
        .isEqualTo(runs.resolve("wine-20260301-070509"))
        .doesNotExist();
  }

  @Test
  void nameOfARecipeLeadsNowhereElse() {
    assertThat(DatedFolder.of("../size/a b", TIME, runs).path())
        .isEqualTo(runs.resolve("..-size-a-b-20260301-070509"));
  }

  @Test
  void lettersOfAnyAlphabetStay() {
    Charset names = Charset.forName(System.getProperty("sun.jnu.encoding"));
    assumeTrue(names.newEncoder().canEncode("größe 数"), "file names are in " + names);

    assertThat(DatedFolder.of("größe 数", TIME, runs).path().getFileName())
        .hasToString("größe-数-20260301-070509");
  }

  @Test
  void runWhoseNameIsTakenSaysWhereItIs(@TempDir Path folder) throws Exception {
    LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
    DateTimeFormatter seconds = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    for (int second = 0; second < 120; second++) {
      Files.createDirectories(
          folder.resolve("runs/seed-" + now.plusSeconds(second).format(seconds)));
    }
    Process train =
        CommandLineRun.process("train", "seed", "--device", "cpu")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();

    String said = new String(train.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(train.waitFor()).as(said).isZero();
    Matcher where = Pattern.compile("The run is in (\\S+-2);").matcher(said);
    assertThat(where.find()).as(said).isTrue();
    assertThat(folder.resolve(where.group(1)).resolve("run.yaml")).exists();
  }
}
