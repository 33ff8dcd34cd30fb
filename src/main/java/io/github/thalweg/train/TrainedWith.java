package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.DataChecksum;
import io.github.thalweg.optim.Schedule;
import io.github.thalweg.program.Training;
import io.github.thalweg.recipe.FlatSettings;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.text.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Compares the data and settings of a run's training, from {@code about.json} in its folder, with
 * the present ones: a CSV file may have other rows now, and {@code run.yaml} may have been edited.
 * A folder without a record counts as unchanged.
 */
public final class TrainedWith {
  /** Settings that may change without a new run: its name, and the path of its data. */
  private static final Set<String> OF_NO_CONSEQUENCE = Set.of("name", "data.path");

  /** Learning rates that differ by a smaller share count as equal. */
  private static final double SAME_RATE = 0.01;

  private static final MathContext THREE_DIGITS = new MathContext(3);

  private final RunFolder folder;
  private final JsonNode about;

  private TrainedWith(RunFolder folder) {
    this.folder = folder;
    this.about = folder.about();
  }

  /** Reads the record in a run's folder. */
  public static TrainedWith of(RunFolder folder) {
    return new TrainedWith(folder);
  }

  /**
   * The difference between the run's data and the present data, such as {@code 133 training and 45
   * test rows then, 132 and 45 now}; empty when it is the same.
   */
  private Optional<String> otherData(PreparedRun now) {
    JsonNode checksum = about.path("data_checksum");
    if (checksum.isString() && checksum.stringValue().equals(DataChecksum.of(now.data()))) {
      return Optional.empty();
    }
    int train = now.data().train().rows();
    int test = now.data().test().map(part -> part.rows()).orElse(0);
    int trained = about.at("/rows/train").asInt(train);
    int tested = about.path("rows").isObject() ? about.at("/rows/test").asInt(0) : test;
    if (trained != train || tested != test) {
      return Optional.of(
          trained
              + " training and "
              + tested
              + " test rows then, "
              + train
              + " and "
              + test
              + " now");
    }
    int columns = now.data().train().columns();
    int inputs = about.path("inputs").asInt(columns);
    if (inputs != columns) {
      return Optional.of(inputs + " features then, " + columns + " now");
    }
    return checksum.isString()
        ? Optional.of("as many rows and features, with other values or names")
        : Optional.empty();
  }

  /**
   * Settings that differ from the run's, by their full keys, each with its old and its new value:
   * {@code 0.1, now 0.2}.
   */
  public Map<String, String> otherSettings(Recipe now) {
    Map<String, String> other = new LinkedHashMap<>();
    if (!about.isObject()) {
      return other;
    }
    Map<String, JsonNode> then = FlatSettings.of(about.path("settings"));
    Map<String, JsonNode> today = FlatSettings.of(now);
    Set<String> keys = new LinkedHashSet<>(then.keySet());
    keys.addAll(today.keySet());
    keys.removeAll(OF_NO_CONSEQUENCE);
    for (String key : keys) {
      String was = text(then.get(key));
      String is = text(today.get(key));
      if (!was.equals(is)) {
        other.put(key, was + ", now " + is);
      }
    }
    return other;
  }

  /**
   * A sentence for a run that continues at another learning rate than its schedule had there, with
   * the rate of the last step and of the next: a cosine runs over all epochs, so more epochs raise
   * it again.
   *
   * @param step that the run has reached
   */
  public Optional<String> jump(PreparedRun now, long step) {
    Optional<Recipe> recipe = recipe();
    if (recipe.isEmpty() || step == 0) {
      return Optional.empty();
    }
    Recipe then = recipe.get();
    Training training = now.program().training();
    double last =
        then.schedule()
            .learningRate(
                then.optimizer().learningRate(),
                step - 1,
                training.batches().stepsPerEpoch(),
                then.epochs());
    double lastAsNow = training.learningRate(step - 1);
    boolean said = isConstant(then.schedule()) && isConstant(training.schedule());
    if (said || Math.abs(last - lastAsNow) <= SAME_RATE * Math.max(last, lastAsNow)) {
      return Optional.empty();
    }
    boolean byLength =
        then.schedule() instanceof Schedule.Cosine && then.schedule().equals(training.schedule());
    return Optional.of(
        "The learning rate goes from "
            + rate(last)
            + " in the last step to "
            + rate(training.learningRate(step))
            + " in the next: "
            + (byLength
                ? "the cosine runs over all epochs, which were "
                    + then.epochs()
                    + " and are "
                    + training.epochs()
                    + " now. For one curve over all of them, start a new run with: thalweg train "
                    + folder.runFile()
                    + " --epochs "
                    + training.epochs()
                    + "; to continue at a constant rate, add --set schedule=constant --set "
                    + FlatSettings.keysFor("lr", now.recipe()).getFirst()
                    + "=RATE."
                : "schedule or learning rate were different until now."));
  }

  /** The last settings of the training, if the folder has them. */
  private Optional<Recipe> recipe() {
    try {
      return about.isObject()
          ? Optional.of(RunFile.ofSettings(about.path("settings")))
          : Optional.empty();
    } catch (InvalidInputException _) {
      return Optional.empty(); // From another version, or edited.
    }
  }

  private static boolean isConstant(Schedule schedule) {
    return schedule instanceof Schedule.Constant constant && constant.warmupEpochs() == 0;
  }

  private static String rate(double rate) {
    return Numbers.setting(new BigDecimal(rate).round(THREE_DIGITS).doubleValue());
  }

  /** A sentence for a run without a record that continues; empty if it has one. */
  public Optional<String> forgotten() {
    return about.isObject()
        ? Optional.empty()
        : Optional.of(
            folder.path()
                + " has no valid about.json, so nothing says whether data and settings are those of"
                + " the training.");
  }

  /**
   * The beginning of a sentence about data that is not the run's, with the difference and the
   * edited or new settings that cause it; empty if it is the same.
   *
   * @param now with the new settings
   * @param own as the run's {@code run.yaml} is
   */
  public Optional<String> complaint(PreparedRun now, Recipe own) {
    Map<String, String> edits = otherSettings(own);
    Map<String, String> all = otherSettings(now.recipe());
    String edited =
        listed(all, key -> key.startsWith("data.") && all.get(key).equals(edits.get(key)));
    String asked =
        listed(all, key -> key.startsWith("data.") && !all.get(key).equals(edits.get(key)));
    return otherData(now)
        .map(difference ->
            "The data is not what the run in "
                + folder.path()
                + " was trained on ("
                + difference
                + (edited.isEmpty() ? "" : "; in " + folder.runFile() + " " + edited)
                + (asked.isEmpty() ? "" : "; with --set " + asked)
                + ")");
  }

  /** Sentences for a command that uses the run's model with other data or another model. */
  public Optional<String> note(PreparedRun now) {
    Optional<String> changed =
        complaint(now, now.recipe())
            .map(what -> what + ", so the training may have seen rows of the test part.")
            .or(() -> note(now.recipe()));
    String all =
        Stream.of(changed, modelOfAnother())
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  /** A sentence about a model that does not name its columns, if it does not. */
  private Optional<String> modelOfAnother() {
    return Files.exists(folder.model()) && ModelFile.schema(folder.model()).isEmpty()
        ? Optional.of(
            folder.model()
                + " does not say the names and the scaling of its features, so columns are taken by their position and"
                + " scaled again.")
        : Optional.empty();
  }

  /** The same without the run's data. */
  public Optional<String> note(Recipe now) {
    String changed =
        listed(otherSettings(now), key -> key.startsWith("model") || key.startsWith("loss"));
    return changed.isEmpty()
        ? forgotten()
        : Optional.of(
            folder.runFile()
                + " is not as the run was trained ("
                + changed
                + "), and is followed.");
  }

  /** Settings of some keys with their old and new values, as a part of a sentence. */
  public static String listed(Map<String, String> settings, Predicate<String> keys) {
    return settings.entrySet().stream()
        .filter(setting -> keys.test(setting.getKey()))
        .map(setting -> setting.getKey() + " was " + setting.getValue())
        .collect(Collectors.joining("; "));
  }

  /** As JSON, which does not tell a long from an int. */
  private static String text(JsonNode value) {
    return value == null
        ? "not set"
        : value.isString() ? value.toString() : FlatSettings.text(value);
  }
}
