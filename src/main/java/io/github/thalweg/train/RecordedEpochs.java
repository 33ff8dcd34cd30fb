package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The content of a run's {@code metrics.jsonl}, for any number of lines.
 *
 * @param shown the objects of the valid lines, in their order; if there are more than a few
 *     thousand, those that a picture needs: the first, the last, and the lowest and highest values
 * @param count of the valid lines
 * @param seconds of training in all of them
 * @param learningRates one after the other, without repetitions; only the first if there are very
 *     many
 * @param damaged numbers, from 1, of the other lines: cut short by a crash of the machine, or
 *     written by another program
 * @param epochs the epochs that have a line, in ascending order
 * @param lastStep the latest step at the end of an epoch; 0 if there is none
 * @param missing whether there is no such file although the run has finished an epoch
 * @param completed epochs of the run at its end; 0 if it has not finished, or if nothing says so
 */
public record RecordedEpochs(
    Path file,
    List<JsonNode> shown,
    int count,
    double seconds,
    List<Double> learningRates,
    List<Integer> damaged,
    int[] epochs,
    long lastStep,
    boolean missing,
    int completed) {
  /** More lines or epochs than this are counted instead of named. */
  private static final int NAMED = 5;

  private static final int MOST_RATES = 1000;

  public RecordedEpochs {
    shown = List.copyOf(shown);
    damaged = List.copyOf(damaged);
  }

  /**
   * Reads the file of a run; without a file there are no epochs.
   *
   * @throws InvalidInputException when it cannot be read
   */
  static RecordedEpochs of(RunFolder run) {
    Path file = run.metrics();
    if (!Files.isRegularFile(file)) {
      boolean missing = Files.notExists(file) && run.hasGoneThroughAnEpoch();
      return new RecordedEpochs(
          file, List.of(), 0, 0, List.of(), List.of(), new int[0], 0, missing, 0);
    }
    ShownEpochs shown = new ShownEpochs();
    IntStream.Builder epochs = IntStream.builder();
    List<Double> rates = new ArrayList<>();
    List<Integer> damaged = new ArrayList<>();
    int count = 0;
    double seconds = 0;
    long lastStep = 0;
    try (MetricLines lines = MetricLines.of(file)) {
      while (lines.next()) {
        Optional<MetricLine> whole = lines.line();
        if (whole.isEmpty()) {
          damaged.add(lines.number());
          continue;
        }
        MetricLine epoch = whole.get();
        shown.add(epoch);
        epochs.add(epoch.epoch());
        lastStep = Math.max(lastStep, epoch.step());
        seconds += Double.isNaN(epoch.value("seconds")) ? 0 : epoch.value("seconds");
        double rate = epoch.value("learning_rate");
        if (!Double.isNaN(rate)
            && rates.size() < MOST_RATES
            && (rates.isEmpty() || rates.getLast() != rate)) {
          rates.add(rate);
        }
        count++;
      }
    }
    return new RecordedEpochs(
        file,
        shown.list(),
        count,
        seconds,
        rates,
        damaged,
        epochs.build().sorted().distinct().toArray(),
        lastStep,
        false,
        run.completedEpochs());
  }

  /** The last valid line; a missing node if there is none. */
  public JsonNode last() {
    return shown.isEmpty() ? MissingNode.getInstance() : shown.getLast();
  }

  /** The latest epoch that has a line; 0 where none has. */
  int lastEpoch() {
    return epochs.length == 0 ? 0 : epochs[epochs.length - 1];
  }

  /**
   * The damage, if there is any: {@code runs/a/metrics.jsonl is damaged in line 3}, or is missing,
   * or has no lines for some epochs.
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

  /** Epochs before the last, or completed ones, that have no line. */
  private Optional<String> lacking() {
    int last = Math.max(completed, lastEpoch());
    int lacking = last - epochs.length;
    return lacking > 0
        ? Optional.of(
            named(
                "epoch",
                IntStream.rangeClosed(1, last)
                    .filter(epoch -> Arrays.binarySearch(epochs, epoch) < 0)
                    .boxed(),
                lacking))
        : Optional.empty();
  }

  private static String named(String what, Stream<Integer> numbers, long count) {
    return what
        + (count == 1 ? " " : "s ")
        + numbers.limit(NAMED).map(Object::toString).collect(Collectors.joining(", "))
        + (count > NAMED ? " and " + (count - NAMED) + " more" : "");
  }
}
