package io.github.thalweg.report;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.files.InputFile;
import io.github.thalweg.files.WholeFile;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.text.JsonShape;
import io.github.thalweg.text.JsonText;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RecordedEpochs;
import io.github.thalweg.train.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The files of a run's folder for a report: {@code run.yaml}, {@code metrics.jsonl}, {@code
 * about.json}, {@code evaluation.json} and {@code surface.json}.
 */
public final class RecordedRun {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The members for the first start of a run, and for each resume. */
  private static final List<String> LEG = List.of("command", "started", "device", "versions");

  /** The key of the loss of the run's first step. */
  static final String FIRST_LOSS = "first_loss";

  /**
   * The key, in the outcome, of the total seconds of all starts, from their first step to their
   * end.
   */
  static final String SECONDS = "seconds";

  private final RunFolder folder;

  public RecordedRun(RunFolder folder) {
    this.folder = folder;
  }

  RunFolder folder() {
    return folder;
  }

  Path path() {
    return folder.path();
  }

  Path about() {
    return folder.aboutFile();
  }

  Path evaluation() {
    return path().resolve("evaluation.json");
  }

  Path surface() {
    return path().resolve("surface.json");
  }

  Path report() {
    return path().resolve("report.html");
  }

  /** The report's key, if a report was requested. */
  Path picture() {
    return path().resolve("report.png");
  }

  String name() {
    return path().toAbsolutePath().normalize().getFileName().toString();
  }

  /** Whether the folder holds no epoch of a run yet. */
  boolean isNew() {
    return !Files.exists(folder.metrics());
  }

  void write(Path file, Map<String, Object> content) throws IOException {
    WholeFile.write(file, JSON.writeValueAsString(content));
  }

  /**
   * The folder's record of the run so far, with a resume added; findings about the earlier model
   * are dropped. For a new run, the given record.
   */
  Map<String, Object> afterEarlierLegs(Map<String, Object> about) throws IOException {
    Files.deleteIfExists(evaluation());
    Files.deleteIfExists(surface());
    if (!(folder.about() instanceof ObjectNode earlier)) {
      return about;
    }
    ObjectNode leg = JSON.createObjectNode();
    for (String key : LEG) {
      leg.set(key, JSON.valueToTree(about.get(key)));
    }
    ArrayNode legs =
        earlier.path("resumed") instanceof ArrayNode before ? before : JSON.createArrayNode();
    about.put("resumed", legs.add(leg));
    for (String key : LEG) {
      if (earlier.has(key)) {
        about.put(key, earlier.path(key));
      }
    }
    if (earlier.path(FIRST_LOSS).isNumber()) {
      about.put(FIRST_LOSS, earlier.path(FIRST_LOSS).doubleValue());
    }
    return about;
  }

  /** The seconds of all starts so far; empty if one of them was cut off, so the time is unknown. */
  OptionalDouble secondsOfEarlierLegs() {
    if (!(folder.about() instanceof ObjectNode earlier)) {
      return isNew() ? OptionalDouble.of(0) : OptionalDouble.empty();
    }
    JsonNode seconds = earlier.path("outcome").path(SECONDS);
    return seconds.isNumber() ? OptionalDouble.of(seconds.doubleValue()) : OptionalDouble.empty();
  }

  /** Everything as a JSON object; members without valid data in the folder are left out. */
  public String json() throws IOException {
    return json(folder.isWhollyRemembered() ? InputFile.text(about()) : null);
  }

  /**
   * Everything, with the folder's record in place of this one, if the folder has one.
   *
   * @param settings the members that follow from the run's settings
   */
  String jsonWith(Map<String, Object> settings) throws IOException {
    Map<String, Object> about = new LinkedHashMap<>(settings);
    folder.about().properties().forEach(member -> about.put(member.getKey(), member.getValue()));
    return json(about);
  }

  /** Everything, with another record of the run than in the folder. */
  public String json(Map<String, Object> about) throws IOException {
    return json(JSON.writeValueAsString(about));
  }

  private String json(String about) throws IOException {
    StringBuilder json = new StringBuilder("{\"name\":").append(JSON.writeValueAsString(name()));
    json.append(",\"yaml\":");
    json.append(
        JSON.writeValueAsString(
            new String(InputFile.bytes(folder.runFile()), StandardCharsets.UTF_8)));
    RecordedEpochs recorded = folder.recordedEpochs();
    json.append(",\"metrics\":").append(JSON.writeValueAsString(recorded.shown()));
    if (recorded.count() > recorded.shown().size()) {
      json.append(",\"recorded\":").append(JSON.writeValueAsString(whole(recorded)));
    }
    damage(recorded)
        .ifPresent(what -> json.append(",\"damage\":").append(JSON.writeValueAsString(what)));
    if (about != null) {
      json.append(",\"about\":").append(about);
    }
    append(json, "evaluation", evaluation(), FindingsShape.EVALUATION);
    append(json, "surface", surface(), FindingsShape.SURFACE);
    return json.append('}').toString();
  }

  /** Totals of a run with more epochs than are shown. */
  private static Map<String, Object> whole(RecordedEpochs recorded) {
    return Map.of("epochs", recorded.count(), SECONDS, recorded.seconds());
  }

  private Recipe recipe() {
    return folder.recipe();
  }

  /** The run with its present settings, and its data in the form for its model. */
  PreparedRun prepared() {
    return PreparedRun.of(recipe(), folder);
  }

  /** Data, model and loss, which determine the loss surface. */
  JsonNode problem() {
    Map<String, Object> problem = new LinkedHashMap<>(RunFile.settings(recipe()));
    problem.keySet().retainAll(List.of("data", "model", "loss"));
    return JSON.valueToTree(problem);
  }

  /** A sentence about epochs that the report cannot show, if there are any. */
  Optional<String> damage() {
    return damage(folder.recordedEpochs());
  }

  private static Optional<String> damage(RecordedEpochs recorded) {
    int epochs = recorded.count();
    return recorded
        .damage()
        .map(what ->
            what
                + (epochs == 0
                    ? "; the report shows no epochs."
                    : "; the report leaves this out, and shows the "
                        + epochs
                        + (epochs == 1 ? " epoch" : " epochs")
                        + " that can be read."));
  }

  /** The train loss of the first epoch, if it can be read. */
  OptionalDouble firstTrainLoss() {
    return folder.recordedEpochs().shown().stream()
        .limit(1)
        .filter(epoch -> epoch.path("epoch").asInt() == 1)
        .mapToDouble(epoch -> epoch.path("train_loss").doubleValue())
        .findFirst();
  }

  /** w₁, w₂ and the loss there before each epoch, for a model of two weights; else empty. */
  List<double[]> weightsPath() {
    List<double[]> points = new ArrayList<>();
    for (JsonNode epoch : folder.recordedEpochs().shown()) {
      if (epoch.path("w1").isNumber() && epoch.path("w2").isNumber()) {
        points.add(
            new double[] {
              epoch.path("w1").asDouble(),
              epoch.path("w2").asDouble(),
              epoch.path("train_loss").asDouble()
            });
      }
    }
    return points;
  }

  /** A sentence about a {@code run.yaml} that is no longer valid, if it is not. */
  Optional<String> damagedSettings() {
    try {
      recipe();
      return Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.of(
          e.getMessage()
              + " The report shows it as it is, and everything else from the run's other files.");
    }
  }

  private static void append(StringBuilder json, String name, Path file, JsonShape shape)
      throws IOException {
    if (isWhole(file, shape)) {
      json.append(",\"").append(name).append("\":").append(InputFile.text(file));
    }
  }

  /** Whether the findings about the model exist and are valid. */
  boolean isEvaluated() {
    return isWhole(evaluation(), FindingsShape.EVALUATION);
  }

  /** A sentence about findings that exist and are not valid, if this is so. */
  Optional<String> evaluationDamage(String consequence) {
    return damage(evaluation(), FindingsShape.EVALUATION, consequence);
  }

  /** The same about a loss surface. */
  Optional<String> surfaceDamage(String consequence) {
    return damage(surface(), FindingsShape.SURFACE, consequence);
  }

  private static Optional<String> damage(Path file, JsonShape shape, String consequence) {
    return Files.exists(file) && !isWhole(file, shape)
        ? Optional.of(file + " is damaged; " + consequence)
        : Optional.empty();
  }

  private static boolean isWhole(Path file, JsonShape shape) {
    return JsonText.object(file).filter(shape::fits).isPresent();
  }
}
