package io.github.thalweg.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.thalweg.runs.RunSummary;
import io.github.thalweg.train.Predictor;
import io.github.thalweg.train.Predictor.Predictions;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.TrainedWith;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    header = "Applies the model of a run to the rows of a CSV file and prints CSV.",
    description = {
      "A classification prints the likeliest class and the probability of each; with bce_with_logits, the probability"
          + " that each target is 1. A regression prints its outputs."
    },
    footer = {
      "",
      "Examples:",
      "  thalweg predict runs/first --input flowers.csv >predictions.csv",
      "  thalweg predict runs/first --input flowers.csv --json"
    })
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;
  @Mixin private KernelsOption kernels;

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path folder;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description =
          "A CSV file with the feature columns that the model was trained on; others are ignored.")
  private Path input;

  @Option(names = "--json", description = "Prints one JSON object for each row.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    RunFolder run = RunFolder.existing(folder).requireModel();
    Predictor predictor = new Predictor(run);
    Screen screen = new Screen(spec.commandLine(), false);
    RunSummary.of(run).caution().ifPresent(screen::warn);
    TrainedWith.of(run).note(predictor.recipe()).ifPresent(screen::warn);
    Predictions predictions;
    try (Busy _ = new Busy(new Screen(spec.commandLine(), json), "Predicting")) {
      predictions = predictor.predict(input, kernels.on(device.find()));
    }
    if (json) {
      printJson(predictions);
    } else {
      printCsv(predictions);
    }
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void printCsv(Predictions predictions) throws IOException {
    CsvWriter csv =
        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(spec.commandLine().getOut());
    List<String> header = new ArrayList<>(predictions.columns());
    if (predictions.oneClass()) {
      header.addFirst("class");
    }
    csv.writeRecord(header);
    for (float[] row : predictions.values()) {
      List<String> fields = new ArrayList<>();
      if (predictions.oneClass()) {
        fields.add(predictions.columns().get(likeliest(row)));
      }
      for (float value : row) {
        fields.add(Float.toString(value));
      }
      csv.writeRecord(fields);
    }
    csv.flush();
  }

  private void printJson(Predictions predictions) {
    for (float[] row : predictions.values()) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (int j = 0; j < row.length; j++) {
        values.put(predictions.columns().get(j), row[j]);
      }
      Map<String, Object> line = new LinkedHashMap<>();
      if (predictions.oneClass()) {
        line.put("class", predictions.columns().get(likeliest(row)));
      }
      line.put(predictions.oneClass() ? "probabilities" : "outputs", values);
      spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(line));
    }
  }

  private static int likeliest(float[] probabilities) {
    int best = 0;
    for (int j = 1; j < probabilities.length; j++) {
      if (probabilities[j] > probabilities[best]) {
        best = j;
      }
    }
    return best;
  }
}
