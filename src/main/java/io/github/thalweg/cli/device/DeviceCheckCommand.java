package io.github.thalweg.cli.device;

import io.github.thalweg.Build;
import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.bench.Workloads;
import io.github.thalweg.cli.options.KernelChoice;
import io.github.thalweg.cli.terminal.CommandProcess;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.cli.terminal.Interruption;
import io.github.thalweg.cli.terminal.Program;
import io.github.thalweg.data.download.DataCache;
import io.github.thalweg.data.download.DownloadedData;
import io.github.thalweg.files.WholeFile;
import io.github.thalweg.recipe.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "device-check",
    mixinStandardHelpOptions = true,
    header = "Checks, measures and times every device, and writes one JSON file and one table.",
    description = {
      "On each device: all built-in recipes against the reference (thalweg check), its limits (thalweg limits) and all"
          + " workloads (thalweg bench), for each family of kernels that it has, each in a separate process, so that a driver that crashes or hangs does"
          + " not end the rest. The exit code is 1 when anything failed on a device that can be used."
    },
    footer = {
      "",
      "Examples:",
      "  thalweg device-check",
      "  thalweg device-check --device opencl:0 --recipe digits --workload mlp-small"
    })
public final class DeviceCheckCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Spec private CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "A device's id; may be repeated. Default: every device but the reference.")
  private List<String> ids = List.of();

  @Option(
      names = "--recipe",
      paramLabel = "R",
      description = "A built-in recipe; may be repeated. Default: all whose data is available.")
  private List<String> recipes = RunFile.BUILT_IN;

  @Option(
      names = "--workload",
      paramLabel = "W",
      description = "A workload of thalweg bench; may be repeated. Default: all of them.")
  private List<String> workloads = Workloads.keys();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where device-check.json and table.txt go. Default: runs/device-check-<date>-<time>.")
  private Path folder;

  @Option(
      names = "--limit",
      paramLabel = "MINUTES",
      defaultValue = "15",
      description = "The time limit of a single check or workload. Default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(
      names = "--json",
      description = "Prints the report as one JSON object at the end, and no tables.")
  private boolean json;

  private final CommandProcess process;
  private final LocalDateTime started =
      LocalDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
  private final List<DeviceOutcome> outcomes = new ArrayList<>();
  private List<JsonNode> diagnoses = List.of();

  DeviceCheckCommand() {
    this(CommandProcess.ofThisProgram());
  }

  DeviceCheckCommand(CommandProcess process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    recipes.forEach(recipe -> require("a recipe", recipe, RunFile.BUILT_IN));
    workloads.forEach(Workloads::of);
    if (minutes < 1) {
      throw new InvalidInputException("--limit is " + minutes + "; it must be a minute or more.");
    }
    WholeFile.obstacle(folder().resolve("table.txt"))
        .ifPresent(reason -> {
          throw new RunFailedException(
              "The report cannot be written to "
                  + folder()
                  + " ("
                  + reason
                  + "); name another with --out.");
        });
    say("Looking at what is installed.");
    try (Interruption _ = new Interruption(process::stop)) {
      say(report());
    }
    if (json) {
      spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(toMap()));
    }
    return failed() ? ExitCode.FAILED : 0;
  }

  /** Takes the place of an answer when the user has stopped this command. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Examines the devices, and says where the report is. */
  private String report() {
    try {
      examineAll();
    } catch (Stopped _) {
      return stopped();
    }
    return "Written: " + folder().resolve("device-check.json") + " and table.txt beside it.";
  }

  private void examineAll() {
    diagnoses = ask("doctor", "--json").lines();
    for (JsonNode device : devices()) {
      DeviceOutcome outcome = DeviceOutcome.of(device);
      outcomes.add(outcome);
      if (outcome.usable()) {
        examine(outcome);
      }
      if (!json) {
        DeviceTable.lines(outcome).forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
      }
      write();
    }
  }

  /** Saves what is known about the current device, and says so. */
  private String stopped() {
    if (outcomes.isEmpty()) {
      return "Stopped before any device was checked; no file was written.";
    }
    DeviceOutcome last = outcomes.getLast();
    last.failures().add("It was stopped before it finished.");
    write();
    return "Stopped at "
        + last.id()
        + "; the results so far are in "
        + folder().resolve("device-check.json")
        + " and table.txt beside it.";
  }

  private List<JsonNode> devices() {
    CommandProcess.Answer answer = ask("devices", "--json");
    if (!answer.succeeded()) {
      throw new RunFailedException(
          "The devices cannot be listed: " + answer.complaint() + " Run thalweg doctor.");
    }
    List<JsonNode> devices =
        answer.lines().stream()
            .filter(device -> !device.get("engine").asString().equals("reference"))
            .toList();
    List<String> known = devices.stream().map(device -> device.get("device").asString()).toList();
    ids.stream().filter(id -> !known.contains(id)).findFirst().ifPresent(this::refuseDevice);
    ids.forEach(id -> require("a device's id", id, known));
    return devices.stream()
        .filter(device -> ids.isEmpty() || ids.contains(device.get("device").asString()))
        .toList();
  }

  /** With the same sentence and exit code as in every other command. */
  private void refuseDevice(String id) {
    CommandProcess.Answer answer = ask("devices", "--json", "--device", id);
    if (!answer.succeeded()) {
      throw answer.exit() == ExitCode.WRONG_USE
          ? new InvalidInputException(answer.complaint())
          : new RunFailedException(answer.complaint());
    }
  }

  private static void require(String what, String name, List<String> known) {
    if (!known.contains(name)) {
      throw InvalidInputException.unknown(what, name, known);
    }
  }

  private void examine(DeviceOutcome outcome) {
    List<KernelChoice> choices = KernelChoice.of(outcome.device());
    for (String recipe : recipes) {
      Optional<DownloadedData> data = downloaded(recipe);
      Optional<String> damage = data.flatMap(DeviceCheckCommand::damage);
      if (data.isPresent() && !isHere(data.get())) {
        String reason = data.get().title() + " is not here";
        outcome.checks().add(DeviceOutcome.Check.skipped(recipe, reason));
      } else if (damage.isPresent()) {
        outcome.checks().add(DeviceOutcome.Check.skipped(recipe, "its data cannot be used"));
        outcome.failures().add("check " + recipe + ": " + damage.get());
      } else {
        choices = choices.stream().filter(choice -> check(outcome, recipe, choice)).toList();
      }
    }
    say(outcome.id() + ": measuring its limits.");
    CommandProcess.Answer limits = ask("limits", "--device", outcome.id(), "--json");
    outcome.limits().addAll(limits.lines());
    note(outcome, "limits", limits);
    for (String workload : workloads) {
      choices = choices.stream().filter(choice -> time(outcome, workload, choice)).toList();
    }
  }

  /** Checks a recipe; false where the device has no such kernels. */
  private boolean check(DeviceOutcome outcome, String recipe, KernelChoice choice) {
    say(outcome.id() + ": checking " + choice.of(recipe) + ".");
    long start = System.nanoTime();
    CommandProcess.Answer answer =
        ask(choice.command("check", recipe, "--device", outcome.id(), "--json"));
    if (answer.exit() == ExitCode.WRONG_USE) {
      say(answer.complaint());
      return false;
    }
    note(outcome, "check " + choice.of(recipe), answer);
    double seconds = (System.nanoTime() - start) / 1e9;
    outcome.checks().add(DeviceOutcome.Check.of(choice.of(recipe), answer, seconds));
    return true;
  }

  /** Times a workload; false where the device has no such kernels. */
  private boolean time(DeviceOutcome outcome, String workload, KernelChoice choice) {
    say(outcome.id() + ": timing " + choice.of(workload) + ".");
    CommandProcess.Answer answer =
        ask(choice.command("bench", workload, "--device", outcome.id(), "--json"));
    if (answer.exit() == ExitCode.WRONG_USE) {
      say(answer.complaint());
      return false;
    }
    for (JsonNode figures : answer.lines()) {
      outcome.benchmarks().add(DeviceOutcome.Benchmark.of(figures, outcome.limits()));
    }
    note(outcome, "bench " + choice.of(workload), answer);
    return true;
  }

  /** The data of a recipe, if it is downloaded data. */
  private static Optional<DownloadedData> downloaded(String recipe) {
    return Arrays.stream(DownloadedData.values())
        .filter(data -> data.id().equals(recipe))
        .findFirst();
  }

  private static boolean isHere(DownloadedData data) {
    return Files.isDirectory(DataCache.holding(data).folderOf(data));
  }

  /** What is wrong with it; a check would refuse it in the same way as it refuses kernels. */
  private static Optional<String> damage(DownloadedData data) {
    try {
      DataCache.holding(data).load(data);
      return Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static void note(DeviceOutcome outcome, String what, CommandProcess.Answer answer) {
    if (!answer.succeeded()) {
      outcome.failures().add(what + ": " + answer.complaint());
    }
  }

  private CommandProcess.Answer ask(String... arguments) {
    CommandProcess.Answer answer =
        process.run(Program.of(spec), Duration.ofMinutes(minutes), arguments);
    if (process.isStopped()) {
      throw new Stopped();
    }
    return answer;
  }

  private boolean failed() {
    return outcomes.stream().anyMatch(outcome -> !outcome.failures().isEmpty());
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  private Path folder() {
    return folder != null
        ? folder
        : Path.of(
            "runs",
            "device-check-" + started.format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")));
  }

  private Map<String, Object> toMap() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("started", started.toString());
    report.put("thalweg", Build.version());
    report.put("java", Runtime.version().toString());
    report.put(
        "os",
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
    report.put("passed", !failed());
    report.put("devices", outcomes.stream().map(DeviceOutcome::toMap).toList());
    report.put("doctor", diagnoses);
    return report;
  }

  /** After every device: the machine may be taken away before the last one. */
  private void write() {
    List<String> table = new ArrayList<>();
    outcomes.forEach(outcome -> table.addAll(DeviceTable.lines(outcome)));
    try {
      Files.createDirectories(folder());
      WholeFile.write(
          folder().resolve("device-check.json"), JSON.writeValueAsString(toMap()) + "\n");
      WholeFile.write(folder().resolve("table.txt"), String.join("\n", table) + "\n");
    } catch (IOException e) {
      throw new RunFailedException(
          "The report cannot be written to "
              + folder()
              + " ("
              + FileTrouble.reason(e)
              + "); name another with --out.",
          e);
    }
  }
}
