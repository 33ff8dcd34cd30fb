package io.github.thalweg.report;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.report.surface.Descent;
import io.github.thalweg.train.About;
import io.github.thalweg.train.Ending;
import io.github.thalweg.train.EpochMetrics;
import io.github.thalweg.train.EpochProgress;
import io.github.thalweg.train.LostModelException;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.RunStatus;
import io.github.thalweg.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Writes {@code report.html} at the end of a run, and the files that a later report needs: {@code
 * about.json}, {@code evaluation.json} and, for a model of two weights, {@code surface.json}. A
 * file that cannot be written does not fail the run: it gives a sentence at the end.
 */
public final class RunReport implements TrainingListener {
  private final RecordedRun folder;
  private final DeviceInfo device;
  private final String command;
  private long startNanos;
  private double secondsOfThisLeg;
  private double secondsOfStoppedEpoch;
  private PreparedRun run;
  private Session session;
  private long firstStep;
  private Map<String, Object> about;
  private boolean kept;
  private boolean hadSurface;
  private OptionalDouble secondsOfEarlierLegs = OptionalDouble.of(0);
  private Optional<EpochMetrics> last = Optional.empty();
  private Speed speed = new Speed();
  private boolean modelLost;
  private RunStatus status = RunStatus.FAILED;
  private Optional<String> caution = Optional.empty();
  private Optional<String> failure = Optional.empty();

  /**
   * @param device that the run is on
   * @param command that started or resumed the run, as the user typed it
   */
  public RunReport(RunFolder folder, DeviceInfo device, String command) {
    this.folder = new RecordedRun(folder);
    this.device = device;
    this.command = command;
  }

  @Override
  public void started(PreparedRun run, Session session) {
    this.run = run;
    this.session = session;
    firstStep = session.step();
    startNanos = System.nanoTime();
    speed = new Speed();
    about = About.of(run, device, command);
    if (folder.isNew()) {
      keepAbout();
    }
  }

  @Override
  public void begun(double loss) {
    about.put(RecordedRun.FIRST_LOSS, loss);
  }

  @Override
  public void epochEnded(EpochMetrics metrics, State state) {
    last = Optional.of(metrics);
    speed.epoch(metrics.times().training(), metrics.samplesPerSecond());
    if (!kept) {
      keepAbout();
    }
  }

  @Override
  public void stopped(State state, EpochProgress progress) {
    secondsOfStoppedEpoch = progress.seconds();
    if (!kept) {
      keepAbout();
    }
  }

  @Override
  public void ended() {
    secondsOfThisLeg = (System.nanoTime() - startNanos) / 1e9;
  }

  /** A resumed run keeps the record of its first start; the resume is added. */
  private void keepAbout() {
    kept = true;
    hadSurface = Files.exists(folder.surface());
    guard(
        folder.about(),
        () -> {
          secondsOfEarlierLegs = folder.secondsOfEarlierLegs();
          about = folder.afterEarlierLegs(about);
          folder.write(folder.about(), about);
        });
  }

  /**
   * Writes the report of a run that finished or was stopped; the session still holds the model, and
   * may hold other parameters afterwards.
   *
   * @return a sentence about files that could not be written, if any
   */
  public Optional<String> ended(boolean completed) {
    boolean hasGradient = session.step() > firstStep;
    guard(
        folder.evaluation(),
        () -> folder.write(folder.evaluation(), Findings.of(run, session, hasGradient)));
    guard(folder.surface(), this::keepSurface);
    if (completed) {
      Ending ending = completion();
      caution = ending.caution();
      status = ending.status();
    } else {
      status = RunStatus.STOPPED;
    }
    return write(caution.orElse(null))
        .map(what -> what + "; the run is complete without it, and " + remedy());
  }

  /**
   * Writes the report of a run that failed; if a resumed run failed before it saved anything, its
   * folder stays as it is.
   *
   * @param why it failed
   */
  public Optional<String> failed(RunFailedException why) {
    if (!kept) {
      return Optional.empty();
    }
    guard(folder.surface(), this::keepSurface);
    modelLost = why instanceof LostModelException;
    status = RunStatus.FAILED;
    return write(why.getMessage()).map(what -> what + "; " + remedy());
  }

  /** How the run finished. */
  private Ending completion() {
    OptionalDouble first =
        about.get(RecordedRun.FIRST_LOSS) instanceof Number loss
            ? OptionalDouble.of(loss.doubleValue())
            : OptionalDouble.empty();
    return last.map(
            end -> Ending.of(run, first, folder.firstTrainLoss().orElse(first.orElse(0)), end))
        .orElse(new Ending(RunStatus.COMPLETED, Optional.empty()));
  }

  /** How the run ended. */
  public RunStatus status() {
    return status;
  }

  /** A sentence about a finished run with a loss that is much too large or has not fallen. */
  public Optional<String> caution() {
    return caution;
  }

  /**
   * Sentences about outdated files of a resumed run, with the commands to make them again: a loss
   * surface around its earlier model, which is removed, and a picture of its report.
   */
  public List<String> outdated() {
    List<String> outdated = new ArrayList<>();
    if (hadSurface && !Files.exists(folder.surface())) {
      outdated.add(
          "The loss surface of "
              + folder.path()
              + " was around its earlier model and is removed from the report; draw it again with: thalweg surface "
              + folder.path());
    }
    if (Files.exists(folder.picture())) {
      outdated.add(
          folder.picture()
              + " shows the run before the resume; take it again with: thalweg report "
              + folder.path()
              + " --png");
    }
    return outdated;
  }

  private void keepSurface() throws IOException {
    List<double[]> path = folder.weightsPath();
    if (!path.isEmpty()) {
      folder.write(folder.surface(), Descent.of(List.of(path)).picture(run, session));
    }
  }

  /** The files that could not be written, with the reasons. */
  private Optional<String> write(String message) {
    Map<String, Object> outcome = new LinkedHashMap<>();
    outcome.put("status", status.key());
    if (message != null) {
      outcome.put("message", message);
    }
    secondsOfEarlierLegs.ifPresent(
        earlier -> outcome.put(RecordedRun.SECONDS, earlier + secondsOfThisLeg));
    if (status == RunStatus.STOPPED) {
      outcome.put(RunFolder.EPOCH_SECONDS, secondsOfStoppedEpoch);
    }
    outcome.putAll(speed.toMap());
    if (modelLost) {
      outcome.put("model_lost", true);
    }
    about.put("outcome", outcome);
    guard(folder.about(), () -> folder.write(folder.about(), about));
    guard(folder.report(), () -> Reports.write(folder));
    return failure;
  }

  /** Work on a file that must not fail the run. */
  private void guard(Path file, Work work) {
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      if (failure.isEmpty()) {
        failure = Optional.of(file + " could not be written (" + FileTrouble.reason(e) + ")");
      }
    }
  }

  private String remedy() {
    return "thalweg report " + folder.path() + " tries again.";
  }

  private interface Work {
    void run() throws IOException;
  }
}
