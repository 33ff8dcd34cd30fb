package io.github.thalweg.train;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.RunFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The lines of a run's {@code metrics.jsonl}.
 *
 * @param epochs the objects of the lines that are whole, in their order
 * @param damaged numbers, from 1, of the lines that are not: cut short because the machine went
 *     down, or written by somebody else
 */
public record RecordedEpochs(Path file, List<JsonNode> epochs, List<Integer> damaged) {
  /** More lines than this are counted instead of named. */
  private static final int NAMED = 5;

  public RecordedEpochs {
    epochs = List.copyOf(epochs);
    damaged = List.copyOf(damaged);
  }

  /**
   * Reads a file; there are no epochs where there is none.
   *
   * @throws RunFailedException when it cannot be read
   */
  public static RecordedEpochs read(Path file) {
    List<JsonNode> epochs = new ArrayList<>();
    List<Integer> damaged = new ArrayList<>();
    if (Files.isRegularFile(file)) {
      int number = 0;
      for (String line : text(file).lines().toList()) {
        number++;
        Optional<JsonNode> epoch = parse(line);
        epoch.ifPresent(epochs::add);
        if (epoch.isEmpty() && !line.isBlank()) {
          damaged.add(number);
        }
      }
    }
    return new RecordedEpochs(file, epochs, damaged);
  }

  /**
   * Names the lines that are damaged, if any: {@code runs/a/metrics.jsonl is damaged in line 3}.
   */
  public Optional<String> damage() {
    if (damaged.isEmpty()) {
      return Optional.empty();
    }
    String lines =
        damaged.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(", "));
    int more = damaged.size() - NAMED;
    return Optional.of(
        file
            + " is damaged in "
            + (damaged.size() == 1 ? "line " : "lines ")
            + lines
            + (more > 0 ? " and " + more + " more" : ""));
  }

  /** Bytes that are no UTF-8 become what no line of a run has. */
  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RunFailedException(file + " cannot be read: " + FileTrouble.reason(e) + ".", e);
    }
  }

  private static Optional<JsonNode> parse(String line) {
    try {
      JsonNode epoch = JsonMapper.shared().readTree(line);
      boolean whole =
          epoch.path("epoch").isInt()
              && epoch.path("step").isIntegralNumber()
              && epoch.path("train_loss").isNumber();
      return whole ? Optional.of(epoch) : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
