package io.github.thalweg.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.thalweg.train.Predictor;
import io.github.thalweg.train.Predictor.Predictions;
import io.github.thalweg.train.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    header = "Applies the model of a run to the rows of a CSV file and prints CSV.",
    description = {
      "A classification prints the likeliest class and the probability of each; a regression prints its outputs."
    })
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path folder;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description =
          "A CSV file with the feature columns that the model was trained on; others are ignored.")
  private Path input;

  @Override
  public Integer call() throws IOException {
    Predictor predictor = new Predictor(RunFolder.existing(folder));
    Predictions predictions = predictor.predict(input, device.find());
    PrintWriter out = spec.commandLine().getOut();
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
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
    out.flush();
    return 0;
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
