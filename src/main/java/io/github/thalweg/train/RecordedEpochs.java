package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The lines of a run's {@code metrics.jsonl}.
 *
 * @param epochs the objects of the lines that are whole, in their order
 * @param damaged numbers, from 1, of the lines that are not: cut short because the machine went
 *     down, or written by somebody else
 * @param missing whether there is no such file though the run has gone through an epoch
 * @param completed epochs that the run has come to its end with; 0 where it has not, or nothing
 *     says so
 */
public record RecordedEpochs(
    Path file, List<JsonNode> epochs, List<Integer> damaged, boolean missing, int completed) {
  /** More lines or epochs than this are counted instead of named. */
  private static final int NAMED = 5;

  public RecordedEpochs {
    epochs = List.copyOf(epochs);
    damaged = List.copyOf(damaged);
  }

  /**
   * Reads the file of a run; there are no epochs where there is none.
   *
   * @throws InvalidInputException when it cannot be read
   */
  static RecordedEpochs of(RunFolder run) {
    Path file = run.metrics();
    if (Files.notExists(file)) {
      return new RecordedEpochs(file, List.of(), List.of(), run.hasGoneThroughAnEpoch(), 0);
    }
    if (!Files.isRegularFile(file)) {
      return new RecordedEpochs(file, List.of(), List.of(), false, 0);
    }
    List<JsonNode> epochs = new ArrayList<>();
    List<Integer> damaged = new ArrayList<>();
    int number = 0;
    for (String line : text(file).lines().toList()) {
      number++;
      Optional<JsonNode> epoch = parse(line);
      epoch.ifPresent(epochs::add);
      if (epoch.isEmpty() && !line.isBlank()) {
        damaged.add(number);
      }
    }
    return new RecordedEpochs(file, epochs, damaged, false, run.completedEpochs());
  }

  /**
   * What is not as the run wrote it, if anything: {@code runs/a/metrics.jsonl is damaged in line
   * 3}, or is missing, or lacks epochs.
   */
  public Optional<String> damage() {
    if (missing) {
      return Optional.of(file + " is missing");
    }
    if (!damaged.isEmpty()) {
      return Optional.of(
          file + " is damaged in " + named("line", damaged.stream(), damaged.size()));
    }
    return lacking().map(which -> file + " lacks " + which);
  }

  /** Epochs before the last, or of those that were completed, that have no line. */
  private Optional<String> lacking() {
    Set<Integer> there =
        epochs.stream().map(epoch -> epoch.path("epoch").intValue()).collect(Collectors.toSet());
    int last = Math.max(completed, there.stream().mapToInt(Integer::intValue).max().orElse(0));
    long lacking = last - there.stream().filter(epoch -> epoch > 0).count();
    return lacking > 0
        ? Optional.of(
            named(
                "epoch",
                IntStream.rangeClosed(1, last).boxed().filter(epoch -> !there.contains(epoch)),
                lacking))
        : Optional.empty();
  }

  private static String named(String what, Stream<Integer> numbers, long count) {
    return what
        + (count == 1 ? " " : "s ")
        + numbers.limit(NAMED).map(Object::toString).collect(Collectors.joining(", "))
        + (count > NAMED ? " and " + (count - NAMED) + " more" : "");
  }

  /** Bytes that are no UTF-8 become what no line of a run has. */
  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw InvalidInputException.unreadable(file, e);
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
