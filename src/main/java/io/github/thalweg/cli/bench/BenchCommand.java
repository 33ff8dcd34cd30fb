package io.github.thalweg.cli.bench;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.bench.DeviceFigures;
import io.github.thalweg.bench.MachineLoad;
import io.github.thalweg.bench.Manifest;
import io.github.thalweg.bench.ResultFile;
import io.github.thalweg.bench.Sampling;
import io.github.thalweg.bench.TimeToQuality;
import io.github.thalweg.bench.Workload;
import io.github.thalweg.bench.Workloads;
import io.github.thalweg.cli.options.DatedFolder;
import io.github.thalweg.cli.options.DeviceOption;
import io.github.thalweg.cli.options.KernelsOption;
import io.github.thalweg.cli.options.SizeOption;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.CommandProcess;
import io.github.thalweg.cli.terminal.CommandWords;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.cli.terminal.Interruption;
import io.github.thalweg.cli.terminal.Program;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Device;
import io.github.thalweg.report.Picture;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = BenchCompareCommand.class,
    header = "Times training steps on a device.",
    description =
        "A workload whose first losses disagree with the reference engine fails and gets no figures.",
    footer = {
      "",
      "Examples:",
      "  thalweg bench",
      "  thalweg bench --all                        every device, beside its own limits",
      "  thalweg bench 784-100-10@128 64-1@1000",
      "  thalweg bench mlp-small mlp-wide --device opencl:0 --out mine.json --csv mine.csv",
      "  thalweg bench --device cpu --json >>figures.jsonl"
    })
public final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;
  @Mixin private SizeOption size;
  @Mixin private KernelsOption kernels;

  @Parameters(
      paramLabel = "WORKLOAD",
      completionCandidates = WorkloadKeys.class,
      description = {
        "Any of ${COMPLETION-CANDIDATES}; or a shape such as 784-100-10@128: inputs, units of each dense layer (relu between), @ rows of a batch. One output learns a number (mse), more learn a class (cross_entropy). time-to-quality trains MNIST to 97 %% test accuracy with five seeds.",
        "Default: all those with a name; time-to-quality only with --all."
      })
  private List<String> keys = List.of();

  @Option(
      names = "--all",
      description =
          "Times every device except the reference, or only the one of --device; all workloads and the device's limits,"
              + " each in a separate process. Writes a result file, also without --out; what was timed before Ctrl-C"
              + " is in it.")
  private boolean all;

  @Option(
      names = "--out",
      paramLabel = "FILE.json",
      description =
          "Also measures the device's limits and writes one JSON file: manifest, limits, all samples, their"
              + " medians, and the share of the limit; next to it FILE-report.html. With --all by default runs/bench-DATE-TIME/bench.json.")
  private Path out;

  @Option(
      names = "--csv",
      paramLabel = "FILE.csv",
      description = "Writes the figures as a table, a line for each workload and device.")
  private Path csv;

  @Option(
      names = "--png",
      description = "Takes a picture of the report, with the machine's Chromium or Chrome.")
  private boolean png;

  @Option(
      names = "--markdown",
      description =
          "Prints the figures as a Markdown table at the end, and nothing else on stdout.")
  private boolean markdown;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "The first of the seeds of time-to-quality; all other numbers come from a formula. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--quiet",
      description = "Prints no progress on stderr; the figures and warnings are still printed.")
  private boolean quiet;

  @Option(
      names = "--quick",
      description = "Fewer and shorter samples: a first look in a few seconds.")
  private boolean quick;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  private final Sampling sampling;
  private final CommandProcess process;
  private final DoubleSupplier load;

  BenchCommand() {
    this(Sampling.STANDARD, CommandProcess.ofThisProgram(), MachineLoad::now);
  }

  BenchCommand(Sampling sampling, CommandProcess process, DoubleSupplier load) {
    this.sampling = sampling;
    this.process = process;
    this.load = load;
  }

  /** What the help lists. */
  static final class WorkloadKeys implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      List<String> keys = new ArrayList<>(Workloads.keys());
      keys.add(TimeToQuality.KEY);
      return keys.iterator();
    }
  }

  @Override
  public Integer call() {
    double factor = size.factor();
    requireFiles();
    List<String> chosen = new ArrayList<>(keys.isEmpty() ? Workloads.keys() : keys);
    if (all && keys.isEmpty()) {
      chosen.add(TimeToQuality.KEY);
    }
    List<Workload> workloads =
        chosen.stream()
            .filter(key -> !key.equals(TimeToQuality.KEY))
            .map(key -> Workloads.of(key).scaled(factor))
            .toList();
    if (!all) {
      return timeHere(
          workloads,
          chosen.contains(TimeToQuality.KEY),
          kernels.on(device.find(screen())),
          out != null || csv != null);
    }
    boolean one = spec.commandLine().getParseResult().hasMatchedOption("--device");
    chosen.replaceAll(key -> key.equals(TimeToQuality.KEY) ? key : Workloads.of(key).key());
    return timeEveryDevice(chosen, one ? Optional.of(device.name()) : Optional.empty());
  }

  /** Times some workloads on one device, for tests. */
  int run(List<Workload> workloads, Device target) {
    return timeHere(workloads, false, target, false);
  }

  private int timeHere(List<Workload> workloads, boolean quality, Device target, boolean limits) {
    if (quality) {
      TimeToQuality.MNIST.requireData();
    }
    BenchFiles files = files();
    if (out == null && csv == null) {
      return finish(files, List.of(bench().run(workloads, quality, target, limits, _ -> {})));
    }
    // A step that is being timed cannot be stopped, and the user need not wait for it.
    try (Interruption _ = new Interruption(() -> screen().warn(files.stopped()), Duration.ZERO)) {
      return finish(files, List.of(bench().run(workloads, quality, target, limits, files::write)));
    }
  }

  private int timeEveryDevice(List<String> workloads, Optional<String> only) {
    EveryDevice everyDevice = everyDevice();
    BenchFiles files = files();
    try (Interruption _ = new Interruption(process::stop)) {
      List<DeviceFigures> devices = everyDevice.run(workloads, only, files::write);
      if (process.isStopped()) {
        screen().warn(files.stopped());
        return ExitCode.FAILED;
      }
      return finish(files, devices);
    }
  }

  /** Made before anything is timed: the manifest says how busy the machine is. */
  private BenchFiles files() {
    Manifest manifest =
        Manifest.now(command(), seed, size.factor(), sampling(), load.getAsDouble());
    BenchFiles files =
        new BenchFiles(
            manifest,
            Optional.ofNullable(out),
            out == null && all ? Optional.of(DatedFolder.of("bench")) : Optional.empty(),
            Optional.ofNullable(csv));
    manifest.busy().ifPresent(screen()::say);
    return files;
  }

  private DeviceBench bench() {
    return new DeviceBench(talk(), json, sampling(), seed);
  }

  private EveryDevice everyDevice() {
    List<String> options = new ArrayList<>(List.of("--size", size.text(), "--seed", "" + seed));
    options.addAll(kernels.words());
    if (quick) {
      options.add("--quick");
    }
    return new EveryDevice(Program.of(spec), process, talk(), json, options);
  }

  private Screen screen() {
    return new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), quiet);
  }

  /** Where the figures are printed as they come in; nowhere if they become a table at the end. */
  private Screen talk() {
    PrintWriter err = spec.commandLine().getErr();
    return markdown ? new Screen(err, err, quiet) : screen();
  }

  private Sampling sampling() {
    return quick ? Sampling.QUICK : sampling;
  }

  /** Before anything is timed: a figure that cannot be saved costs minutes. */
  private void requireFiles() {
    requireFile("--out", out, ".json");
    requireFile("--csv", csv, ".csv");
    if (json && markdown) {
      throw new InvalidInputException("Print either --json or --markdown; both go to stdout.");
    }
    if (png && out == null && !all) {
      throw new InvalidInputException(
          "--png takes a picture of the report of a result file; name that file with --out.");
    }
  }

  private static void requireFile(String option, Path path, String ending) {
    if (path != null && !path.toString().endsWith(ending)) {
      throw new InvalidInputException(
          option + " needs a file name that ends in " + ending + ", not '" + path + "'.");
    }
    if (path != null && path.toFile().isDirectory()) {
      throw new InvalidInputException(option + " takes a file, and " + path + " is a folder.");
    }
  }

  private int finish(BenchFiles files, List<DeviceFigures> devices) {
    ResultFile file = files.write(devices);
    files
        .page()
        .ifPresent(page -> {
          screen().say("The figures are in " + file.path() + "; the report is " + page + ".");
          if (png) {
            Path picture;
            try (Busy _ = new Busy(screen(), "Taking the picture")) {
              picture = Picture.of(page);
            }
            screen().say("Its picture is " + picture + ".");
          }
        });
    if (markdown) {
      BenchMarkdown.lines(file).forEach(screen()::print);
    }
    return devices.stream().anyMatch(DeviceFigures::failed) ? ExitCode.FAILED : 0;
  }

  private String command() {
    return CommandWords.of(spec.root().commandLine().getParseResult().originalArgs());
  }
}
