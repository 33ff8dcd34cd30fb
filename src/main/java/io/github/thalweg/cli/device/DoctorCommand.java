package io.github.thalweg.cli.device;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.Colors;
import io.github.thalweg.cli.terminal.CommandProcess;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.cli.terminal.Folding;
import io.github.thalweg.cli.terminal.Program;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.cli.terminal.Style;
import io.github.thalweg.doctor.Diagnosis;
import io.github.thalweg.doctor.Diagnosis.State;
import io.github.thalweg.doctor.Examination;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    header = "Says what is installed, what each engine needs, and how to fix problems.",
    description = {
      "Looks at Java, the CPU engine, TornadoVM, and at what OpenCL, PTX and CUDA need of the system, and trains a small"
          + " model on each device, which takes some seconds on one of TornadoVM. 'missing' means: not installed, and nothing installed needs it. 'BROKEN' means: installed and does not work, or needed and not installed. The"
          + " exit code is 0 when the CPU engine works and nothing is broken, else 1."
    },
    footer = {"", "Examples:", "  thalweg doctor", "  thalweg doctor --json"})
public final class DoctorCommand implements Callable<Integer> {
  private static final String CPU = "CPU engine";
  private static final String DEVICES = "Devices";
  private static final String FILES = "Files";

  /** Some drivers take half a minute to start. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The losses of the recipe {@code seed} at its first and its tenth step. */
  private static final double[] FIRST_AND_TENTH = {0.470480000, 0.008475414};

  private static final double TOLERANCE = 1e-4;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    List<Diagnosis> diagnoses = new ArrayList<>();
    try (Busy busy =
        new Busy(new Screen(spec.commandLine(), false), "Looking at what is installed")) {
      diagnoses.addAll(Examination.ofThisMachine());
      busy.next("Training on the CPU");
      diagnoses.add(cpu());
      diagnoses.add(wholeRun());
      busy.next("Looking for devices");
      diagnoses.addAll(devices(busy));
    }
    print(diagnoses);
    return diagnoses.stream().anyMatch(diagnosis -> diagnosis.state() == State.BROKEN)
        ? ExitCode.FAILED
        : 0;
  }

  /** Trains the recipe whose losses are known. */
  private static Diagnosis cpu() {
    String thing = "training";
    try {
      Device device = Devices.find("cpu");
      PreparedRun run = PreparedRun.of(RunFile.read("seed", List.of()));
      try (Session session = run.open(device)) {
        double[] losses = session.train(10);
        String detail =
            descent(losses)
                + ", with "
                + device.info(run.program()).kernels()
                + "; long runs take "
                + device.info().kernels();
        return new Diagnosis(
            CPU,
            thing,
            known(losses) ? State.FOUND : State.BROKEN,
            detail,
            device.info().remarks().stream().findFirst());
      }
    } catch (InvalidInputException | RunFailedException e) {
      return new Diagnosis(CPU, thing, State.BROKEN, e.getMessage(), Optional.empty());
    } catch (RuntimeException | LinkageError e) {
      return new Diagnosis(CPU, thing, State.BROKEN, TrialStep.reason(e), Optional.empty());
    }
  }

  /** Trains and writes a run, which takes more than the steps do. */
  private Diagnosis wholeRun() {
    try {
      return wholeRun(TrialRun.trouble(Program.of(spec)));
    } catch (RunFailedException e) {
      return new Diagnosis(
          FILES, "temporary files", State.BROKEN, e.getMessage(), Optional.empty());
    }
  }

  private static Diagnosis wholeRun(Optional<String> found) {
    String thing = "a whole run";
    return found
        .map(trouble ->
            new Diagnosis(
                CPU,
                thing,
                State.BROKEN,
                trouble,
                Optional.of(
                    "If a class is missing, use a full JDK 25; make a new bundle with scripts/bundle.")))
        .orElseGet(() ->
            new Diagnosis(
                CPU,
                thing,
                State.FOUND,
                "the recipe iris was trained, written and evaluated",
                Optional.empty()));
  }

  private static String descent(double[] losses) {
    return String.format(
        Locale.ROOT,
        "ten steps of the recipe seed take the loss from %.6f to %.6f",
        losses[0],
        losses[9]);
  }

  private static boolean known(double[] losses) {
    return right(losses[0], FIRST_AND_TENTH[0]) && right(losses[9], FIRST_AND_TENTH[1]);
  }

  private static boolean right(double loss, double expected) {
    return Math.abs(loss - expected) <= TOLERANCE * expected;
  }

  private List<Diagnosis> devices(Busy busy) {
    try {
      return devices(ask("devices", "--json"), busy);
    } catch (RunFailedException e) {
      return List.of(
          new Diagnosis(DEVICES, "list", State.BROKEN, e.getMessage(), Optional.empty()));
    }
  }

  private List<Diagnosis> devices(CommandProcess.Answer answer, Busy busy) {
    List<Diagnosis> found = new ArrayList<>();
    for (JsonNode device : answer.lines()) {
      if (!isOfAnAbsentTornado(device)) { // The checks above have reported that.
        found.add(device(device, busy));
      }
    }
    if (!answer.succeeded()) {
      found.add(
          new Diagnosis(
              DEVICES,
              "list",
              State.BROKEN,
              "thalweg devices fails: " + answer.complaint(),
              Optional.of(
                  "Fix what is broken above, or unset TORNADOVM_HOME to work without TornadoVM.")));
    }
    return found;
  }

  private Diagnosis device(JsonNode device, Busy busy) {
    String id = device.get("device").asString();
    boolean tornado = device.get("engine").asString().equals("tornado");
    if (!device.get("usable").booleanValue()) {
      return new Diagnosis(
          DEVICES, id, State.BROKEN, device.get("reason").asString(), Optional.empty());
    }
    String name = device.get("name").asString();
    if (!tornado) { // The listing has trained on it already.
      return new Diagnosis(DEVICES, id, State.FOUND, name, Optional.empty());
    }
    busy.next("Training on " + id);
    return TrialRun.inATemporaryFolder(folder ->
        trained(
            id, name, ask("train", "seed", "--device", id, "--json", "--quiet", "--out", folder)));
  }

  private CommandProcess.Answer ask(String... command) {
    return CommandProcess.ofThisProgram().run(Program.of(spec), LIMIT, command);
  }

  /**
   * The result of training on a device that was found.
   *
   * @param answer of training the recipe {@code seed}
   */
  static Diagnosis trained(String id, String name, CommandProcess.Answer answer) {
    if (!answer.succeeded()) {
      return new Diagnosis(
          DEVICES,
          id,
          State.BROKEN,
          name + "; training fails: " + answer.complaint(),
          Optional.empty());
    }
    double[] losses =
        answer.lines().stream()
            .filter(line -> line.has("train_loss"))
            .mapToDouble(line -> line.get("train_loss").asDouble(Double.NaN))
            .toArray();
    if (losses.length != 10 || !known(losses)) {
      return new Diagnosis(
          DEVICES,
          id,
          State.BROKEN,
          name + "; the losses of the recipe seed are wrong there",
          Optional.of("Find the difference with: thalweg check seed --device " + id));
    }
    return new Diagnosis(DEVICES, id, State.FOUND, name + "; " + descent(losses), Optional.empty());
  }

  private static boolean isOfAnAbsentTornado(JsonNode device) {
    return device.get("engine").asString().equals("tornado")
        && System.getProperty("thalweg.tornadovm.home") == null;
  }

  private void print(List<Diagnosis> diagnoses) {
    PrintWriter out = spec.commandLine().getOut();
    Colors colors = Colors.of(spec.commandLine());
    String part = "";
    for (Diagnosis diagnosis : diagnoses) {
      if (json) {
        out.println(JsonMapper.shared().writeValueAsString(map(diagnosis)));
        continue;
      }
      if (!diagnosis.part().equals(part)) {
        part = diagnosis.part();
        out.println(colors.out(Style.BOLD, part));
      }
      String state =
          colors.out(style(diagnosis.state()), "%-8s".formatted(word(diagnosis.state())));
      out.println(
          Folding.toTerminal(
              "  %s %-21s ".formatted(state, diagnosis.thing()), diagnosis.detail()));
      diagnosis
          .remedy()
          .ifPresent(remedy ->
              out.println(Folding.toTerminal("  %-8s %-21s → ".formatted("", ""), remedy)));
    }
    if (!json) {
      out.println();
      out.println(Folding.toTerminal(conclusion(diagnoses)));
    }
    out.flush();
  }

  /** The conclusion for a user who wants to train. */
  static String conclusion(List<Diagnosis> diagnoses) {
    List<Diagnosis> broken = diagnoses.stream().filter(one -> one.state() == State.BROKEN).toList();
    List<String> devices =
        diagnoses.stream()
            .filter(one -> one.part().equals(DEVICES) && one.state() == State.FOUND)
            .map(Diagnosis::thing)
            .filter(id -> !id.equals("reference"))
            .toList();
    if (broken.stream().anyMatch(one -> one.part().equals(CPU))) {
      return "Training does not work: fix what is BROKEN above, the CPU engine first.";
    }
    String works =
        "Training works on " + String.join(", ", devices.isEmpty() ? List.of("cpu") : devices);
    if (!broken.isEmpty()) {
      return works + ". Other devices cannot be used until what is BROKEN above is fixed.";
    }
    return devices.size() > 1
        ? works + "; nothing is broken, and what is missing above is not needed for these."
        : works
            + "; nothing is broken. What is missing above is only needed to train on a GPU or another device of"
            + " TornadoVM.";
  }

  private static Style style(State state) {
    return switch (state) {
      case FOUND -> Style.GOOD;
      case MISSING -> Style.DOUBTFUL;
      case BROKEN -> Style.BAD;
    };
  }

  private static String word(State state) {
    return switch (state) {
      case FOUND -> "ok";
      case MISSING -> "missing";
      case BROKEN -> "BROKEN";
    };
  }

  private static Map<String, Object> map(Diagnosis diagnosis) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("part", diagnosis.part());
    map.put("thing", diagnosis.thing());
    map.put("state", diagnosis.state().name().toLowerCase(Locale.ROOT));
    map.put("detail", diagnosis.detail());
    diagnosis.remedy().ifPresent(remedy -> map.put("remedy", remedy));
    return map;
  }
}
