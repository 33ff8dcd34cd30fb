package io.github.thalweg.report;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.RunRecorder;
import io.github.thalweg.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run that was trained on the CPU for a test, with its report. */
record Trained(RunFolder folder) {
  static final String COMMAND = "thalweg train something --set 'a=[1, 2]'";

  /** Trains a recipe, or a run file, in a new folder. */
  static Trained of(Path folder, String recipe, String... assignments) {
    PreparedRun run = PreparedRun.of(RunFile.read(recipe, List.of(assignments)));
    Device device = Devices.find("cpu");
    RunRecorder recorder = RunRecorder.create(folder);
    RunFolder made = recorder.folder();
    RunReport report = new RunReport(made, device.info(), COMMAND);
    try (Session session = device.open(run.program())) {
      session.load(run.data().train(), run.data().test());
      session.parameters(run.parameters());
      boolean completed =
          new Trainer(run, session, OptionalInt.empty(), List.of(recorder, report)).run();
      report
          .ended(completed)
          .ifPresent(failure -> {
            throw new AssertionError(failure);
          });
    }
    return new Trained(made);
  }

  /**
   * Writes one page of several runs.
   *
   * @return its address
   */
  static String compared(Path page, Trained... runs) {
    Reports.compare(
        "Compared",
        Stream.of(runs).map(Trained::folder).toList(),
        page,
        () -> Devices.find("cpu"),
        Assertions::fail);
    return page.toUri().toString();
  }

  Path path(String file) {
    return folder.path().resolve(file);
  }

  String url() {
    return path("report.html").toUri().toString();
  }

  /** The lines of {@code metrics.jsonl}. */
  List<JsonNode> metrics() {
    return read("metrics.jsonl").lines().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  JsonNode json(String file) {
    return JsonMapper.shared().readTree(read(file));
  }

  String read(String file) {
    try {
      return Files.readString(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
