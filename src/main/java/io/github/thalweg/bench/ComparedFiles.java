package io.github.thalweg.bench;

import io.github.thalweg.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A result file compared with an older one, or with another machine's.
 *
 * @param rows the workloads in both, in the older file's order
 * @param notes for readers of the rows, a sentence each
 * @param broken workloads that had a figure before and failed now, a sentence each
 * @param doubts about a file's figures, a sentence each: missing workloads of an unfinished run,
 *     and a machine that was busy with other programs
 */
public record ComparedFiles(
    List<Row> rows, List<String> notes, List<String> broken, List<String> doubts) {
  /**
   * A workload in both files.
   *
   * @param deviceBefore the id of its device in the older file
   * @param device its id in the newer file
   * @param unit of both times
   */
  public record Row(
      String deviceBefore,
      String device,
      String workload,
      String unit,
      double before,
      double after,
      Ratio ratio) {
    /** The device in words; both if they differ. */
    public String devices() {
      return words(deviceBefore, device);
    }

    /**
     * {@code slower}, {@code faster}, {@code same} within tolerance and noise, or {@code too few
     * samples} to say.
     *
     * @param tolerance 0.1 for 10 %
     */
    public String verdict(double tolerance) {
      if (!ratio.hasEnoughSamples()) {
        return "too few samples";
      }
      return ratio.isSlower(tolerance) ? "slower" : ratio.isFaster(tolerance) ? "faster" : "same";
    }

    /** Whether it looks slower by more than the tolerance, with too few samples to be sure. */
    public boolean isUndecided(double tolerance) {
      return ratio.mayBeSlower(tolerance);
    }

    /** The keys and values of a line of JSON. */
    public Map<String, Object> toMap(double tolerance) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("workload", workload);
      map.put("device_before", deviceBefore);
      map.put("device", device);
      map.put("unit", unit);
      map.put("before", before);
      map.put("after", after);
      map.put("ratio", ratio.value());
      map.put("ratio_low", ratio.low());
      map.put("ratio_high", ratio.high());
      map.put("samples", ratio.samples());
      map.put("verdict", verdict(tolerance));
      return map;
    }
  }

  /**
   * Compares. Devices of the same id belong together; so do the only devices of two files, whatever
   * they are.
   *
   * @throws InvalidInputException when the files have no workload in common, or are damaged
   */
  public static ComparedFiles of(ResultFile before, ResultFile after) {
    List<Timing> old = Timing.of(before);
    List<Timing> recent = Timing.of(after);
    List<String> notes = new ArrayList<>(differences(before, after));
    List<String> broken = new ArrayList<>();
    List<String> incomplete =
        Stream.of(before, after).flatMap(file -> incomplete(file).stream()).toList();
    List<Row> rows = new ArrayList<>();
    Optional<String> only = onlyDevice(recent).filter(_ -> onlyDevice(old).isPresent());
    only.filter(device -> !device.equals(old.getFirst().device()))
        .ifPresent(device ->
            notes.add(
                "Two different devices are compared: "
                    + old.getFirst().device()
                    + " in "
                    + before.path()
                    + ", "
                    + device
                    + " in "
                    + after.path()
                    + "."));
    for (Timing one : old) {
      String device = only.orElse(one.device());
      String name = one.workload() + " on " + one.device();
      Optional<Timing> other =
          recent.stream()
              .filter(timing -> timing.device().equals(device))
              .filter(timing -> timing.workload().equals(one.workload()))
              .findFirst();
      if (other.isEmpty()) {
        failure(after, device, one.workload())
            .ifPresentOrElse(
                message ->
                    broken.add(
                        one.workload()
                            + " on "
                            + device
                            + " failed in "
                            + after.path()
                            + ": "
                            + message),
                () -> notes.add(name + " is only in " + before.path() + "."));
      } else if (!other.get().task().equals(one.task())) {
        notes.add(
            one.workload()
                + " on "
                + words(one.device(), device)
                + " is not compared: "
                + one.task()
                + " in "
                + before.path()
                + ", "
                + other.get().task()
                + " in "
                + after.path()
                + ".");
      } else {
        rows.add(row(one, other.get()));
      }
    }
    if (rows.isEmpty() && broken.isEmpty()) {
      throw new InvalidInputException(
          before.path()
              + " and "
              + after.path()
              + " have no workload in common on devices of the same id ("
              + described(old)
              + "; "
              + described(recent)
              + "); time the same workloads with the same --size."
              + String.join("", incomplete.stream().map(sentence -> " " + sentence).toList()));
    }
    List<String> doubts = new ArrayList<>(incomplete);
    Stream.of(before, after).flatMap(file -> busy(file).stream()).forEach(doubts::add);
    return new ComparedFiles(rows, notes, broken, doubts);
  }

  private static Optional<String> incomplete(ResultFile file) {
    return file.missing().isEmpty()
        ? Optional.empty()
        : Optional.of(
            file.path()
                + " is incomplete, because its run did not finish; not timed: "
                + String.join("; ", file.missing())
                + ".");
  }

  private static Optional<String> busy(ResultFile file) {
    JsonNode manifest = file.manifest();
    return MachineLoad.busy(
            manifest.path("load_before").asDouble(0), manifest.at("/machine/cores").asInt(1))
        .map(load ->
            "The machine of " + file.path() + " was busy when its run began: " + load + ".");
  }

  private static Row row(Timing before, Timing after) {
    return new Row(
        before.device(),
        after.device(),
        after.workload(),
        after.unit(),
        before.value(),
        after.value(),
        Ratio.of(before, after));
  }

  private static String words(String before, String after) {
    return before.equals(after) ? after : before + " → " + after;
  }

  private static Optional<String> onlyDevice(List<Timing> timings) {
    List<String> ids = timings.stream().map(Timing::device).distinct().toList();
    return ids.size() == 1 ? Optional.of(ids.getFirst()) : Optional.empty();
  }

  private static String described(List<Timing> timings) {
    return timings.isEmpty()
        ? "nothing"
        : String.join(", ", timings.stream().map(t -> t.workload() + " on " + t.device()).toList());
  }

  private static Optional<String> failure(ResultFile file, String device, String workload) {
    return file.devices().stream()
        .filter(node -> node.path("device").asString("").equals(device))
        .flatMap(node -> node.path("failures").valueStream())
        .filter(failure -> failure.path("workload").asString("").equals(workload))
        .map(failure -> failure.path("message").asString(""))
        .findFirst();
  }

  private static List<String> differences(ResultFile before, ResultFile after) {
    List<String> notes = new ArrayList<>();
    String one = machine(before.manifest());
    String other = machine(after.manifest());
    if (!one.equals(other)) {
      notes.add(
          "The files are from different machines ("
              + one
              + "; "
              + other
              + "): the ratios compare the machines.");
    }
    String java = before.manifest().at("/java/version").asString("");
    String laterJava = after.manifest().at("/java/version").asString("");
    if (!java.equals(laterJava)) {
      notes.add("They come from different Java versions: " + java + " and " + laterJava + ".");
    }
    return notes;
  }

  private static String machine(JsonNode manifest) {
    JsonNode machine = manifest.path("machine");
    return machine.path("cpu").asString("unknown")
        + ", "
        + machine.path("cores").asString("unknown")
        + " cores";
  }
}
