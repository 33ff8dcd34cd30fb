package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Schedule;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the tree of a run file, fills in the defaults and refuses unknown keys. */
final class RecipeReader {
  private static final List<String> KEYS =
      List.of(
          "name",
          "data",
          "model",
          "loss",
          "optimizer",
          "schedule",
          "clip_norm",
          "batch",
          "epochs",
          "kernels",
          "precision",
          "seed",
          "init");
  private static final List<String> LOSSES =
      List.of("mse", "huber", "bce_with_logits", "cross_entropy");
  private static final List<String> STEP = List.of("epochs", "gamma", "warmup_epochs");
  private static final List<String> SCHEDULES = List.of("constant", "step", "cosine");

  private RecipeReader() {}

  /**
   * @param name of the recipe
   * @param folder that relative paths start from
   */
  static Recipe read(String name, JsonNode tree, Path folder) {
    requireKnownKeys(name, tree, folder);
    Settings settings = Settings.of("", tree);
    Loss loss = loss(settings.node("loss"));
    return new Recipe(
        settings.text("name").orElse(name),
        DataReader.read(settings.block("data"), loss, folder),
        LayerReader.layers(settings.node("model")),
        loss,
        OptimizerReader.read(settings.node("optimizer")),
        schedule(settings.node("schedule")),
        settings.has("clip_norm")
            ? OptionalDouble.of(settings.number("clip_norm", 0))
            : OptionalDouble.empty(),
        batch(settings),
        settings.integer("epochs", Recipe.DEFAULT_EPOCHS),
        settings.text("kernels").map(Kernels::of).orElse(Kernels.AUTO),
        settings.text("precision").map(Precision::of).orElse(Precision.FP32),
        settings.wholeNumber("seed", 0),
        StartReader.read(settings.node("init"), folder));
  }

  /** Throws for the first unknown key, with its right place in a block, if there is one. */
  private static void requireKnownKeys(String name, JsonNode tree, Path folder) {
    for (String key : tree.propertyNames()) {
      Settings.requireSpace("", key, KEYS);
      if (!KEYS.contains(key)) {
        throw InvalidInputException.unknown(
            "a key of a run file", key, KEYS, placesOf(key, name, tree, folder));
      }
    }
  }

  /** Full keys that end in a word, in the recipe without the unknown keys. */
  private static List<String> placesOf(String word, String name, JsonNode tree, Path folder) {
    if (!(tree.deepCopy() instanceof ObjectNode rest)) {
      return List.of();
    }
    try {
      return FlatSettings.keysFor(word, read(name, rest.retain(KEYS), folder));
    } catch (InvalidInputException _) {
      return List.of(); // Other mistakes are reported after this one.
    }
  }

  private static Loss loss(JsonNode node) {
    Settings.Choice choice =
        Settings.choice("loss", required(node, "loss", "mse"), "a loss", LOSSES);
    Settings settings = choice.settings();
    Loss loss =
        switch (choice.name()) {
          case "mse" -> new Loss.Mse();
          case "huber" -> new Loss.Huber(settings.number("delta", 1));
          case "bce_with_logits" -> new Loss.BceWithLogits();
          default -> new Loss.CrossEntropy();
        };
    settings.requireNoOthers();
    return loss;
  }

  private static Schedule schedule(JsonNode node) {
    if (node.isMissingNode()) {
      return new Schedule.Constant(0);
    }
    Settings.Choice choice = Settings.choice("schedule", node, "a schedule", SCHEDULES);
    Settings settings = choice.settings();
    int warmup = settings.integer("warmup_epochs", 0);
    Schedule schedule =
        switch (choice.name()) {
          case "step" -> {
            settings.requireOnly(STEP).requiredNumber("epochs", "10");
            yield new Schedule.Step(
                settings.integer("epochs", 0), settings.number("gamma", 0.1), warmup);
          }
          case "cosine" -> new Schedule.Cosine(settings.number("min_lr", 0), warmup);
          default -> new Schedule.Constant(warmup);
        };
    settings.requireNoOthers();
    return schedule;
  }

  private static OptionalInt batch(Settings settings) {
    JsonNode node = settings.node("batch");
    if (node.isString() && node.stringValue().equals("full")) {
      return OptionalInt.empty();
    }
    if (node.isString() || node.isContainer()) {
      throw new InvalidInputException(
          "batch must be a number of rows, or full; it is " + node + ".");
    }
    int rows = settings.integer("batch", Recipe.DEFAULT_BATCH);
    if (rows < 1) {
      throw new InvalidInputException("batch must be at least 1 row; it is " + rows + ".");
    }
    return OptionalInt.of(rows);
  }

  private static JsonNode required(JsonNode node, String key, String example) {
    if (node.isMissingNode()) {
      throw new InvalidInputException(
          key + " is missing; give it, for example " + key + ": " + example + ".");
    }
    return node;
  }
}
