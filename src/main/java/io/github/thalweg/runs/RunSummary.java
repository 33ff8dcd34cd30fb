package io.github.thalweg.runs;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.train.RecordedEpochs;
import io.github.thalweg.train.RunFiles;
import io.github.thalweg.train.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The result of a run, from its folder: missing or damaged parts are empty here, and reported in
 * {@link #damage}.
 *
 * @param recipe that was trained
 * @param devices ids of its devices, one after the other
 * @param started time of the run's start; if the folder does not say it, the time when its settings
 *     were written
 * @param status {@code completed}, {@code diverged} for a finished run with a loss far above the
 *     first one, {@code stalled} for one whose loss has not fallen, {@code stopped}, {@code
 *     failed}, {@code unfinished} for one that is still training or was cut off, or {@code unknown}
 *     if no {@code about.json} says it
 * @param epochs completed ones; empty if there were some and none can be read
 * @param ofEpochs planned ones
 * @param trainLoss of the last epoch, as are the others
 * @param seconds in training steps, of all epochs; empty as {@code epochs} is
 * @param damage changes in the folder since the run, a sentence each
 */
public record RunSummary(
    RunFolder folder,
    Optional<String> recipe,
    List<String> devices,
    Instant started,
    String status,
    OptionalInt epochs,
    OptionalInt ofEpochs,
    OptionalDouble trainLoss,
    OptionalDouble testLoss,
    OptionalDouble testAccuracy,
    OptionalDouble testRmse,
    OptionalDouble seconds,
    List<String> damage) {

  /** Reads a run's folder. */
  public static RunSummary of(RunFolder folder) {
    JsonNode about = folder.about();
    List<String> damage = new ArrayList<>();
    RunFiles.obstacle(folder.path()).ifPresent(damage::add);
    Optional<RecordedEpochs> recorded = recorded(folder, damage);
    JsonNode last = recorded.map(RecordedEpochs::last).orElse(MissingNode.getInstance());
    boolean lost = last.isMissingNode() && !damage.isEmpty();
    settingsDamage(folder).ifPresent(damage::add);
    if (!about.isObject()) {
      damage.add(
          folder.aboutFile() + " is missing or damaged, so it is not known how the run ended.");
    }
    return new RunSummary(
        folder,
        text(about.path("recipe")),
        devices(about),
        started(about).orElseGet(() -> written(folder.runFile())),
        about.at("/outcome/status").asString(about.isObject() ? "unfinished" : "unknown"),
        lost ? OptionalInt.empty() : OptionalInt.of(last.path("epoch").asInt(0)),
        about.path("epochs").isInt()
            ? OptionalInt.of(about.path("epochs").intValue())
            : OptionalInt.empty(),
        number(last, "train_loss"),
        number(last, "test_loss"),
        number(last, "test_accuracy"),
        number(last, "test_rmse"),
        lost
            ? OptionalDouble.empty()
            : OptionalDouble.of(recorded.map(RecordedEpochs::seconds).orElse(0.0)),
        List.copyOf(damage));
  }

  /** Id of its last device. */
  public Optional<String> device() {
    return devices.isEmpty() ? Optional.empty() : Optional.of(devices.getLast());
  }

  /** The kernels of its last device, if they are recorded. */
  public Optional<String> kernels() {
    JsonNode about = folder.about();
    JsonNode legs = about.path("resumed");
    return text((legs.isEmpty() ? about : legs.get(legs.size() - 1)).at("/device/kernels"));
  }

  /** The warning for a command that uses the model of a run that did not finish normally. */
  public Optional<String> caution() {
    if (folder.about().at("/outcome/model_lost").asBoolean(false)) {
      return Optional.of(ofNoUse());
    }
    String whole =
        (epochs.isPresent() ? epochs.getAsInt() : "?")
            + (ofEpochs.isPresent() ? " of " + ofEpochs.getAsInt() : "");
    String what =
        switch (status) {
          case "completed" -> "";
          case "failed" -> " failed; its last good model is that of epoch " + whole + ".";
          case "diverged" -> " diverged; its model is that of epoch " + whole + ".";
          case "stalled" -> " learned next to nothing; its model is that of epoch " + whole + ".";
          case "stopped" -> " was stopped; it has trained " + whole + " whole epochs.";
          default ->
              epochs.orElse(0) < ofEpochs.orElse(0)
                  ? " has not finished; it has trained " + whole + " epochs."
                  : "";
        };
    return what.isEmpty() ? Optional.empty() : Optional.of("The run in " + folder.path() + what);
  }

  /** The warning for a command that uses a model without a finite loss. */
  public String ofNoUse() {
    return "The model of the run in "
        + folder.path()
        + " is of no use: its loss is not finite. Start again with a smaller learning rate, for example: "
        + StartAnew.command(folder);
  }

  /** The final metrics under their names in {@code metrics.jsonl}. */
  public Map<String, Object> metrics() {
    Map<String, Object> metrics = new LinkedHashMap<>();
    epochs.ifPresent(completed -> metrics.put("epochs", completed));
    trainLoss.ifPresent(loss -> metrics.put("train_loss", loss));
    testLoss.ifPresent(loss -> metrics.put("test_loss", loss));
    testAccuracy.ifPresent(accuracy -> metrics.put("test_accuracy", accuracy));
    testRmse.ifPresent(rmse -> metrics.put("test_rmse", rmse));
    seconds.ifPresent(sum -> metrics.put("seconds", sum));
    return metrics;
  }

  private static List<String> devices(JsonNode about) {
    List<String> devices = new ArrayList<>();
    Stream.concat(Stream.of(about), about.path("resumed").valueStream())
        .flatMap(leg -> text(leg.at("/device/id")).stream())
        .filter(device -> devices.isEmpty() || !device.equals(devices.getLast()))
        .forEachOrdered(devices::add);
    return List.copyOf(devices);
  }

  private static Optional<RecordedEpochs> recorded(RunFolder folder, List<String> damage) {
    try {
      RecordedEpochs recorded = folder.recordedEpochs();
      recorded.damage().ifPresent(what -> damage.add(what + "; this is left out here."));
      return Optional.of(recorded);
    } catch (InvalidInputException e) {
      damage.add(e.getMessage());
      return Optional.empty(); // A run that cannot be read must not hide the others.
    }
  }

  private static Optional<String> settingsDamage(RunFolder folder) {
    try {
      folder.recipe();
      return Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static Optional<Instant> started(JsonNode about) {
    try {
      return text(about.path("started")).map(Instant::parse);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Instant written(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
  }

  private static OptionalDouble number(JsonNode node, String key) {
    return node.path(key).isNumber()
        ? OptionalDouble.of(node.path(key).doubleValue())
        : OptionalDouble.empty();
  }
}
