package io.github.thalweg.cli;

import io.github.thalweg.bench.ComparedFiles;
import io.github.thalweg.bench.ResultFile;
import io.github.thalweg.data.IdxReader;
import io.github.thalweg.data.Task;
import io.github.thalweg.io.Safetensors;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.runs.RunSummary;
import io.github.thalweg.runs.SettingsTable;
import io.github.thalweg.train.Predictor;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.TrainedWith;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Every kind of file that is read, with whole ones to begin from and who reads it. */
final class FuzzedFormats {
  private static final String TABLE =
      """
      "length, cm",width,0.10,kind
      1.5,2e0,3,plum
      -0.25,.5,1,"pear ""big""\"
      7,8,9,plum
      2,4,8,pear
      1,3,5,plum
      """;

  private static final String RUN =
      """
      # what is learned
      name: fruit
      data:
        source: csv
        path: table.csv
        target: kind
        standardize: true
        split: {test: 0.25, seed: 0}
      model: [{dense: 3}, relu, {dense: {units: 3, bias: true}}]
      loss: cross_entropy
      optimizer: {adam: {lr: 0.01, betas: [0.9, 0.999]}}
      schedule: {step: {epochs: 2, gamma: 0.5}}
      clip_norm: 1.5
      batch: 2
      epochs: 3
      seed: 7
      """;

  private static final String INLINE =
      """
      data: {source: inline, features: [[0.8, 0.4], [1, 2]], targets: [[1], [0]]}
      model: [{dense: 1}]
      loss: {huber: {delta: 2}}
      optimizer: {sgd: {lr: [0.1, 0.2], momentum: 0.9}}
      batch: full
      init: {0.weight: [[1, 2]], 0.bias: [0]}
      """;

  private static final String BENCH =
      """
      {"format": "thalweg-bench-1", "complete": false,
       "manifest": {"time": "2026-01-01T00:00:00Z", "load_before": 0.5,
        "machine": {"cpu": "a", "cores": 2}, "java": {"version": "25"}},
       "devices": [{"device": "cpu", "name": "a", "engine": "cpu", "usable": true,
        "limits": [{"name": "copy", "value": 1, "unit": "GB/s"}],
        "results": [{"workload": "softmax", "batch": 128, "samples_us": [900, 1000, 5000, 1, 2]},
         {"workload": "time-to-quality", "recipe": "mnist", "accuracy": 0.97, "failed_seeds": 0,
          "kept_seconds": [1, 2, 3], "seeds": [{"seed": 1, "reached": true, "seconds": 2.5}]}],
        "failures": [{"workload": "mlp-wide", "message": "wrong"}], "missing": ["mlp-small"]}]}
      """;

  /** Changes a file; what comes first is one that is whole. */
  interface Damage {
    byte[] to(Mutations mutations, byte[] seed);
  }

  /**
   * A format.
   *
   * @param file where one that was changed is put
   * @param reader throws where it is damaged
   * @param every one of so many inputs is of this format: slow readers get fewer
   */
  record Format(
      String name, Path file, List<byte[]> seeds, Damage damage, Runnable reader, int every) {}

  private final Path folder;
  private final Path run;

  private FuzzedFormats(Path folder) {
    this.folder = folder;
    this.run = folder.resolve("run");
  }

  /** All formats; a small run is trained for its files. */
  static List<Format> in(Path folder) throws IOException {
    return new FuzzedFormats(folder).all();
  }

  private List<Format> all() throws IOException {
    Path table = folder.resolve("table.csv");
    Path recipe = folder.resolve("fruit.yaml");
    Files.writeString(table, TABLE);
    Files.writeString(recipe, RUN);
    command("train", recipe.toString(), "--device", "cpu", "--out", run.toString(), "--quiet");
    RunFolder made = RunFolder.existing(run);
    Path mutant = folder.resolve("mutant.yaml");
    Path damagedTable = Files.createDirectory(folder.resolve("data")).resolve("table.csv");
    Path beside = damagedTable.resolveSibling("fruit.yaml");
    Files.writeString(beside, RUN);
    Path bench = folder.resolve("bench.json");
    Path whole = folder.resolve("whole.json");
    Files.writeString(whole, BENCH);
    Path weights = folder.resolve("weights.safetensors");
    Path images = folder.resolve("images.idx");
    Path labels = folder.resolve("labels.idx");
    Files.write(labels, idx(2049, 2));
    Path assignments = folder.resolve("assignment");
    byte[] pixels = idx(2051, 2, 3, 3);
    return List.of(
        text(
            "run file",
            mutant,
            List.of(RUN, INLINE),
            () -> RunFile.readAll(name(mutant), List.of())),
        text(
            "--set",
            assignments,
            List.of("optimizer.adam.lr=0.1", "model=[{dense: 2}, relu]", "data.target=[a, 0.10]"),
            () -> RunFile.readAll(name(recipe), List.of(string(assignments)))),
        text("CSV", damagedTable, List.of(TABLE), () -> PreparedRun.of(RunFile.read(name(beside)))),
        text(
            "benchmark",
            bench,
            List.of(BENCH),
            () -> ComparedFiles.of(ResultFile.read(whole), ResultFile.read(bench))),
        own("metrics", made.metrics(), Mutations::ofText, this::summary, 1),
        own("about.json", made.aboutFile(), Mutations::ofText, this::summary, 1),
        own(
            "checkpoint",
            made.checkpointFile(),
            Mutations::ofSafetensors,
            () -> fresh().checkpoint(),
            1),
        own("model", made.model(), Mutations::ofSafetensors, () -> new Predictor(fresh()), 1),
        own("settings of a run", made.runFile(), Mutations::ofText, this::summary, 1),
        new Format(
            "weights",
            weights,
            List.of(Files.readAllBytes(made.model()), Files.readAllBytes(made.checkpointFile())),
            Mutations::ofSafetensors,
            () -> Safetensors.read(weights),
            1),
        new Format(
            "IDX",
            images,
            List.of(pixels, gzipped(pixels)),
            Mutations::ofBytes,
            () -> IdxReader.read(images, labels, new Task.Classification(10)),
            1),
        own("report of metrics", made.metrics(), Mutations::ofText, () -> commands("report"), 200),
        own(
            "report of about.json",
            made.aboutFile(),
            Mutations::ofText,
            () -> commands("report"),
            200),
        own(
            "report of evaluation.json",
            run.resolve("evaluation.json"),
            Mutations::ofText,
            () -> commands("report"),
            200),
        own("evaluation", made.model(), Mutations::ofSafetensors, () -> commands("evaluate"), 200),
        own(
            "prediction",
            made.model(),
            Mutations::ofSafetensors,
            () -> commands("predict", "--input", name(table)),
            200),
        own(
            "resumption",
            made.checkpointFile(),
            Mutations::ofSafetensors,
            () -> commands("train", "--quiet", "--epochs", "3", "--resume"),
            200),
        own(
            "list",
            made.aboutFile(),
            Mutations::ofText,
            () -> command("runs", "list", name(folder)),
            50));
  }

  private static Format text(String name, Path file, List<String> seeds, Runnable reader) {
    return new Format(
        name,
        file,
        seeds.stream().map(seed -> seed.getBytes(StandardCharsets.UTF_8)).toList(),
        Mutations::ofText,
        reader,
        1);
  }

  private static Format own(String name, Path file, Damage damage, Runnable reader, int every)
      throws IOException {
    return new Format(name, file, List.of(Files.readAllBytes(file)), damage, reader, every);
  }

  private RunFolder fresh() {
    return RunFolder.existing(run);
  }

  /** What lists and comparisons read. */
  private void summary() {
    RunFolder made = fresh();
    RunSummary summary = RunSummary.of(made);
    summary.caution();
    summary.metrics();
    TrainedWith.of(made).note(made.recipe());
    SettingsTable.differing(List.of(made));
  }

  private void commands(String command, String... options) {
    String[] words = new String[options.length + 2];
    words[0] = command;
    boolean last = options.length > 0 && options[options.length - 1].equals("--resume");
    System.arraycopy(options, 0, words, last ? 1 : 2, options.length);
    words[last ? words.length - 1 : 1] = name(run);
    command(words);
  }

  /** A command ends with a code of ours, says why, and steers no terminal. */
  private static void command(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), words);
    String said = err.toString();
    if (exit > 2
        || said.contains("failed because of an error in the program")
        || said.contains("\tat ")
        || said.indexOf('\u001B') >= 0
        || (exit > 0 && said.isBlank())) {
      throw new IllegalStateException(
          "exit code " + exit + " of " + String.join(" ", words) + ": " + said);
    }
  }

  private static String name(Path path) {
    return path.toString();
  }

  private static String string(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] idx(int magic, int... sizes) {
    int data = 1;
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * sizes.length).putInt(magic);
    for (int size : sizes) {
      header.putInt(size);
      data *= size;
    }
    return ByteBuffer.allocate(header.capacity() + data).put(header.flip()).array();
  }

  private static byte[] gzipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
