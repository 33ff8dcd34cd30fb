package io.github.thalweg.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code scripts/bench-peers}; the script has checked them.
 *
 * @param launcher Thalweg's launcher, {@code scripts/thalweg}
 * @param target the folder of the classes and libraries
 * @param rounds how often everything is timed
 * @param threads the numbers of threads to time with, in ascending order
 * @param quick fewer and shorter samples
 * @param shapes the sweep of shapes instead of workloads
 * @param json the file for all numbers
 * @param workloads names, {@code train-seed}, or shapes
 */
record Options(
    Path launcher,
    Path target,
    int rounds,
    List<Integer> threads,
    boolean quick,
    boolean shapes,
    Optional<Path> json,
    List<String> workloads) {

  /** LAUNCHER TARGET ROUNDS THREADS [--quick] [--shapes] [--json FILE] WORKLOAD… */
  static Options of(String[] arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    Path launcher = Path.of(words.removeFirst());
    Path target = Path.of(words.removeFirst());
    int rounds = Integer.parseInt(words.removeFirst());
    List<Integer> threads =
        Arrays.stream(words.removeFirst().split(",")).map(Integer::valueOf).toList();
    boolean quick = words.remove("--quick");
    boolean shapes = words.remove("--shapes");
    Optional<Path> json = Optional.empty();
    int option = words.indexOf("--json");
    if (option >= 0) {
      words.remove(option);
      json = Optional.of(Path.of(words.remove(option)));
    }
    return new Options(launcher, target, rounds, threads, quick, shapes, json, List.copyOf(words));
  }
}
