package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a command has left behind: its exit code and what it wrote. */
public record CommandLineRun(int exit, String out, String err) {
  /** How slow the machine is must not show in what is printed. */
  private static final String PATIENCE = "3600000";

  static {
    bePatient();
  }

  /** Commands of this JVM do not say what they are doing, however long that takes. */
  public static void bePatient() {
    System.setProperty("thalweg.patience", PATIENCE);
  }

  /** Runs a command of {@code thalweg} in this JVM. */
  public static CommandLineRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new CommandLineRun(exit, out.toString(), err.toString());
  }

  /** Trains on the CPU; the run must come to its end. */
  public static CommandLineRun train(String recipe, Path folder, String... options) {
    return tryToTrain(recipe, folder, options).succeeded();
  }

  /** Trains on the CPU, or fails to. */
  public static CommandLineRun tryToTrain(String recipe, Path folder, String... options) {
    return with(options, "train", recipe, "--device", "cpu", "--out", folder.toString());
  }

  /** Goes on with a run on the CPU, or fails to. */
  public static CommandLineRun tryToResume(Path folder, String... options) {
    return with(options, "train", "--device", "cpu", "--resume", folder.toString());
  }

  /** A command of {@code thalweg runs}. */
  public static CommandLineRun runs(String... arguments) {
    return with(arguments, "runs");
  }

  private static CommandLineRun with(String[] options, String... command) {
    return of(Stream.of(command, options).flatMap(Stream::of).toArray(String[]::new));
  }

  /** Makes the report of a run, or of several together; that must succeed. */
  public static CommandLineRun report(Path... runs) {
    String[] words = new String[runs.length + 3];
    words[0] = "report";
    words[1] = "--device";
    words[2] = "cpu";
    for (int i = 0; i < runs.length; i++) {
      words[i + 3] = runs[i].toString();
    }
    return of(words).succeeded();
  }

  public CommandLineRun succeeded() {
    assertThat(exit).as(err).isZero();
    return this;
  }

  /** The one line that says what was wrong with the command. */
  public String wrongUse() {
    assertThat(exit).as(err).isEqualTo(2);
    return complaint();
  }

  /** The one line that says why it could not be carried out. */
  public String failure() {
    assertThat(exit).as(err).isEqualTo(1);
    return complaint();
  }

  /** Talk on stderr may go before the complaint: the description of the run. */
  private String complaint() {
    List<String> lines = err.lines().toList();
    List<String> talk = lines.stream().filter(line -> line.matches(".* rows? train.*")).toList();
    assertThat(lines).as(err).hasSize(talk.size() + 1);
    assertThat(talk).hasSizeLessThan(2);
    assertThat(err)
        .doesNotContain("\tat ", "failed because of an error in the program", "Exception in");
    assertThat(lines.getLast()).isNotBlank().doesNotContain("\u001B");
    return lines.getLast();
  }

  /** Every line on stdout as the JSON object that it is. */
  public List<JsonNode> json() {
    return json(out);
  }

  /** The JSON objects of epochs among them. */
  public List<JsonNode> epochs() {
    return json().stream().filter(line -> line.has("train_loss")).toList();
  }

  /** The lines of a run's {@code metrics.jsonl}. */
  public static List<JsonNode> metrics(Path folder) {
    try {
      return json(Files.readString(folder.resolve("metrics.jsonl")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> json(String lines) {
    return lines.lines().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  /** Every file in a folder with its bytes. */
  public static Map<String, ByteBuffer> files(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      Map<String, ByteBuffer> files = new TreeMap<>();
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), ByteBuffer.wrap(Files.readAllBytes(path)));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command line in a process of its own. */
  public static ProcessBuilder process(String... arguments) {
    return process(List.of("--add-modules=jdk.incubator.vector"), arguments);
  }

  /** The command line in a process of its own, with flags for its JVM. */
  public static ProcessBuilder process(List<String> flags, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dthalweg.patience=" + PATIENCE);
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
