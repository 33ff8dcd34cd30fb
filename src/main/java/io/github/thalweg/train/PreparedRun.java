package io.github.thalweg.train;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Schema;
import io.github.thalweg.data.Standardization;
import io.github.thalweg.data.TrainAndTest;
import io.github.thalweg.engine.DataChecks;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.nn.Model;
import io.github.thalweg.program.Training;
import io.github.thalweg.program.TrainingProgram;
import io.github.thalweg.recipe.DataLoader;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RecipeOrigin;
import io.github.thalweg.recipe.Start;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A recipe with its data read, its model lowered and its parameters chosen: everything that a
 * device needs.
 *
 * @param parameters θ at the start, (P)
 * @param startRemarks which start values became which parameters, and which were ignored, a
 *     sentence each
 */
public record PreparedRun(
    Recipe recipe,
    TrainAndTest data,
    Optional<Standardization> standardization,
    TrainingProgram program,
    float[] parameters,
    List<String> startRemarks) {
  public PreparedRun {
    startRemarks = List.copyOf(startRemarks);
  }

  /**
   * Reads the data and fits the model to it.
   *
   * @throws io.github.thalweg.InvalidInputException when the data are missing, or recipe and data
   *     do not fit
   * @throws io.github.thalweg.RunFailedException when they are too large for Java's memory
   */
  public static PreparedRun of(Recipe recipe) {
    return of(recipe, DataLoader.load(recipe.data()));
  }

  /**
   * The same, for a recipe from a file: a message begins with the place of the wrong setting.
   *
   * @param origin from which the recipe was read
   */
  public static PreparedRun of(Recipe recipe, RecipeOrigin origin) {
    return origin.naming(recipe, PreparedRun::of);
  }

  /**
   * For a run that was trained before: its model turns a table into numbers, by the names of its
   * columns, its scaling and its classes. If the run has no model yet, or one without these, as
   * {@link #of(Recipe, RecipeOrigin)}.
   *
   * @param recipe the run's settings to use now
   * @param origin from which they were read
   * @throws io.github.thalweg.InvalidInputException as the others, and when the data has no column
   *     of a name in the model, or a class that the model does not know
   */
  public static PreparedRun of(Recipe recipe, RunFolder run, RecipeOrigin origin) {
    Optional<Schema> trained = ModelFile.schema(run.model());
    return origin.naming(
        recipe,
        read ->
            of(
                read,
                trained
                    .map(schema -> DataLoader.load(read.data(), schema))
                    .orElseGet(() -> DataLoader.load(read.data()))));
  }

  /** For a run that was trained before, with the settings in its folder. */
  public static PreparedRun of(Recipe recipe, RunFolder run) {
    return of(recipe, run, new RecipeOrigin(run.runFile().toString(), List.of()));
  }

  private static PreparedRun of(Recipe recipe, DataLoader.Loaded loaded) {
    Dataset train = loaded.parts().train();
    Model model = new Model(train.columns(), recipe.layers());
    requireMemory(model, recipe);
    int batch = Math.min(recipe.batch().orElse(train.rows()), train.rows());
    boolean shuffled = recipe.data().shuffle() && recipe.batch().isPresent();
    TrainingProgram program =
        TrainingProgram.of(
            new Training(
                model,
                recipe.loss(),
                recipe.optimizer(),
                recipe.schedule(),
                recipe.clipNorm(),
                new Batches(train.rows(), batch, shuffled, recipe.seed()),
                recipe.epochs()));
    DataChecks.requireFit(program, train, "training");
    loaded.parts().test().ifPresent(test -> DataChecks.requireFit(program, test, "test"));
    StartWeights start = StartWeights.of(recipe, model);
    List<String> remarks = new ArrayList<>(start.remarks());
    if (recipe.start() instanceof Start.FromFile(Path file, _)) {
      remarks.addAll(StartSchema.remarks(file, Schema.of(train, loaded.standardization())));
    }
    return new PreparedRun(
        recipe, loaded.parts(), loaded.standardization(), program, start.theta(), remarks);
  }

  /** Names of the target columns: those of the data, else y, or y1 … yK. */
  public List<String> targetNames() {
    int columns = data.train().targetColumns();
    List<String> names = recipe.data().source().targetNames();
    if (!names.isEmpty()) {
      return names;
    }
    return columns == 1
        ? List.of("y")
        : IntStream.rangeClosed(1, columns).mapToObj(k -> "y" + k).toList();
  }

  /**
   * Sentences about probable mistakes in the data and the model: start values that were matched to
   * other names or ignored, units without a class, classes without a row in a part, columns whose
   * values float32 cannot tell apart.
   *
   * @param device that trains
   */
  public List<String> remarks(DeviceInfo device) {
    return Remarks.of(this, device);
  }

  /** Sentences about classes without a row in a part of the data; none for a regression. */
  public List<String> absentClasses() {
    return AbsentClasses.of(this);
  }

  /**
   * Takes the run to a device: the data is loaded, the parameters are those of the start. It logs
   * warnings about probable mistakes, about matched start values, and about what makes the device
   * slow.
   *
   * @param device a device's id, such as {@code cpu} or {@code opencl:0}, part of a device's name,
   *     or {@code auto}
   * @return a session, to be closed
   * @throws io.github.thalweg.InvalidInputException when there is no such device, or it cannot be
   *     used
   * @throws io.github.thalweg.RunFailedException when the device has too little memory or fails
   */
  public Session open(String device) {
    Device found = Devices.find(device);
    DeviceInfo info = found.info(program);
    // For example that this JVM was started without the Vector API, and the remedy.
    Stream.concat(remarks(info).stream(), info.remarks().stream())
        .forEach(remark ->
            System.getLogger("io.github.thalweg").log(System.Logger.Level.WARNING, remark));
    return open(found);
  }

  /**
   * Takes the run to a device without warnings.
   *
   * @return a session, to be closed
   * @throws io.github.thalweg.InvalidInputException when the device cannot be used
   * @throws io.github.thalweg.RunFailedException when it has too little memory or fails
   */
  public Session open(Device device) {
    return device.open(program, data, parameters);
  }

  /**
   * Trains to the last epoch, once: a finished session has nothing left to train. To continue from
   * there, give its {@link Session#state() state} to a session of a run with more epochs.
   *
   * @param session from {@link #open}, or one that took some of the run's steps
   * @param listeners that receive the events
   * @return whether the run finished; false if it was stopped
   * @throws io.github.thalweg.RunFailedException when a loss or a parameter is not finite
   * @throws IllegalStateException when the session is closed, or finished the run before
   */
  public boolean train(Session session, TrainingListener... listeners) {
    return new Trainer(this, session, OptionalInt.empty(), List.of(listeners)).run();
  }

  /**
   * Refuses a model whose start, gradient and state at the end of an epoch do not fit into memory.
   * The state is in float64 for every device. Engines need more than that.
   */
  private static void requireMemory(Model model, Recipe recipe) {
    long needed = (24L + 8L * recipe.optimizer().slots()) * model.parameterCount();
    long available = Runtime.getRuntime().maxMemory();
    if (needed > available) {
      throw new RunFailedException(
          String.format(
              Locale.ROOT,
              "The model has %,d parameters, for which training takes at least %.1f GiB of Java's memory; there are"
                  + " %.1f GiB. Take fewer units, or give it more with THALWEG_JAVA_OPTS=-Xmx…g.",
              model.parameterCount(),
              needed / 0x1p30,
              available / 0x1p30));
    }
  }
}
