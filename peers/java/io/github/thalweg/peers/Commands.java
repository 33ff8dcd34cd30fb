package io.github.thalweg.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command lines of the participants' processes. */
record Commands(Options options) {

  /** The command that times these workloads and prints a JSON object for each on a line. */
  List<String> time(Participant participant, int threads, List<String> workloads) {
    List<String> words = new ArrayList<>();
    if (options.quick()) {
      words.add("--quick");
    }
    if (participant == Participant.LIMIT) {
      words.add(String.valueOf(threads));
    }
    words.addAll(workloads);
    return participant == Participant.THALWEG
        ? thalweg("bench", words)
        : java(participant, threads, words);
  }

  /**
   * The command that runs the ten steps of the recipe {@code seed} and prints their losses.
   *
   * @param folder a folder that does not exist yet, for the files of the run
   */
  List<String> trainSeed(Participant participant, int threads, Path folder) {
    return participant == Participant.THALWEG
        ? thalweg("train", List.of("seed", "--quiet", "--out", folder.toString()))
        : java(participant, threads, List.of("--train-seed"));
  }

  /**
   * Environment variables that set the number of threads of a command. libtorch has two pools of
   * threads, for its loops (OpenMP) and for its multiplications (OpenBLAS). The threads of the two
   * pools spin while they wait, and make everything up to forty times slower. libtorch is fastest
   * with all threads in the multiplications.
   */
  Map<String, String> environment(Participant participant, int threads) {
    String count = String.valueOf(threads);
    String flags = System.getenv().getOrDefault("THALWEG_JAVA_OPTS", "");
    return Map.of(
        "THALWEG_JAVA_OPTS",
        (flags + " -Dthalweg.threads=" + count).strip(),
        "OMP_NUM_THREADS",
        participant == Participant.LIBTORCH ? "1" : count,
        "OPENBLAS_NUM_THREADS",
        count,
        "MKL_NUM_THREADS",
        count,
        "DJL_CACHE_DIR",
        options.target().resolve("djl").toString());
  }

  private List<String> thalweg(String command, List<String> words) {
    List<String> all = new ArrayList<>(List.of(options.launcher().toString(), command));
    all.addAll(List.of("--device", "cpu", "--json"));
    all.addAll(words);
    return all;
  }

  private List<String> java(Participant participant, int threads, List<String> words) {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.add("--enable-native-access=ALL-UNNAMED");
    switch (participant) {
      case DJL -> {
        all.add("-Dai.djl.offline=true");
        all.add("-Dai.djl.pytorch.num_threads=" + threads);
        all.addAll(program("djl-lib", Djl.class));
      }
      case LIBTORCH -> {
        all.add(nativeLibraries());
        all.addAll(program("libtorch-lib", Libtorch.class));
      }
      case LIMIT -> {
        all.add(nativeLibraries());
        all.add("--add-modules=jdk.incubator.vector");
        // With pages of 4 kB, the time would include the translation of addresses.
        all.add("-XX:+UseTransparentHugePages");
        all.addAll(program("libtorch-lib", Limits.class));
      }
      case THALWEG -> throw new IllegalArgumentException("Thalweg has its own launcher.");
    }
    all.addAll(words);
    return all;
  }

  private String nativeLibraries() {
    return "-Dorg.bytedeco.javacpp.cachedir=" + options.target().resolve("javacpp");
  }

  private List<String> program(String libraries, Class<?> main) {
    Path target = options.target();
    String classPath =
        String.join(
            System.getProperty("path.separator"),
            target.resolve("classes").toString(),
            target.resolve(libraries).resolve("*").toString());
    return List.of("-cp", classPath, main.getName());
  }
}
