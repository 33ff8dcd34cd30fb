package io.github.thalweg.recipe;

import io.github.thalweg.data.Split;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a recipe as the tree of a run file with every setting, paths made absolute. */
final class RecipeWriter {
  private RecipeWriter() {}

  static Map<String, Object> tree(Recipe recipe) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", recipe.name());
    tree.put("data", data(recipe.data()));
    tree.put("model", recipe.layers().stream().map(Layer::setting).toList());
    tree.put("loss", loss(recipe.loss()));
    tree.put("optimizer", optimizer(recipe.optimizer()));
    tree.put("schedule", schedule(recipe.schedule()));
    recipe.clipNorm().ifPresent(norm -> tree.put("clip_norm", norm));
    tree.put("batch", recipe.batch().isPresent() ? recipe.batch().getAsInt() : "full");
    tree.put("epochs", recipe.epochs());
    tree.put("kernels", recipe.kernels().key());
    tree.put("precision", recipe.precision().key());
    tree.put("seed", recipe.seed());
    tree.put("init", start(recipe.start()));
    return tree;
  }

  private static Map<String, Object> data(DataSettings data) {
    Map<String, Object> block = new LinkedHashMap<>();
    switch (data.source()) {
      case Source.Named(String name) -> block.put("source", name);
      case Source.Csv csv -> {
        block.put("source", "csv");
        block.put("path", csv.path().toAbsolutePath().normalize().toString());
        block.put("target", csv.targets());
        if (!csv.excluded().isEmpty()) {
          block.put("exclude", csv.excluded());
        }
        block.put("task", task(csv.classification()));
      }
      case Source.Inline inline -> {
        block.put("source", "inline");
        block.put("features", Arrays.asList(inline.features()));
        block.put("targets", Arrays.asList(inline.targets()));
        block.put("task", task(inline.classification()));
      }
      case Source.Memory(_, List<String> targets) -> {
        block.put("source", "memory");
        if (!targets.isEmpty()) {
          block.put("target", targets);
        }
      }
      case Source.Line line -> {
        block.put("source", "line");
        block.put("points", line.points());
        block.put("slope", line.slope());
        block.put("intercept", line.intercept());
        block.put("noise", line.noise());
        block.put("seed", line.seed());
      }
    }
    block.put("standardize", data.standardize());
    block.put("shuffle", data.shuffle());
    if (data.split().isPresent()) {
      Split split = data.split().get();
      block.put(
          "split",
          ordered("test", split.testFraction(), "seed", split.seed(), "shuffle", split.shuffled()));
    } else if (!(data.source() instanceof Source.Named(String name)
        && (name.equals("mnist") || name.equals("fashion-mnist")))) {
      block.put("split", "none");
    }
    return block;
  }

  private static String task(boolean classification) {
    return classification ? "classification" : "regression";
  }

  private static Object loss(Loss loss) {
    return loss instanceof Loss.Huber(double delta)
        ? Map.of("huber", Map.of("delta", delta))
        : loss.key();
  }

  private static Object optimizer(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd sgd ->
          Map.of(
              "sgd",
              ordered(
                  "lr", sgd.learningRate(),
                  "momentum", sgd.momentum(),
                  "nesterov", sgd.nesterov(),
                  "weight_decay", sgd.weightDecay()));
      case Optimizer.Adam adam ->
          Map.of(
              adam.decoupledDecay() ? "adamw" : "adam",
              ordered(
                  "lr", adam.learningRate(),
                  "betas", List.of(adam.beta1(), adam.beta2()),
                  "eps", adam.epsilon(),
                  "weight_decay", adam.weightDecay()));
      case Optimizer.RmsProp rmsProp ->
          Map.of(
              "rmsprop",
              ordered(
                  "lr", rmsProp.learningRate(),
                  "alpha", rmsProp.alpha(),
                  "eps", rmsProp.epsilon(),
                  "weight_decay", rmsProp.weightDecay(),
                  "momentum", rmsProp.momentum(),
                  "centered", rmsProp.centered()));
    };
  }

  private static Object schedule(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Constant(int warmup) -> Map.of("constant", Map.of("warmup_epochs", warmup));
      case Schedule.Step(int epochs, double gamma, int warmup) ->
          Map.of("step", ordered("epochs", epochs, "gamma", gamma, "warmup_epochs", warmup));
      case Schedule.Cosine(double minimum, int warmup) ->
          Map.of("cosine", ordered("min_lr", minimum, "warmup_epochs", warmup));
    };
  }

  private static Object start(Start start) {
    return switch (start) {
      case Start.Random _ -> "random";
      case Start.FromFile(Path path, Optional<InitMap> map) -> {
        String file = path.toAbsolutePath().normalize().toString();
        yield map.isPresent() ? ordered("file", file, "map", map.get().parameters()) : file;
      }
      case Start.Values(var parameters) -> {
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, array) -> values.put(name, nested(array, 0, 0)));
        yield values;
      }
    };
  }

  /**
   * A list of an array, and the lists inside it.
   *
   * @param depth of the list, from 0
   * @param index of the list among the lists of its depth
   */
  private static List<Object> nested(Start.Array array, int depth, int index) {
    int length = array.shape().get(depth);
    List<Object> list = new ArrayList<>();
    for (int i = index * length; i < (index + 1) * length; i++) {
      list.add(
          depth + 1 == array.shape().size() ? array.elements()[i] : nested(array, depth + 1, i));
    }
    return list;
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
