package io.github.thalweg.pytorch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One training run of {@code cases.yaml}. Its blocks are written as in a Thalweg run file; the batch is always the whole data set,
 * so that an epoch is one step.
 *
 * @param data where the examples come from
 * @param clipNorm largest gradient norm, or null for no clipping
 * @param seed of PyTorch's generator, which draws the examples first and the initial parameters next
 * @param initialParameters by name ({@code 0.weight}, row-major [out, in]), or null for the initialisation of {@code nn.Linear}
 * @param expectedLosses to nine decimals, of the run that starts from the numbers as written; null where nobody knows them beforehand
 */
record Case(
    String name,
    Data data,
    List<JsonNode> model,
    JsonNode loss,
    JsonNode optimizer,
    JsonNode schedule,
    Double clipNorm,
    Integer epochs,
    Long seed,
    Map<String, double[]> initialParameters,
    double[] expectedLosses) {

  /**
   * Examples drawn at random, {@code rows} by {@code columns}, or given in full.
   *
   * @param features (rows, columns) row-major, or null to draw them
   * @param targets (rows, K) row-major, or null to draw them
   */
  record Data(int rows, int columns, double[] features, double[] targets) {}

  Case {
    JsonNodeFactory json = JsonNodeFactory.instance;
    data = data == null ? new Data(9, 5, null, null) : data;
    model = model == null ? List.of(json.objectNode().put("dense", 7), json.stringNode("tanh"), json.objectNode().put("dense", 3)) : model;
    loss = loss == null ? json.stringNode("mse") : loss;
    schedule = schedule == null ? json.stringNode("constant") : schedule;
    epochs = epochs == null ? 40 : epochs;
    seed = seed == null ? 1 : seed;
  }

  /** The same run with the given examples and parameters rounded to float32, as Thalweg takes them in. */
  Case inFloat32() {
    Map<String, double[]> parameters = null;
    if (initialParameters != null) {
      parameters = new LinkedHashMap<>();
      for (Map.Entry<String, double[]> parameter : initialParameters.entrySet()) {
        parameters.put(parameter.getKey(), toFloat32(parameter.getValue()));
      }
    }
    Data rounded = new Data(data.rows, data.columns, toFloat32(data.features), toFloat32(data.targets));
    return new Case(name, rounded, model, loss, optimizer, schedule, clipNorm, epochs, seed, parameters, expectedLosses);
  }

  private static double[] toFloat32(double[] values) {
    return values == null ? null : DoubleStream.of(values).map(value -> (float) value).toArray();
  }

  /** Columns of the model's output. */
  int outputs() {
    return model.stream().map(Block::of).filter(layer -> layer.is("dense")).map(Block::width).toList().getLast();
  }

  /** Whether the model ends in this activation. */
  boolean endsIn(String activation) {
    return Block.of(model.getLast()).is(activation);
  }
}
