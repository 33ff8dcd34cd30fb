package io.github.thalweg.peers;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A workload with a number of threads: medians over the rounds, in the workload's unit.
 *
 * @param times the time of each participant that has a figure
 * @param timesBestPeer the best peer's time at its best number of threads, divided by Thalweg's
 * @param ofLimit the limit's time, divided by Thalweg's
 */
record Row(
    String workload,
    int threads,
    Map<Participant, Double> times,
    OptionalDouble timesBestPeer,
    OptionalDouble ofLimit) {
  private static final String LAYOUT = "%-18s %-9s %7s %12s %12s %12s %12s %12s %9s   %-25s %s";

  static Row of(List<Measurement> all, String workload, int threads, List<Integer> allThreads) {
    Reach.Unit unit = Reach.of(workload).unit();
    Map<Participant, Double> times = new EnumMap<>(Participant.class);
    for (Participant participant : Participant.values()) {
      Measurement.median(all, participant, workload, threads)
          .ifPresent(micros -> times.put(participant, unit.of(workload, micros)));
    }
    OptionalDouble best = Measurement.bestPeer(all, workload, allThreads);
    Double own = times.get(Participant.THALWEG);
    Double limit = times.get(Participant.LIMIT);
    return new Row(
        workload,
        threads,
        times,
        own == null || best.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(unit.of(workload, best.getAsDouble()) / own),
        own == null || limit == null ? OptionalDouble.empty() : OptionalDouble.of(limit / own));
  }

  static String heading() {
    List<String> cells = new ArrayList<>(List.of("workload", "", "threads"));
    for (Participant participant : Participant.values()) {
      cells.add(participant.title());
    }
    cells.addAll(List.of("× best peer", "of limit", "to reach", ""));
    return format(cells);
  }

  String line() {
    Reach reach = Reach.of(workload);
    List<String> cells =
        new ArrayList<>(List.of(workload, reach.unit().title(), String.valueOf(threads)));
    for (Participant participant : Participant.values()) {
      Double time = times.get(participant);
      cells.add(time == null ? "" : Digits.three(time));
    }
    cells.add(timesBestPeer.isEmpty() ? "" : Digits.three(timesBestPeer.getAsDouble()));
    cells.add(
        ofLimit.isEmpty()
            ? ""
            : String.format(Locale.ROOT, "%.0f %%", ofLimit.getAsDouble() * 100));
    cells.add(reach.sentence());
    cells.add(mark());
    return format(cells);
  }

  /** The keys and values in a file of figures. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("workload", workload);
    map.put("threads", threads);
    map.put("unit", Reach.of(workload).unit().title());
    times.forEach((participant, time) -> map.put(participant.title(), time));
    timesBestPeer.ifPresent(ratio -> map.put("best_peer_over_thalweg", ratio));
    ofLimit.ifPresent(share -> map.put("limit_over_thalweg", share));
    map.put("to_reach", Reach.of(workload).sentence());
    map.put("mark", mark());
    return map;
  }

  private String mark() {
    Double own = times.get(Participant.THALWEG);
    return own == null ? "" : Reach.of(workload).mark(own, ofLimit);
  }

  private static String format(List<String> cells) {
    return String.format(LAYOUT, cells.toArray()).stripTrailing();
  }
}
