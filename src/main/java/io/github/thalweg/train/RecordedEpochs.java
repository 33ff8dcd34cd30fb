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
 * What a run's {@code metrics.jsonl} has, however many lines that are.
 *
 * @param shown the objects of the lines that are whole, in their order; of more than some thousand
 *     those that a picture needs, the first, the last, and the lowest and highest values among them
 * @param count of the lines that are whole
 * @param seconds of training in all of them
 * @param learningRates that they had one after the other, without repetitions; of very many the
 *     first
 * @param damaged numbers, from 1, of the lines that are not: cut short because the machine went
 *     down, or written by somebody else
 * @param epochs the epochs that have a line, in ascending order
 * @param lastStep the latest step that an epoch ended with; 0 where there is none
 * @param missing whether there is no such file though the run has gone through an epoch
 * @param completed epochs that the run has come to its end with; 0 where it has not, or nothing
 *     says so
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
   * Reads the file of a run; there are no epochs where there is none.
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

  /** The last line that is whole; a missing node where there is none. */
  public JsonNode last() {
    return shown.isEmpty() ? MissingNode.getInstance() : shown.getLast();
  }

  /** The latest epoch that has a line; 0 where none has. */
  int lastEpoch() {
    return epochs.length == 0 ? 0 : epochs[epochs.length - 1];
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
