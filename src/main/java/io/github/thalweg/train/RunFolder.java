package io.github.thalweg.train;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.JsonText;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.WholeFile;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Schema;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RunFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The folder that a run leaves: {@code run.yaml} (every setting), {@code metrics.jsonl} (a line an
 * epoch, see {@link EpochMetrics#toMap}), {@code model.safetensors} and {@code
 * checkpoint.safetensors} (as of the last good epoch, or of the step at which the run was stopped),
 * {@code about.json} (settings, data and how it ended) where no report keeps it, and, where there
 * is a test part, {@code model-best.safetensors} (as of the epoch with the least test loss, the
 * first of several).
 */
public final class RunFolder implements TrainingListener {
  /**
   * The key, in the outcome that {@code about.json} has, of the seconds of the epoch in which a run
   * was stopped: a checkpoint has no times, so that equal runs leave equal ones.
   */
  public static final String EPOCH_SECONDS = "epoch_seconds";

  /** The model of the epoch with the least test loss. */
  static final String BEST_MODEL = "model-best.safetensors";

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * Epochs that follow each other more closely than this are not all saved, because a disk takes
   * milliseconds to have a file for sure. The last good one always is, unless the process is
   * killed.
   */
  private static final long SAVING_NANOS = 200_000_000;

  private final Path folder;
  private RecordedEpochs recorded;
  private String recordedStamp = "";
  private final UnreportedRun unreported = new UnreportedRun(this);
  private PreparedRun run;
  private boolean recipeWritten;

  /** What is to be saved yet. */
  private Optional<Checkpoint> waiting = Optional.empty();

  private BestEpoch best = BestEpoch.NONE;

  /** The best epoch so far, where its model is to be saved yet. */
  private Optional<State> waitingBest = Optional.empty();

  private long savedNanos = System.nanoTime() - SAVING_NANOS;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * A folder for a new run.
   *
   * @throws InvalidInputException when there is something in it already, or a file on the way to it
   * @throws RunFailedException when it cannot be written to
   */
  public static RunFolder create(Path folder) {
    return new RunFolder(NewFolder.named(folder).begin());
  }

  /** As the other one, with the settings in it, so that the run can be resumed from now on. */
  public static RunFolder create(Path folder, String settings) {
    RunFolder created = create(folder);
    created.writeRecipe(settings);
    return created;
  }

  /** Takes the settings out again where nothing came after them. */
  public void leaveIfNotBegun() {
    if (Files.notExists(aboutFile()) && Files.notExists(metrics())) {
      try {
        Files.deleteIfExists(runFile());
      } catch (IOException _) {
        // What kept the run from its beginning is said anyway.
      }
    }
  }

  /** The folder of a run that was made before. */
  public static RunFolder existing(Path folder) {
    if (isRun(folder)) {
      return new RunFolder(folder);
    }
    if (Files.isRegularFile(folder)) {
      throw new InvalidInputException(
          folder + " is a file; give a folder that thalweg train has written.");
    }
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "There is no folder " + folder + ". Give one that thalweg train has written.");
    }
    if (RunFiles.isUnbegun(folder)) {
      throw new InvalidInputException(
          folder
              + " holds nothing of a run yet, as where one was killed before it had begun; train it with --out "
              + folder
              + ", or remove what is there with: thalweg runs remove "
              + folder);
    }
    throw new InvalidInputException(
        firstRunIn(folder)
                .map(run ->
                    folder
                        + " holds runs that were trained together; give one of them, such as "
                        + run)
                .orElse(
                    folder
                        + " is not the folder of a run: it has no run.yaml. Give a folder that thalweg train has written")
            + ".");
  }

  private static Optional<Path> firstRunIn(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(RunFolder::isRun).sorted().findFirst();
    } catch (IOException e) {
      throw InvalidInputException.unreadable(folder, e);
    }
  }

  /** Whether a folder is that of a run. */
  public static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve("run.yaml"));
  }

  public Path path() {
    return folder;
  }

  public Path runFile() {
    return folder.resolve("run.yaml");
  }

  /**
   * The settings of the run, as {@code run.yaml} has them now.
   *
   * @throws InvalidInputException when it is damaged or something in it is wrong
   */
  public Recipe recipe() {
    try {
      return RunFile.read(runFile().toString());
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          e.getMessage()
              + (about().isObject()
                  ? " What the run was trained with is in "
                      + aboutFile()
                      + ", under settings; put that back as "
                      + runFile()
                      + ", where it may stand as it is."
                  : " Put back what the run was trained with."),
          e);
    }
  }

  public Path model() {
    return folder.resolve("model.safetensors");
  }

  /**
   * Refuses a run that has no model.
   *
   * @throws InvalidInputException when its file is missing
   */
  public RunFolder requireModel() {
    if (Files.notExists(model())) {
      throw new InvalidInputException(
          "The run in "
              + folder
              + " has no model: there is no file "
              + model()
              + ", as where a run ended before its first epoch did; train it anew with: thalweg train "
              + runFile());
    }
    return this;
  }

  /**
   * The model of the epoch with the least test loss.
   *
   * @throws InvalidInputException when the run has none
   */
  public Path bestModel() {
    Path file = bestModelFile();
    if (Files.notExists(file)) {
      throw new InvalidInputException(
          "There is no file "
              + file
              + ": a run keeps its best model where it has a test part, from the end of its first epoch on. Leave out"
              + " --best for the last one.");
    }
    return file;
  }

  /** What {@link #bestModel} gives, if it is there. */
  Path bestModelFile() {
    return folder.resolve(BEST_MODEL);
  }

  public Path metrics() {
    return folder.resolve("metrics.jsonl");
  }

  /**
   * What {@code metrics.jsonl} has.
   *
   * @throws InvalidInputException when it cannot be read
   */
  public RecordedEpochs recordedEpochs() {
    String now = stamp();
    if (recorded == null || !now.equals(recordedStamp)) {
      recorded = RecordedEpochs.of(this);
      recordedStamp = now;
    }
    return recorded;
  }

  /** What tells that files which the recorded epochs are read from have changed. */
  private String stamp() {
    StringBuilder stamp = new StringBuilder();
    for (Path file : List.of(metrics(), aboutFile(), checkpointFile(), model())) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        stamp
            .append(attributes.size())
            .append(' ')
            .append(attributes.lastModifiedTime())
            .append(' ')
            .append(attributes.fileKey());
      } catch (IOException _) {
        stamp.append("none");
      }
      stamp.append('\n');
    }
    return stamp.toString();
  }

  /** Whether the model is one of after the first epoch: not of a run that was stopped within it. */
  boolean hasGoneThroughAnEpoch() {
    if (Files.notExists(model())) {
      return false;
    }
    try {
      long step = Checkpoint.read(checkpointFile()).state().step();
      return step >= about().path("steps_per_epoch").asLong(0);
    } catch (InvalidInputException _) {
      return true; // A run that was stopped has left a checkpoint.
    }
  }

  /** Epochs of a run that has come to its end; 0 of one that has not, or does not say so. */
  int completedEpochs() {
    JsonNode about = about();
    boolean ended =
        List.of("completed", "diverged", "stalled")
            .contains(about.at("/outcome/status").asString(""));
    return ended ? about.path("epochs").asInt(0) : 0;
  }

  /**
   * What {@code about.json} says: the settings and the data that the run was trained with, on what,
   * and what became of it. A missing node where there is none, or it is damaged: what a run has
   * written has the settings, and all its members are of the types that readers need.
   */
  public JsonNode about() {
    return JsonText.object(aboutFile())
        .filter(AboutShape.ABOUT::fits)
        .orElse(MissingNode.getInstance());
  }

  /** Whether {@link #about} has all that a page needs; a file of another version may have less. */
  public boolean isWhollyRemembered() {
    return AboutShape.WHOLE_ABOUT.fits(about());
  }

  /** What {@link #about} reads. */
  public Path aboutFile() {
    return folder.resolve("about.json");
  }

  /**
   * Where to resume from.
   *
   * @throws InvalidInputException when there is none, or it is damaged
   */
  public Checkpoint checkpoint() {
    Path file = checkpointFile();
    String instead =
        Files.exists(model())
            ? "start a new run from the model with: thalweg train "
                + runFile()
                + " --init "
                + model()
            : "start the run anew with: thalweg train " + runFile();
    if (Files.exists(file)) {
      try {
        Checkpoint checkpoint = Checkpoint.read(file);
        JsonNode seconds = about().path("outcome").path(EPOCH_SECONDS);
        return checkpoint.progress().rows() > 0 && seconds.isNumber()
            ? checkpoint.after(seconds.doubleValue())
            : checkpoint;
      } catch (InvalidInputException e) {
        throw new InvalidInputException(
            e.getMessage() + " Put a whole one there, or " + instead, e);
      }
    }
    throw new InvalidInputException(
        "There is no file " + file + ", from which --resume goes on; " + instead);
  }

  /**
   * Whether the run ended, or was killed, before it kept anything: there is nothing to go on with,
   * and nothing is lost where it begins anew.
   */
  public boolean isBeforeItsFirstCheckpoint() {
    boolean cutOff = about().isObject() && about().path("outcome").isMissingNode();
    return Files.notExists(checkpointFile())
        && (Files.notExists(model()) || cutOff)
        && (Files.notExists(metrics()) || metrics().toFile().length() == 0);
  }

  /** What {@link #checkpoint} reads. */
  public Path checkpointFile() {
    return folder.resolve("checkpoint.safetensors");
  }

  /**
   * Leaves what {@code metrics.jsonl} has of the epochs before a checkpoint; lines beyond it are
   * dropped, as are damaged ones.
   */
  public void dropEpochsBeyond(Checkpoint checkpoint) {
    long step = checkpoint.state().step();
    RecordedEpochs recorded = recordedEpochs();
    if (recorded.damaged().isEmpty() && recorded.lastStep() <= step) {
      return;
    }
    try {
      WholeFile.write(
          metrics(),
          kept -> {
            try (MetricLines lines = MetricLines.of(metrics())) {
              while (lines.next()) {
                Optional<MetricLine> line = lines.line().filter(l -> l.step() <= step);
                if (line.isPresent()) {
                  kept.append(new String(line.get().text(), StandardCharsets.UTF_8)).append('\n');
                }
              }
            }
          });
    } catch (IOException e) {
      throw unwritten(metrics(), e);
    }
  }

  @Override
  public void started(PreparedRun run, Session session) {
    this.run = run;
    unreported.started(run, session);
    best = BestEpoch.of(this, session.step());
    if (!Files.exists(runFile())) {
      writeRecipe(RunFile.write(run.recipe()));
    }
  }

  private void writeRecipe(String settings) {
    try {
      WholeFile.write(runFile(), settings);
    } catch (IOException e) {
      throw unwritten(runFile(), e);
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
    append(metrics(), JSON.writeValueAsString(metrics.toMap()) + "\n");
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
      // A resumed run's own settings stay until there is something of the new ones to keep.
      writeRecipe(RunFile.write(run.recipe()));
    }
    // Before the checkpoint: where a run is killed in between, it comes to the same epoch again.
    waitingBest.ifPresent(state -> write(bestModelFile(), state, best.texts()));
    waitingBest = Optional.empty();
    write(model(), checkpoint.state(), Map.of());
    checkpoint.write(checkpointFile());
  }

  /** A model, with texts of its own. */
  private void write(Path file, State state, Map<String, String> texts) {
    Dataset train = run.data().train();
    double[] parameters = state.parameters();
    float[] theta = new float[parameters.length];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = (float) parameters[i];
    }
    ModelFile.write(
        file,
        run.program().training().model(),
        theta,
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

  /** A file of a run that has its folder already: another folder is no remedy. */
  private static RunFailedException unwritten(Path file, IOException e) {
    return new RunFailedException(
        file
            + " cannot be written ("
            + FileTrouble.reason(e)
            + "); is there room on the disk, and may you write in that folder?");
  }
}
