package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.text.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A run's folder, for reading; a {@link RunRecorder} writes it: {@code run.yaml} (every setting),
 * {@code metrics.jsonl} (a line an epoch, see {@link EpochMetrics#toMap}), {@code
 * model.safetensors} and {@code checkpoint.safetensors} (of the last good epoch, or of the step at
 * which the run was stopped), {@code about.json} (settings, data and how it ended) if no report
 * keeps it, and, if there is a test part, {@code model-best.safetensors} (of the epoch with the
 * lowest test loss, the first of several).
 */
public final class RunFolder {
  /**
   * The key, in the outcome that {@code about.json} has, of the seconds of the epoch in which a run
   * was stopped: a checkpoint has no times, so equal runs write equal checkpoints.
   */
  public static final String EPOCH_SECONDS = "epoch_seconds";

  /** The model of the epoch with the lowest test loss. */
  static final String BEST_MODEL = "model-best.safetensors";

  private final Path folder;
  private RecordedEpochs recorded;
  private String recordedStamp = "";

  RunFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The folder of a run that was made before.
   *
   * @throws InvalidInputException when it is not a run's folder, or something in it has the name of
   *     a run's file and is not a file
   */
  public static RunFolder existing(Path folder) {
    if (isRun(folder)) {
      RunFiles.obstacle(folder)
          .ifPresent(what -> {
            throw new InvalidInputException(what);
          });
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
              + " holds nothing of a run yet; perhaps a run was killed before it started; train it with --out "
              + folder
              + ", or remove its files with: thalweg runs remove "
              + folder);
    }
    throw new InvalidInputException(
        firstRunIn(folder)
                .map(run ->
                    folder
                        + " holds runs, but is not a run itself; give one of them, such as "
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

  /** A folder that {@link #isRun}, for a list of many: its files are not checked. */
  public static RunFolder listed(Path folder) {
    return new RunFolder(folder);
  }

  /** Whether a folder is a run's folder. */
  public static boolean isRun(Path folder) {
    return Files.exists(folder.resolve("run.yaml"));
  }

  public Path path() {
    return folder;
  }

  public Path runFile() {
    return folder.resolve("run.yaml");
  }

  /**
   * The settings of the run, as they are in {@code run.yaml} now.
   *
   * @throws InvalidInputException when it is damaged or holds a mistake
   */
  public Recipe recipe() {
    try {
      return RunFile.read(runFile().toString());
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          e.getMessage()
              + (about().isObject()
                  ? " The settings of the training are in "
                      + aboutFile()
                      + ", under settings; put that back as "
                      + runFile()
                      + ", without a change."
                  : " Put back the settings of the training."),
          e);
    }
  }

  public Path model() {
    return folder.resolve("model.safetensors");
  }

  /**
   * Refuses a run without a model.
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
              + "; perhaps the run ended before its first epoch; train it again with: thalweg train "
              + runFile());
    }
    return this;
  }

  /**
   * The model of the epoch with the lowest test loss.
   *
   * @throws InvalidInputException when the run has none
   */
  public Path bestModel() {
    Path file = bestModelFile();
    if (Files.notExists(file)) {
      throw new InvalidInputException(
          "There is no file "
              + file
              + ": a run with a test part keeps its best model, from the end of its first epoch on. Leave out"
              + " --best for the last model.");
    }
    return file;
  }

  /** The file of {@link #bestModel}, if it exists. */
  Path bestModelFile() {
    return folder.resolve(BEST_MODEL);
  }

  public Path metrics() {
    return folder.resolve("metrics.jsonl");
  }

  /**
   * The content of {@code metrics.jsonl}.
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

  /** A value that changes when the files of the recorded epochs change. */
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

  /**
   * Whether the model has trained at least one epoch: false for a run that was stopped within its
   * first.
   */
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

  /** Whether the run was killed while it wrote its last files, behind its last epoch. */
  public boolean lacksItsLastFiles() {
    return about().isObject()
        && (about().at("/outcome/status").isMissingNode()
            || Files.notExists(path().resolve("report.html"))
            || RunFiles.hasHalfWritten(path()));
  }

  /** Epochs of a finished run; 0 if it has not finished, or does not say so. */
  int completedEpochs() {
    JsonNode about = about();
    return RunStatus.of(about.at("/outcome/status").asString(""))
            .filter(RunStatus::atTheEnd)
            .isPresent()
        ? about.path("epochs").asInt(0)
        : 0;
  }

  /**
   * The content of {@code about.json}: the settings and the data of the training, the device, and
   * how the run ended. A missing node if there is none, or if it is damaged: an undamaged file has
   * the settings, and all its members have the types that readers need.
   */
  public JsonNode about() {
    return JsonText.object(aboutFile())
        .filter(AboutShape.ABOUT::fits)
        .orElse(MissingNode.getInstance());
  }

  /**
   * Whether {@link #about} has everything that a page needs; a file of another version may have
   * less.
   */
  public boolean isWhollyRemembered() {
    return AboutShape.WHOLE_ABOUT.fits(about());
  }

  /** What {@link #about} reads. */
  public Path aboutFile() {
    return folder.resolve("about.json");
  }

  /**
   * The checkpoint to resume from.
   *
   * @throws InvalidInputException when there is none, or it is damaged
   */
  public Checkpoint checkpoint() {
    Path file = checkpointFile();
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          "There is no file " + file + ", from which --resume continues; " + insteadOfResuming());
    }
    try {
      Checkpoint checkpoint = Checkpoint.read(file);
      JsonNode seconds = about().path("outcome").path(EPOCH_SECONDS);
      return checkpoint.progress().rows() > 0 && seconds.isNumber()
          ? checkpoint.after(seconds.doubleValue())
          : checkpoint;
    } catch (InvalidInputException e) {
      throw unfit(e);
    }
  }

  /**
   * As the other one, for a run whose rows are dealt to steps in this way.
   *
   * @throws InvalidInputException also when it stands where no such run can, or beyond the epochs
   *     that {@code metrics.jsonl} has
   */
  public Checkpoint checkpoint(Batches batches) {
    Checkpoint checkpoint = checkpoint();
    try {
      checkpoint.requireFit(checkpointFile(), batches, recordedEpochs());
      return checkpoint;
    } catch (InvalidInputException e) {
      throw unfit(e);
    }
  }

  private InvalidInputException unfit(InvalidInputException cause) {
    return new InvalidInputException(
        cause.getMessage() + " Put an undamaged file there, or " + insteadOfResuming(), cause);
  }

  private String insteadOfResuming() {
    return Files.exists(model())
        ? "start a new run from the model with: thalweg train " + runFile() + " --init " + model()
        : "start the run again with: thalweg train " + runFile();
  }

  /**
   * Whether the run ended, or was killed, before it saved anything: it cannot continue, and nothing
   * is lost if it starts again.
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
}
