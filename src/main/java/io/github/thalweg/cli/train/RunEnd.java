package io.github.thalweg.cli.train;

import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Session;
import io.github.thalweg.report.RunReport;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.Quality;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Prints the result of a run: the parameters of a small model, its quality, and with JSON the last
 * line of the run, for every kind of end.
 *
 * @param several whether it is one of several runs; a table then shows their quality
 */
record RunEnd(Screen screen, boolean json, boolean several) {
  /**
   * Training is over, or was stopped.
   *
   * @param session that still holds the model
   * @return the quality of the model, for {@link #closed}, if that is printed
   */
  Optional<Quality> trained(PreparedRun run, Session session) {
    if (several && !json) {
      return Optional.empty();
    }
    ParameterTable.print(screen, json, run, session);
    Quality quality = Quality.atTheEnd(run, session);
    if (!json) {
      screen.print(quality.sentence());
    } else if (!several) {
      screen.say(quality.sentence());
    }
    return Optional.of(quality);
  }

  /** The report is written, and the run is over. */
  void closed(RunReport report, Optional<Quality> quality, Path folder) {
    close(report.status(), report.caution(), quality, folder);
  }

  /**
   * The run failed.
   *
   * @param why a sentence
   * @param folder the run's folder, which may not exist if the run failed early
   */
  void failed(String why, Path folder) {
    close(RunStatus.FAILED, Optional.of(why), Optional.empty(), folder);
  }

  /** All of several runs are over. */
  void closedAll(RunStatus status, Path folder) {
    close(status, Optional.empty(), Optional.empty(), folder);
  }

  private void close(
      RunStatus status, Optional<String> message, Optional<Quality> quality, Path folder) {
    if (!json) {
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("status", status.key());
    message.ifPresent(sentence -> line.put("message", sentence));
    quality.ifPresent(what -> line.put("quality", what.toMap()));
    Path report = folder.resolve("report.html");
    if (RunFolder.isRun(folder) || (several && Files.isDirectory(folder))) {
      line.put("folder", folder.toString());
    }
    if (Files.exists(report)) {
      line.put("report", report.toString());
    }
    screen.print(line);
  }
}
