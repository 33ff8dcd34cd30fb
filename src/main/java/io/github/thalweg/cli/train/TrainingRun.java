package io.github.thalweg.cli.train;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.Interruption;
import io.github.thalweg.cli.terminal.ProgressLine;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Session;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.report.RunReport;
import io.github.thalweg.report.live.LiveReport;
import io.github.thalweg.train.Checkpoint;
import io.github.thalweg.train.EpochProgress;
import io.github.thalweg.train.NewFolder;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.Quality;
import io.github.thalweg.train.RecordedEpochs;
import io.github.thalweg.train.RunFiles;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.RunLock;
import io.github.thalweg.train.RunRecorder;
import io.github.thalweg.train.Trainer;
import io.github.thalweg.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One run from its recipe to its report.
 *
 * @param listeners that print what happens
 * @param end prints the result of the run
 * @param live whether the report is served while the run trains
 * @param command as the user typed it
 * @param notBegun is printed when the run is told to stop before its device is ready, and ends it;
 *     without it, as for one of several runs, the run stops when it is ready to start
 */
record TrainingRun(
    Screen screen,
    Device device,
    OptionalInt logEvery,
    List<TrainingListener> listeners,
    RunEnd end,
    boolean live,
    String command,
    Optional<String> notBegun) {

  /** The result of a run that did not fail. */
  enum Result {
    COMPLETED,
    /** It finished, and a file of its report could not be written. */
    UNREPORTED,
    STOPPED
  }

  /** Trains in a new folder. */
  Result start(PreparedRun run, NewFolder place) {
    try (Session session = open(run);
        Interruption _ = new Interruption(session::stop)) {
      load(run, session);
      String settings = RunFile.write(run.recipe()); // Slow, and nothing can be resumed without it.
      Path path = place.begin();
      try (RunLock _ = RunLock.take(path)) {
        // Another process may have locked it first and trained there.
        RunRecorder recorder = RunRecorder.create(path, settings);
        try {
          return begin(run, session, recorder);
        } finally {
          recorder.leaveIfNotBegun();
        }
      } finally {
        place.leaveIfEmpty();
      }
    }
  }

  /** Starts a run again in its own folder, which is locked. */
  Result restart(PreparedRun run, RunFolder folder) {
    try (Session session = open(run);
        Interruption _ = new Interruption(session::stop)) {
      load(run, session);
      return begin(run, session, new RunRecorder(folder));
    }
  }

  private Result begin(PreparedRun run, Session session, RunRecorder recorder) {
    RunFiles.removeHalfWritten(recorder.folder().path());
    session.parameters(run.parameters());
    return train(run, session, recorder, EpochProgress.NONE);
  }

  /** Continues a run, whose folder is locked. */
  Result resume(PreparedRun run, RunFolder folder, Checkpoint checkpoint) {
    try (Session session = open(run);
        Interruption _ = new Interruption(session::stop)) {
      load(run, session);
      RunFiles.removeHalfWritten(folder.path());
      RecordedEpochs recorded = folder.recordedEpochs();
      recorded
          .damage()
          .ifPresent(what ->
              screen.warn(
                  what
                      + (recorded.missing()
                          ? "; it starts again with the next epoch."
                          : "; that is left out from now on.")));
      RunRecorder recorder = new RunRecorder(folder);
      recorder.dropEpochsBeyond(checkpoint);
      session.state(checkpoint.state());
      return train(run, session, recorder, checkpoint.progress());
    }
  }

  private Session open(PreparedRun run) {
    try (Busy _ = new Busy(screen, "Preparing the device")) {
      if (notBegun.isEmpty()) {
        return device.open(run.program());
      }
      try (Interruption _ = Interruption.saying(screen, notBegun.get())) {
        return device.open(run.program());
      }
    }
  }

  /** Says what will be trained. */
  void describe(PreparedRun run) {
    DeviceInfo info = device.info(run.program());
    screen.say(Description.of(run, info));
    run.remarks(info).forEach(screen::warn);
    info.remarks().forEach(screen::warn);
  }

  private void load(PreparedRun run, Session session) {
    try (Busy _ = new Busy(screen, "Compiling the kernels and bringing the data to the device")) {
      session.load(run.data().train(), run.data().test());
    }
    if (session.compileSeconds() > 0) {
      screen.say(
          String.format(Locale.ROOT, "Compiled the kernels in %.2f s.", session.compileSeconds()));
    }
  }

  private Result train(
      PreparedRun run, Session session, RunRecorder recorder, EpochProgress begun) {
    RunFolder folder = recorder.folder();
    DeviceInfo info = device.info(run.program());
    RunReport report = new RunReport(folder, info, command);
    List<TrainingListener> all = new ArrayList<>(List.of(recorder, report));
    if (!live) {
      all.addAll(listeners);
      return train(run, session, begun, folder, report, all);
    }
    try (LiveReport page = new LiveReport(folder, info, command, screen::warn)) {
      all.add(page); // Prints its address before a table begins.
      all.addAll(listeners);
      return train(run, session, begun, folder, report, all);
    }
  }

  private Result train(
      PreparedRun run,
      Session session,
      EpochProgress begun,
      RunFolder folder,
      RunReport report,
      List<TrainingListener> all) {
    Batches batches = run.program().training().batches();
    int epochs = run.program().training().epochs();
    boolean completed;
    try (ProgressLine _ = new ProgressLine(screen, session, batches, epochs)) {
      completed = new Trainer(run, session, logEvery, all).run(begun);
    } catch (RunFailedException e) {
      report.failed(e).ifPresent(screen::warn);
      throw e;
    }
    Optional<Quality> quality = end.trained(run, session);
    Optional<String> unwritten;
    try (Busy _ = new Busy(screen, "Writing the report")) {
      unwritten = report.ended(completed);
    }
    unwritten.ifPresent(screen::warn);
    report.outdated().forEach(screen::say);
    report.caution().ifPresent(what -> screen.warn(folder.path() + ": " + what));
    if (!completed) {
      screen.warn(
          "Stopped "
              + place(batches, session.step(), epochs)
              + "; the model so far is in "
              + folder.path()
              + ". Continue with: thalweg train --resume "
              + folder.path());
    }
    end.closed(report, quality, folder.path());
    if (!completed) {
      return Result.STOPPED;
    }
    return unwritten.isEmpty() ? Result.COMPLETED : Result.UNREPORTED;
  }

  /** The place of a run after some steps: within an epoch, or between two. */
  static String place(Batches batches, long step, int epochs) {
    long within = step % batches.stepsPerEpoch();
    return within == 0
        ? String.format(Locale.ROOT, "after epoch %,d of %,d", batches.epochOf(step), epochs)
        : String.format(
            Locale.ROOT,
            "in epoch %,d of %,d after step %,d of %,d",
            batches.epochOf(step) + 1,
            epochs,
            within,
            batches.stepsPerEpoch());
  }
}
