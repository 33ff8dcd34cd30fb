package io.github.thalweg.report;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Session;
import io.github.thalweg.files.WholeFile;
import io.github.thalweg.report.surface.Descent;
import io.github.thalweg.train.About;
import io.github.thalweg.train.ModelFile;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.TrainedWith;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** Makes pages of finished runs: of one run, or of several side by side. */
public final class Reports {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Reports() {}

  /** Writes {@code report.html} from the files in the folder. */
  static void write(RecordedRun run) throws IOException {
    write(run, run.json());
  }

  private static void write(RecordedRun run, String json) throws IOException {
    WholeFile.write(run.report(), Page.of("runs", "[" + json + "]"));
  }

  /**
   * Writes {@code report.html} of a run; missing data is computed first.
   *
   * @param device is used only then
   * @param remark receives sentences about changes in the folder since the run
   * @return the page
   * @throws RunFailedException when it cannot be written
   */
  public static Path write(RunFolder folder, Supplier<Device> device, Consumer<String> remark) {
    RecordedRun run = new RecordedRun(folder);
    try {
      write(run, complete(run, device, remark));
    } catch (IOException e) {
      throw unwritable(run.report(), e);
    }
    return run.report();
  }

  /**
   * Writes one page of several runs.
   *
   * @param title of the page
   * @param remark as for one run
   * @throws InvalidInputException when the file exists and is not a page of this program
   * @throws RunFailedException when it cannot be written
   */
  public static void compare(
      String title,
      List<RunFolder> folders,
      Path page,
      Supplier<Device> device,
      Consumer<String> remark) {
    if (Files.exists(page) && !Page.isOne(page)) {
      throw new InvalidInputException(
          page + " exists already, and is not a page of Thalweg; name another file with --out.");
    }
    try {
      List<RecordedRun> runs = folders.stream().map(RecordedRun::new).toList();
      StringBuilder data = new StringBuilder();
      for (RecordedRun run : runs) {
        data.append(data.isEmpty() ? "" : ",").append(complete(run, device, remark));
      }
      WholeFile.write(
          page,
          Page.of(
              "title",
              JSON.writeValueAsString(title),
              "runs",
              "[" + data + "]",
              "surface",
              JSON.writeValueAsString(commonSurface(runs, device))));
    } catch (IOException e) {
      throw unwritable(page, e);
    }
  }

  /**
   * Everything about a run as a JSON object. If an older version or a failure wrote less than a
   * report needs, the missing files are made. A missing description of the run is made from its
   * settings, but only for the page, because it may be wrong.
   */
  private static String complete(RecordedRun run, Supplier<Device> device, Consumer<String> remark)
      throws IOException {
    run.damage().ifPresent(remark);
    boolean hasModel = Files.exists(run.folder().model());
    run.evaluationDamage(hasModel ? "it is made again." : "the report goes without it.")
        .ifPresent(remark);
    run.surfaceDamage(
            "the report goes without it, and thalweg surface " + run.path() + " makes it again.")
        .ifPresent(remark);
    boolean evaluated = run.isEvaluated() || !hasModel;
    boolean remembered = run.folder().isWhollyRemembered();
    if (evaluated && remembered) {
      run.damagedSettings().ifPresent(remark);
      return run.json();
    }
    PreparedRun prepared = run.prepared();
    TrainedWith.of(run.folder()).note(prepared).ifPresent(remark);
    if (!evaluated) {
      float[] theta =
          ModelFile.parameters(run.folder().model(), prepared.program().training().model());
      try (Session session = device.get().open(prepared.program(), prepared.data(), theta)) {
        run.write(run.evaluation(), Findings.of(prepared, session, false));
      }
    }
    return remembered ? run.json() : run.jsonWith(About.of(prepared));
  }

  /**
   * The loss surface of several paths of two weights, if it is the same for all of them; else null,
   * also if the settings cannot be read.
   */
  private static Map<String, Object> commonSurface(List<RecordedRun> runs, Supplier<Device> device)
      throws IOException {
    List<RecordedRun> walked = runs.stream().filter(run -> !run.weightsPath().isEmpty()).toList();
    if (walked.stream().anyMatch(run -> run.damagedSettings().isPresent())
        || walked.stream().map(RecordedRun::problem).distinct().count() != 1) {
      return null;
    }
    List<List<double[]>> paths = walked.stream().map(RecordedRun::weightsPath).toList();
    PreparedRun prepared = walked.getFirst().prepared();
    try (Session session = prepared.open(device.get())) {
      return Descent.of(paths).picture(prepared, session);
    }
  }

  static RunFailedException unwritable(Path page, IOException e) {
    return new RunFailedException(
        page
            + " cannot be written ("
            + FileTrouble.reason(e)
            + "); does the folder exist, and may you write in it?",
        e);
  }
}
