package io.github.thalweg.peers;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One figure of one round.
 *
 * @param workload name of the workload, or {@code train-seed}
 * @param micros time of a step; of the whole process for {@code train-seed}
 * @param otherCores how many cores other processes kept busy meanwhile
 */
record Measurement(
    int round,
    Participant participant,
    String workload,
    int threads,
    double micros,
    double otherCores) {

  /** Median over the rounds, if there is a figure. */
  static OptionalDouble median(
      List<Measurement> all, Participant participant, String workload, int threads) {
    double[] micros =
        all.stream()
            .filter(one ->
                one.participant == participant
                    && one.workload.equals(workload)
                    && one.threads == threads)
            .mapToDouble(Measurement::micros)
            .toArray();
    return micros.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Sampling.median(micros));
  }

  /** The time of the best framework at its best number of threads, if there is a figure. */
  static OptionalDouble bestPeer(List<Measurement> all, String workload, List<Integer> threads) {
    return Participant.PEERS.stream()
        .flatMapToDouble(peer ->
            threads.stream().flatMapToDouble(count -> median(all, peer, workload, count).stream()))
        .min();
  }
}
