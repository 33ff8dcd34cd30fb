package io.github.thalweg.peers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Unusual shapes, each compared with a similar shape, its neighbour: the cost of a multiply-add
 * must not jump between them. The neighbour of a batch of one row has another width, not two rows,
 * and the neighbour of a single output is the same: such shapes wait for the weights or the
 * features from memory, and two rows or outputs would share this cost.
 */
final class ShapeSweep {
  /** How much more a multiply-add may cost than the neighbour's. */
  static final double NO_CLIFF = 1.5;

  private static final String LAYOUT = "%-34s %7s %13s %11s %10s %14s   %-34s %14s   %s";

  /** A shape and its neighbour. */
  record Pair(String shape, String neighbour) {}

  /** A group is timed in one process. */
  static final List<List<Pair>> GROUPS =
      List.of(
          List.of(
              new Pair("784-37-10@128", "784-32-10@128"),
              new Pair("784-100-10@128", "784-96-10@128"),
              new Pair("784-300-10@128", "784-288-10@128"),
              new Pair("37-100-300-10@128", "32-96-288-10@128")),
          List.of(
              new Pair("784-100-10@1", "784-96-10@1"),
              new Pair("784-128-10@7", "784-128-10@8"),
              new Pair("784-128-10@100", "784-128-10@96"),
              new Pair("784-128-10@1000", "784-128-10@1024")),
          List.of(
              new Pair("784-1@128", "768-1@128"),
              new Pair("784-128-1@128", "784-128-2@128"),
              new Pair("784-128-1000@128", "784-128-1024@128"),
              new Pair("32-32-32-32-32-32-32-32-10@128", "32-32-32-32-10@128")));

  private ShapeSweep() {}

  /** The shapes of a group, each once. */
  static List<String> shapes(List<Pair> group) {
    return group.stream()
        .flatMap(pair -> Stream.of(pair.shape(), pair.neighbour()))
        .distinct()
        .toList();
  }

  static String heading() {
    return String.format(
            LAYOUT,
            "shape",
            "threads",
            "Thalweg µs",
            "DJL µs",
            "DJL ÷ own",
            "ps/mult-add",
            "neighbour",
            "cost ÷ its",
            "")
        .stripTrailing();
  }

  /** A line for a pair, if it was timed. */
  static Optional<String> line(
      List<Measurement> all, Pair pair, int threads, List<Integer> allThreads) {
    OptionalDouble own = Measurement.median(all, Participant.THALWEG, pair.shape(), threads);
    OptionalDouble beside = Measurement.median(all, Participant.THALWEG, pair.neighbour(), threads);
    OptionalDouble peer = Measurement.bestPeer(all, pair.shape(), allThreads);
    if (own.isEmpty() || beside.isEmpty() || peer.isEmpty()) {
      return Optional.empty();
    }
    double cost = costPicos(pair.shape(), own.getAsDouble());
    double jump = cost / costPicos(pair.neighbour(), beside.getAsDouble());
    double ahead = peer.getAsDouble() / own.getAsDouble();
    return Optional.of(
        String.format(
                LAYOUT,
                pair.shape(),
                threads,
                Digits.three(own.getAsDouble()),
                Digits.three(peer.getAsDouble()),
                String.format(Locale.ROOT, "%.2f", ahead),
                Digits.three(cost),
                pair.neighbour(),
                String.format(Locale.ROOT, "%.2f", jump),
                mark(jump, ahead))
            .stripTrailing());
  }

  /** What is wrong: {@code cliff}, {@code slower} than the peer, or both; empty if nothing is. */
  static String mark(double jump, double ahead) {
    String cliff = jump > NO_CLIFF ? "cliff" : "";
    String slower = ahead < 1 ? "slower" : "";
    return cliff.isEmpty() || slower.isEmpty() ? cliff + slower : cliff + ", " + slower;
  }

  private static double costPicos(String shape, double micros) {
    return micros * 1e6 / Workload.of(shape).multiplyAdds();
  }
}
