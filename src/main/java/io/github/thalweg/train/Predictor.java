package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.MemoryData;
import io.github.thalweg.data.Schema;
import io.github.thalweg.data.Task;
import io.github.thalweg.data.csv.CsvReader;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.InferenceSession;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.program.Inference;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.Source;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A trained model, applied to rows that have no targets. Threads may share it. */
public final class Predictor {
  private final Recipe recipe;
  private final Schema schema;
  private final Model model;
  private final float[] theta;

  /**
   * Reads the settings and the model of a run; it does not need the run's data.
   *
   * @throws InvalidInputException when the folder is not a run with a model
   */
  public Predictor(RunFolder run) {
    this(run, run.model());
  }

  /**
   * The same, with the model of a certain epoch.
   *
   * @param modelFile such as {@link RunFolder#bestModel}
   */
  public Predictor(RunFolder run, Path modelFile) {
    recipe = run.recipe();
    schema =
        ModelFile.schema(modelFile)
            .orElseThrow(() ->
                new InvalidInputException(
                    modelFile
                        + " does not name the model's features; train the run again with this version."));
    int inputs = run.about().path("inputs").asInt(schema.features().size());
    model = new Model(inputs, recipe.layers());
    theta = ModelFile.parameters(modelFile, model);
  }

  private Predictor(Recipe recipe, Schema schema, Model model, float[] theta) {
    this.recipe = recipe;
    this.schema = schema;
    this.model = model;
    this.theta = theta;
  }

  /**
   * The current model of a session.
   *
   * @param session of the run's program
   */
  public static Predictor of(PreparedRun run, Session session) {
    return new Predictor(
        run.recipe(),
        Schema.of(run.data().train(), run.standardization()),
        run.program().training().model(),
        session.parameters());
  }

  /** The settings of the run as they are now. */
  public Recipe recipe() {
    return recipe;
  }

  /** Names of a row's features (D), in the order that {@code predict} expects. */
  public List<String> features() {
    return schema.features();
  }

  /**
   * Names of the values (K) that {@code predict} gives for a row: targets of a regression, classes
   * of a classification.
   */
  public List<String> values() {
    return columns(model.outputs());
  }

  /**
   * Applies the model to measured rows; it scales them as in training.
   *
   * @param rows N rows of D features; N may be 0
   * @param device such as {@code Devices.find("cpu")}
   * @return N rows of K: outputs of a regression; probabilities of a classification
   * @throws InvalidInputException when the length of a row differs from {@link #features()}, or a
   *     row holds a number that is not finite
   */
  public float[][] predict(float[][] rows, Device device) {
    if (rows.length == 0) {
      return new float[0][];
    }
    float[][] values = outputs(MemoryData.features(rows, schema.features()), device);
    for (float[] row : values) {
      toProbabilities(row);
    }
    return values;
  }

  /** The same, on the CPU. */
  public float[][] predict(float[][] rows) {
    return predict(rows, Devices.find("cpu"));
  }

  /** Applies the model to one row; several rows at once take less time each. */
  public float[] predict(float[] row) {
    return predict(new float[][] {row})[0];
  }

  /**
   * The most probable class of a row.
   *
   * @throws IllegalStateException when the model has no classes
   */
  public String classOf(float[] row) {
    if (!recipe.loss().classIndices()) {
      throw new IllegalStateException(
          "This model was trained with the loss "
              + recipe.loss().key()
              + ", which has no classes; predict gives its values.");
    }
    return values().get(largest(predict(row)));
  }

  /**
   * Predictions for the rows of a file.
   *
   * @param columns names of the values in a row
   * @param values (N, columns): outputs of a regression; probabilities of a classification
   * @param classColumns columns of classes: none for a regression, {@code class} for a single one,
   *     else {@code class_} and the target's name for each
   * @param classes (N, classColumns) their names
   * @param identifiers names of columns in the file that are not features: those of the run's
   *     data.exclude
   * @param identities (N, identifiers) the file's texts there
   */
  public record Predictions(
      List<String> columns,
      float[][] values,
      List<String> classColumns,
      String[][] classes,
      List<String> identifiers,
      List<List<String>> identities) {}

  /**
   * Applies the model to every row of a CSV file that has the feature columns the model was trained
   * on.
   *
   * @throws InvalidInputException when a column is missing, or a value is not a number or too large
   *     to be standardized
   */
  public Predictions predict(Path csv, Device device) {
    CsvReader.Rows read = CsvReader.readFeatures(csv, schema.features(), excluded());
    return predictions(read, outputs(read.features(), device));
  }

  /** Predictions for rows that are not scaled yet, (N, K). */
  private float[][] outputs(Dataset unscaled, Device device) {
    Dataset rows = schema.scale(unscaled);
    try (InferenceSession session = device.open(Inference.of(model), theta)) {
      float[] flat = session.outputs(rows);
      float[][] outputs = new float[rows.rows()][];
      int width = model.outputs();
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
      }
      return outputs;
    }
  }

  private Predictions predictions(CsvReader.Rows read, float[][] values) {
    List<String> columns = values();
    List<String> classColumns = classColumns(columns);
    String[][] classes = new String[values.length][classColumns.size()];
    for (int i = 0; i < values.length; i++) {
      switch (recipe.loss()) {
        case Loss.CrossEntropy _ -> classes[i][0] = columns.get(largest(values[i]));
        case Loss.BceWithLogits _ -> {
          for (int k = 0; k < columns.size(); k++) {
            classes[i][k] = values[i][k] > 0 ? "1" : "0";
          }
        }
        case Loss.Mse _, Loss.Huber _ -> {}
      }
      toProbabilities(values[i]);
    }
    return new Predictions(columns, values, classColumns, classes, read.kept(), read.texts());
  }

  private void toProbabilities(float[] outputs) {
    switch (recipe.loss()) {
      case Loss.CrossEntropy _ -> softmax(outputs);
      case Loss.BceWithLogits _ -> sigmoid(outputs);
      case Loss.Mse _, Loss.Huber _ -> {}
    }
  }

  private List<String> classColumns(List<String> columns) {
    return switch (recipe.loss()) {
      case Loss.CrossEntropy _ -> List.of("class");
      case Loss.BceWithLogits _ ->
          columns.size() == 1
              ? List.of("class")
              : columns.stream().map(target -> "class_" + target).toList();
      case Loss.Mse _, Loss.Huber _ -> List.of();
    };
  }

  /** Columns of the run's table that are not features and may identify a row. */
  private List<String> excluded() {
    return recipe.data().source() instanceof Source.Csv csv ? csv.excluded() : List.of();
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int j = 1; j < values.length; j++) {
      if (values[j] > values[largest]) {
        largest = j;
      }
    }
    return largest;
  }

  private List<String> columns(int width) {
    if (recipe.loss().classIndices() && !schema.classes().isEmpty()) {
      return Task.Classification.names(schema.classes(), width);
    }
    List<String> targets = recipe.data().source().targetNames();
    if (targets.size() == width) {
      return targets;
    }
    return IntStream.rangeClosed(1, width).mapToObj(i -> "y" + i).toList();
  }

  private static void softmax(float[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    for (int j = 0; j < logits.length; j++) {
      logits[j] = (float) (Math.exp(logits[j] - max) / sum);
    }
  }

  private static void sigmoid(float[] logits) {
    for (int j = 0; j < logits.length; j++) {
      logits[j] = (float) (1 / (1 + Math.exp(-logits[j])));
    }
  }
}
