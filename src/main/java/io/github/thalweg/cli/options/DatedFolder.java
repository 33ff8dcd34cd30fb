package io.github.thalweg.cli.options;

import io.github.thalweg.files.InputFile;
import io.github.thalweg.train.NewFolder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Where a command writes its results when the user has named no folder. */
public final class DatedFolder {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private DatedFolder() {}

  /**
   * {@code runs/NAME-DATE-TIME}, with {@code -2} and so on if another command started in the same
   * second.
   */
  public static NewFolder of(String name) {
    return of(name, LocalDateTime.now(ZoneId.systemDefault()), Path.of("runs"));
  }

  public static NewFolder of(String name, LocalDateTime time, Path runs) {
    String plain =
        name.replaceAll("[^\\p{L}\\p{N}_.+=,-]+", "-"); // A slash would lead to another folder.
    return NewFolder.counted(InputFile.named(runs, plain + "-" + time.format(TIME)));
  }
}
