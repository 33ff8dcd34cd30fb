package io.github.thalweg.train;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Schema;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.files.WholeFile;
import io.github.thalweg.recipe.RunFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the files of a run to its {@link RunFolder} while it trains. The model and the checkpoint,
 * which are slow to write, are not written after every epoch of a quick run, but always at the end.
 */
public final class RunRecorder implements TrainingListener {
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * Of epochs that follow each other more closely than this, not all are saved, because a safe
   * write to a disk takes milliseconds. The last good epoch is always saved, unless the process is
   * killed.
   */
  private static final long SAVING_NANOS = 200_000_000;

  private final RunFolder folder;
  private final UnreportedRun unreported;
  private PreparedRun run;
  private boolean recipeWritten;

  /** The state that is not saved yet. */
  private Optional<Checkpoint> waiting = Optional.empty();

  private BestEpoch best = BestEpoch.NONE;

  /** The best epoch so far, if its model is not saved yet. */
  private Optional<State> waitingBest = Optional.empty();

  private long savedNanos = System.nanoTime() - SAVING_NANOS;

  /** Continues in the folder of an earlier run. */
  public RunRecorder(RunFolder folder) {
    this.folder = folder;
    unreported = new UnreportedRun(folder);
  }

  /**
   * In a folder for a new run.
   *
   * @throws InvalidInputException when it is not empty, or a file is in its path
   * @throws RunFailedException when it cannot be written to
   */
  public static RunRecorder create(Path folder) {
    return new RunRecorder(new RunFolder(NewFolder.ofAProgram(folder).begin()));
  }

  /** The same, with the settings in it, so that the run can be resumed from now on. */
  public static RunRecorder create(Path folder, String settings) {
    RunRecorder created = create(folder);
    created.writeRecipe(settings);
    return created;
  }

  /** The folder that it writes to. */
  public RunFolder folder() {
    return folder;
  }

  /** Removes the settings again if nothing came after them. */
  public void leaveIfNotBegun() {
    if (Files.notExists(folder.aboutFile()) && Files.notExists(folder.metrics())) {
      try {
        Files.deleteIfExists(folder.runFile());
      } catch (IOException _) {
        // The reason why the run could not start is reported anyway.
      }
    }
  }

  /**
   * Keeps the lines of {@code metrics.jsonl} for the epochs before a checkpoint; later lines and
   * damaged ones are dropped.
   */
  public void dropEpochsBeyond(Checkpoint checkpoint) {
    long step = checkpoint.state().step();
    RecordedEpochs recorded = folder.recordedEpochs();
    if (recorded.damaged().isEmpty() && recorded.lastStep() <= step) {
      return;
    }
    try {
      WholeFile.write(
          folder.metrics(),
          kept -> {
            try (MetricLines lines = MetricLines.of(folder.metrics())) {
              while (lines.next()) {
                Optional<MetricLine> line = lines.line().filter(l -> l.step() <= step);
                if (line.isPresent()) {
                  kept.append(new String(line.get().text(), StandardCharsets.UTF_8)).append('\n');
                }
              }
            }
          });
    } catch (IOException e) {
      throw unwritten(folder.metrics(), e);
    }
  }

  @Override
  public void started(PreparedRun run, Session session) {
    this.run = run;
    unreported.started(run, session);
    best = BestEpoch.of(folder, session.step());
    if (!Files.exists(folder.runFile())) {
      writeRecipe(RunFile.write(run.recipe()));
    }
  }

  private void writeRecipe(String settings) {
    try {
      WholeFile.write(folder.runFile(), settings);
    } catch (IOException e) {
      throw unwritten(folder.runFile(), e);
    }
    recipeWritten = true;
  }

  @Override
  public void begun(double loss) {
    unreported.begun(loss);
  }

  @Override
  public void epochEnded(EpochMetrics metrics, State state) {
    unreported.epochEnded(metrics, state);
    waiting = Optional.of(new Checkpoint(state, EpochProgress.NONE));
    if (metrics.test().isPresent() && metrics.test().get().loss() < best.testLoss()) {
      best = new BestEpoch(metrics.epoch(), metrics.step(), metrics.test().get().loss());
      waitingBest = Optional.of(state);
    }
    if (System.nanoTime() - savedNanos > SAVING_NANOS) {
      saveWaiting();
    }
    append(folder.metrics(), JSON.writeValueAsString(metrics.toMap()) + "\n");
  }

  @Override
  public void stopped(State state, EpochProgress progress) {
    unreported.stopped(state, progress);
    waiting = Optional.of(new Checkpoint(state, progress));
  }

  @Override
  public void ended() {
    saveWaiting();
    unreported.ended();
  }

  private void saveWaiting() {
    waiting.ifPresent(this::save);
    waiting = Optional.empty();
    savedNanos = System.nanoTime();
  }

  private void save(Checkpoint checkpoint) {
    if (!recipeWritten) {
      // A resumed run's own settings stay until there is a result of the new ones.
      writeRecipe(RunFile.write(run.recipe()));
    }
    // Before the checkpoint: if a run is killed in between, it trains the same epoch again.
    waitingBest.ifPresent(state -> write(folder.bestModelFile(), state, best.texts()));
    waitingBest = Optional.empty();
    write(folder.model(), checkpoint.state(), Map.of());
    checkpoint.write(folder.checkpointFile());
  }

  /** A model, with texts of its own. */
  private void write(Path file, State state, Map<String, String> texts) {
    Dataset train = run.data().train();
    ModelFile.write(
        file,
        run.program().training().model(),
        state.parameters().floats(),
        Schema.of(train, run.standardization()),
        texts);
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(
          file,
          text,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritten(file, e);
    }
  }

  /** A file of a run that already has its folder: another folder is no remedy. */
  private static RunFailedException unwritten(Path file, IOException e) {
    return new RunFailedException(
        file
            + " cannot be written ("
            + FileTrouble.reason(e)
            + "); is there room on the disk, and may you write in that folder?");
  }
}
