package io.github.thalweg.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Session;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whole runs as PyTorch walked them in float64 (src/test/pytorch tells how), each written as a run
 * file, so that reading it and its defaults are part of the comparison.
 */
final class Trajectories {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Trajectories() {}

  static Stream<Named<JsonNode>> cases() throws IOException {
    try (InputStream file = Trajectories.class.getResourceAsStream("trajectories.json")) {
      JsonNode cases = JSON.readTree(file).get("cases");
      assertThat(cases.size()).isGreaterThan(50);
      return cases.valueStream().map(one -> Named.of(one.get("name").stringValue(), one));
    }
  }

  /**
   * Takes the steps of a run on a device and compares losses and parameters with PyTorch's.
   *
   * @param relative what a loss may be off by
   * @param exactly whether parameters, and the last gradient, are held to the same; else parameters
   *     to ten times as much
   */
  static void follow(
      JsonNode expected, Device device, Path folder, double relative, boolean exactly)
      throws IOException {
    PreparedRun run = PreparedRun.of(RunFile.read(runFile(expected, folder).toString(), List.of()));
    double[] losses = numbers(expected.get("losses"));
    double[] rates = numbers(expected.get("learning_rates"));
    for (int epoch = 0; epoch < rates.length; epoch++) {
      assertThat(run.program().training().learningRate(epoch))
          .as("learning rate of epoch " + epoch)
          .isCloseTo(rates[epoch], within(1e-12));
    }
    try (Session session = device.open(run.program())) {
      session.load(run.data().train(), run.data().test());
      session.parameters(run.parameters());
      double[] actual = session.train(losses.length);
      for (int epoch = 0; epoch < losses.length; epoch++) {
        assertThat(actual[epoch])
            .as("loss of epoch " + epoch)
            .isCloseTo(losses[epoch], within(relative * losses[epoch]));
      }
      if (exactly) {
        requireClose(
            run,
            session.read(run.program().parameterUpdate().gradient()),
            expected.get("last_gradient"),
            relative);
      }
      requireClose(
          run,
          session.state().parameters().doubles(),
          expected.get("final_parameters"),
          exactly ? relative : 10 * relative);
    }
  }

  /** Relative to the largest element of each parameter. */
  private static void requireClose(
      PreparedRun run, double[] flat, JsonNode named, double relative) {
    for (Parameter parameter : run.program().training().model().parameters()) {
      double[] expected = numbers(named.get(parameter.name()));
      double[] actual =
          Arrays.copyOfRange(flat, parameter.offset(), parameter.offset() + parameter.size());
      double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      assertThat(actual)
          .as(parameter.name())
          .containsExactly(expected, within(relative * largest + 1e-15));
    }
  }

  private static Path runFile(JsonNode trajectory, Path folder) throws IOException {
    ObjectNode file = JSON.createObjectNode();
    int rows = trajectory.get("rows").intValue();
    ObjectNode data = file.putObject("data");
    data.put("source", "inline");
    data.set("features", inRows(trajectory.get("features"), rows));
    data.set("targets", inRows(trajectory.get("targets"), rows));
    for (String block : List.of("model", "loss", "optimizer", "schedule", "epochs")) {
      file.set(block, trajectory.get(block));
    }
    if (!trajectory.get("clip_norm").isNull()) {
      file.set("clip_norm", trajectory.get("clip_norm"));
    }
    file.put("batch", "full");
    file.set("init", trajectory.get("initial_parameters"));
    return Files.writeString(folder.resolve("case.yaml"), JSON.writeValueAsString(file));
  }

  private static ArrayNode inRows(JsonNode flat, int rows) {
    ArrayNode matrix = JSON.createArrayNode();
    int columns = flat.size() / rows;
    for (int i = 0; i < flat.size(); i++) {
      ArrayNode row = i % columns == 0 ? matrix.addArray() : (ArrayNode) matrix.get(i / columns);
      row.add(flat.get(i));
    }
    return matrix;
  }

  private static double[] numbers(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }
}
