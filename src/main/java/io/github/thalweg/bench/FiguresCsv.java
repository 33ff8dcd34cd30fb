package io.github.thalweg.bench;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The figures of a result file as a table for spreadsheets: a line for each device and workload, an
 * empty cell where there is no value. Samples are only in the JSON file.
 */
public final class FiguresCsv {
  /** Keys of a result, as in the JSON file. */
  private static final List<String> KEYS =
      List.of(
          "batch",
          "median_step_us",
          "p95_step_us",
          "min_step_us",
          "max_step_us",
          "sd_step_us",
          "samples_per_second",
          "gb_per_s",
          "gflop_per_s",
          "limit",
          "share_of_limit",
          "joules_per_sample",
          "final_loss",
          "seconds_to_quality",
          "failed_seeds");

  private FiguresCsv() {}

  /**
   * Writes the table.
   *
   * @throws io.github.thalweg.RunFailedException when that fails
   */
  public static void write(Path path, ResultFile file) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      write(csv, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ResultFile.write(path, text.toString());
  }

  private static void write(CsvWriter csv, ResultFile file) {
    csv.writeRecord(
        Stream.of(
                List.of("device", "name", "engine", "kernels", "workload"),
                KEYS,
                List.of("failure"))
            .flatMap(List::stream)
            .toList());
    for (JsonNode device : file.devices()) {
      for (JsonNode result : device.path("results")) {
        csv.writeRecord(row(device, result, KEYS.stream().map(key -> cell(result, key)), ""));
      }
      for (JsonNode failure : device.path("failures")) {
        csv.writeRecord(
            row(device, failure, KEYS.stream().map(_ -> ""), failure.get("message").asString()));
      }
      for (JsonNode workload : device.path("missing")) {
        JsonNode missing = JsonMapper.shared().createObjectNode().set("workload", workload);
        csv.writeRecord(
            row(device, missing, KEYS.stream().map(_ -> ""), "not timed: the run did not finish"));
      }
    }
  }

  private static List<String> row(
      JsonNode device, JsonNode result, Stream<String> cells, String failure) {
    Stream<String> first =
        Stream.of("device", "name", "engine", "kernels").map(key -> cell(device, key));
    return Stream.of(first, Stream.of(cell(result, "workload")), cells, Stream.of(failure))
        .flatMap(part -> part)
        .toList();
  }

  private static String cell(JsonNode node, String key) {
    return node.path(key).asString("");
  }
}
