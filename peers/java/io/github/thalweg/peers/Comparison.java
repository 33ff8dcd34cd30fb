package io.github.thalweg.peers;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.thalweg.peers.TimedProcess.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Times Thalweg, its peers and the machine in turn, in several rounds, so that a slow period of the
 * machine affects all of them; then prints the medians of the rounds.
 */
public final class Comparison {
  /** How many processes of {@code train seed} a round starts for each participant. */
  private static final int SEED_RUNS = 5;

  private final Options options;
  private final Commands commands;
  private final Path log;
  private final Agreement agreement = new Agreement();
  private final List<Measurement> measurements = new ArrayList<>();
  private final Map<Participant, String> versions = new EnumMap<>(Participant.class);
  private boolean complete = true;

  private Comparison(Options options) {
    this.options = options;
    this.commands = new Commands(options);
    this.log = options.target().resolve("processes.log");
  }

  /** Exits with 1 if a figure is missing. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Comparison comparison = new Comparison(Options.of(arguments));
    comparison.run();
    System.exit(comparison.complete ? 0 : 1);
  }

  private void run() throws IOException, InterruptedException {
    Files.deleteIfExists(log);
    for (int round = 1; round <= options.rounds(); round++) {
      for (int threads : options.threads()) {
        if (options.shapes()) {
          for (List<ShapeSweep.Pair> group : ShapeSweep.GROUPS) {
            List<String> shapes = ShapeSweep.shapes(group);
            time(round, threads, shapes, List.of(Participant.THALWEG, Participant.DJL));
          }
        } else {
          timeWorkloads(round, threads);
        }
      }
    }
    Report report = new Report(options, versions, measurements);
    report.print();
    if (options.json().isPresent()) {
      report.write(options.json().get());
    }
  }

  private void timeWorkloads(int round, int threads) throws IOException, InterruptedException {
    for (String workload : options.workloads()) {
      if (workload.equals(Reach.TRAIN_SEED)) {
        trainSeed(round, threads);
        continue;
      }
      List<Participant> participants = new ArrayList<>(List.of(Participant.THALWEG));
      participants.addAll(Participant.PEERS);
      if (Limits.exists(workload)) {
        participants.add(Participant.LIMIT);
      }
      time(round, threads, List.of(workload), participants);
    }
  }

  /** Runs a process for each participant, which times these workloads. */
  private void time(int round, int threads, List<String> workloads, List<Participant> participants)
      throws InterruptedException {
    for (Participant participant : participants) {
      List<String> command = commands.time(participant, threads, workloads);
      String what = participant.title() + ", " + String.join(" ", workloads);
      say(round, threads, what);
      try {
        TimedProcess process =
            TimedProcess.run(command, commands.environment(participant, threads), log);
        for (String line : process.lines()) {
          if (line.startsWith("{")) {
            JsonObject figures = JsonParser.parseString(line).getAsJsonObject();
            record(round, participant, threads, figures, process.otherCores());
          }
        }
      } catch (Failed e) {
        complain(what + ": the process " + e.getMessage());
      }
    }
  }

  private void record(
      int round, Participant participant, int threads, JsonObject figures, double otherCores) {
    String workload = figures.get("workload").getAsString();
    try {
      agreement.check(participant, workload, figures);
      if (figures.has("version")) {
        versions.put(participant, figures.get("version").getAsString());
      }
      if (!figures.has("median_step_us")) {
        complain(
            participant.title()
                + " gets no figure for "
                + workload
                + ": it reached no steady speed. Stop other programs on the machine.");
        return;
      }
      double micros = figures.get("median_step_us").getAsDouble();
      measurements.add(new Measurement(round, participant, workload, threads, micros, otherCores));
    } catch (Agreement.Missing e) {
      complain(e.getMessage());
    }
  }

  /**
   * Times whole processes, from their start to their end. One process runs before the first, so
   * that its files are in the disk's cache.
   */
  private void trainSeed(int round, int threads) throws IOException, InterruptedException {
    List<Participant> participants = new ArrayList<>(List.of(Participant.THALWEG));
    participants.addAll(Participant.PEERS);
    say(round, threads, "whole processes of train seed");
    Path folder = Files.createTempDirectory("bench-peers");
    try {
      int runs = options.quick() ? 1 : SEED_RUNS;
      for (int run = round == 1 ? -1 : 0; run < runs; run++) {
        for (Participant participant : participants) {
          Path out = folder.resolve(participant + "-" + run);
          trainSeed(round, participant, threads, out, run >= 0);
        }
      }
    } finally {
      delete(folder);
    }
  }

  private void trainSeed(int round, Participant participant, int threads, Path out, boolean counts)
      throws InterruptedException {
    List<String> command = commands.trainSeed(participant, threads, out);
    try {
      TimedProcess process =
          TimedProcess.run(command, commands.environment(participant, threads), log);
      agreement.checkSeed(participant, process.lines());
      if (counts) {
        double micros = process.seconds() * 1e6;
        measurements.add(
            new Measurement(
                round, participant, Reach.TRAIN_SEED, threads, micros, process.otherCores()));
      }
    } catch (Failed e) {
      complain(participant.title() + ", train seed: the process " + e.getMessage());
    } catch (Agreement.Missing e) {
      complain(e.getMessage());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList().reversed()) {
        Files.delete(path);
      }
    }
  }

  private void say(int round, int threads, String what) {
    System.err.printf(
        "Round %d of %d, %s: %s%n",
        round, options.rounds(), threads == 1 ? "1 thread" : threads + " threads", what);
  }

  private void complain(String sentence) {
    System.err.println(sentence);
    complete = false;
  }
}
