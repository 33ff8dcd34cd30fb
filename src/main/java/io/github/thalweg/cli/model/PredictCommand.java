package io.github.thalweg.cli.model;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.thalweg.cli.options.DeviceOption;
import io.github.thalweg.cli.options.KernelsOption;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Device;
import io.github.thalweg.files.InputFile;
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
      "Each line begins with the number of the row, from 1, or with the columns that data.exclude names, such as an"
          + " id, if the file has them. A classification prints the most probable class and the probability"
          + " of each class. With bce_with_logits it prints, for each target, the class 0 or 1 (class, or class_TARGET"
          + " of several) and the probability that it is 1, under the target's name. A regression prints its outputs.",
      "With --json, a line has row, ignored (what those columns hold), class, and probabilities or outputs by name."
    },
    footer = {
      "",
      "Examples:",
      "  thalweg predict runs/first --input flowers.csv >predictions.csv",
      "  thalweg predict runs/first --input flowers.csv --json",
      "  grep -v unknown flowers.csv | thalweg predict runs/first --input -"
    })
public final class PredictCommand implements Callable<Integer> {
  private static final String ROW = "row";

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
          "A CSV file with the feature columns that the model was trained on; others are ignored. - is the standard input.")
  private Path input;

  @Option(
      names = "--best",
      description =
          "Takes the model of the epoch with the lowest test loss instead of the last one.")
  private boolean best;

  @Option(names = "--json", description = "Prints one JSON object for each row.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    RunFolder run = RunFolder.existing(folder).requireModel();
    Predictor predictor = new Predictor(run, best ? run.bestModel() : run.model());
    Screen screen = new Screen(spec.commandLine(), false);
    RunSummary.of(run).caution().ifPresent(screen::warn);
    TrainedWith.of(run).note(predictor.recipe()).ifPresent(screen::warn);
    Device target = kernels.on(device.find(screen));
    Predictions predictions;
    try (Busy _ = new Busy(screen, "Predicting")) {
      predictions = predictor.predict(input(), target);
    }
    if (json) {
      printJson(predictions);
    } else {
      printCsv(predictions);
    }
    spec.commandLine().getOut().flush();
    return 0;
  }

  private Path input() {
    return input.equals(Path.of("-")) ? InputFile.STANDARD_INPUT : input;
  }

  private void printCsv(Predictions predictions) throws IOException {
    CsvWriter csv =
        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(spec.commandLine().getOut());
    boolean numbered = predictions.identifiers().isEmpty();
    List<String> header = new ArrayList<>(numbered ? List.of(ROW) : predictions.identifiers());
    header.addAll(predictions.classColumns());
    header.addAll(predictions.columns());
    csv.writeRecord(header);
    for (int i = 0; i < predictions.values().length; i++) {
      List<String> fields =
          new ArrayList<>(
              numbered ? List.of(Integer.toString(i + 1)) : predictions.identities().get(i));
      fields.addAll(List.of(predictions.classes()[i]));
      for (float value : predictions.values()[i]) {
        fields.add(Float.toString(value));
      }
      csv.writeRecord(fields);
    }
    csv.flush();
  }

  private void printJson(Predictions predictions) {
    List<String> classColumns = predictions.classColumns();
    for (int i = 0; i < predictions.values().length; i++) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put(ROW, i + 1);
      if (!predictions.identifiers().isEmpty()) {
        line.put("ignored", named(predictions.identifiers(), predictions.identities().get(i)));
      }
      line.putAll(named(classColumns, List.of(predictions.classes()[i])));
      List<Float> values = new ArrayList<>();
      for (float value : predictions.values()[i]) {
        values.add(value);
      }
      line.put(
          classColumns.isEmpty() ? "outputs" : "probabilities",
          named(predictions.columns(), values));
      spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(line));
    }
  }

  private static Map<String, Object> named(List<String> names, List<?> values) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int j = 0; j < names.size(); j++) {
      named.put(names.get(j), values.get(j));
    }
    return named;
  }
}
