package io.github.thalweg.peers;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The result of a comparison: a table for people, all numbers for programs. */
record Report(Options options, Map<Participant, String> versions, List<Measurement> measurements) {
  /** Cores; if other processes kept more than this busy, a figure is not reliable. */
  private static final double BUSY = 0.2;

  void print() {
    System.out.println(
        machine()
            + "; medians of "
            + options.rounds()
            + (options.rounds() == 1 ? " round. " : " rounds. ")
            + described());
    if (options.shapes()) {
      System.out.println(ShapeSweep.heading());
      for (List<ShapeSweep.Pair> group : ShapeSweep.GROUPS) {
        for (ShapeSweep.Pair pair : group) {
          for (int threads : options.threads()) {
            ShapeSweep.line(measurements, pair, threads, options.threads())
                .ifPresent(System.out::println);
          }
        }
      }
    } else {
      System.out.println(Row.heading());
      rows().forEach(row -> System.out.println(row.line()));
    }
    long shared = measurements.stream().filter(one -> one.otherCores() > BUSY).count();
    if (shared > 0) {
      System.out.printf(
          "%d of %d figures were taken while other programs kept more than %.1f cores busy: repeat this on a quiet machine.%n",
          shared, measurements.size(), BUSY);
    }
  }

  /** Writes every figure of every round, and the rows of the table. */
  void write(Path file) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine());
    all.put("java", Runtime.version().toString());
    all.put("versions", described());
    all.put("rounds", options.rounds());
    all.put("measurements", measurements);
    if (!options.shapes()) {
      all.put("rows", rows().stream().map(Row::toMap).toList());
    }
    String json = new GsonBuilder().setPrettyPrinting().create().toJson(all);
    Files.writeString(file, json + System.lineSeparator());
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String workload : options.workloads()) {
      for (int threads : options.threads()) {
        rows.add(Row.of(measurements, workload, threads, options.threads()));
      }
    }
    return rows;
  }

  /** {@code DJL: PyTorch 2.7.1, DJL 0.35.1. libtorch: …} */
  private String described() {
    return versions.entrySet().stream()
        .map(entry -> entry.getKey().title() + ": " + entry.getValue() + ".")
        .collect(Collectors.joining(" "));
  }

  private static String machine() {
    int cores = Runtime.getRuntime().availableProcessors();
    String name = System.getProperty("os.arch");
    try {
      name =
          Files.readString(Path.of("/proc/cpuinfo"))
              .lines()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse(name);
    } catch (IOException e) {
      // The name of the architecture is enough.
    }
    return name + ", " + cores + (cores == 1 ? " core" : " cores");
  }
}
