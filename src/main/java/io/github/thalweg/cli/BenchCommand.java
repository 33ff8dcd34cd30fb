package io.github.thalweg.cli;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.bench.Benchmark;
import io.github.thalweg.bench.BenchmarkResult;
import io.github.thalweg.bench.Sampling;
import io.github.thalweg.bench.Workload;
import io.github.thalweg.bench.Workloads;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    header = "Times training steps on a device.",
    description =
        "A workload whose first losses disagree with the reference engine fails and gets no figures.",
    footer = {
      "",
      "Examples:",
      "  thalweg bench",
      "  thalweg bench 784-100-10@128 64-1@1000",
      "  thalweg bench mlp-small mlp-wide --device opencl:0",
      "  thalweg bench --device cpu --json >>figures.jsonl"
    })
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;

  @Parameters(
      paramLabel = "WORKLOAD",
      completionCandidates = WorkloadKeys.class,
      description = {
        "Any of ${COMPLETION-CANDIDATES}; or a shape such as 784-100-10@128: inputs, units of each dense layer (relu between), @ rows of a batch. One output learns a number (mse), more learn a class (cross_entropy).",
        "Default: all those with a name."
      })
  private List<String> keys = List.of();

  @Option(names = "--quiet", description = "No talk on stderr.")
  private boolean quiet;

  @Option(
      names = "--quick",
      description = "Fewer and shorter samples: a first look in a few seconds.")
  private boolean quick;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  private final Sampling sampling;

  BenchCommand() {
    this(Sampling.STANDARD);
  }

  BenchCommand(Sampling sampling) {
    this.sampling = sampling;
  }

  /** What the help lists. */
  static final class WorkloadKeys implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Workloads.keys().iterator();
    }
  }

  @Override
  public Integer call() {
    List<Workload> workloads =
        keys.isEmpty() ? Workloads.NAMED : keys.stream().map(Workloads::of).toList();
    return run(workloads, device.find());
  }

  /** Times them one after the other; one that fails says so, and the others still run. */
  int run(List<Workload> workloads, Device target) {
    Screen screen =
        new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), quiet || json);
    Benchmark benchmark = new Benchmark(target, quick ? Sampling.QUICK : sampling);
    if (!json) {
      DeviceInfo info = target.info();
      screen.print(info.id() + ": " + info.name() + ", kernels " + info.kernels());
      screen.print(row("workload", "µs/step", "samples/s", "GB/s", "GFLOP/s", "final loss"));
    }
    int exitCode = 0;
    for (Workload workload : workloads) {
      screen.say("Checking " + workload.key() + " against the reference, then timing it.");
      try {
        BenchmarkResult result = benchmark.run(workload);
        screen.print(json ? JsonMapper.shared().writeValueAsString(result.toMap()) : row(result));
      } catch (RunFailedException e) {
        screen.warn(e.getMessage());
        exitCode = Main.FAILED;
        if (Thread.currentThread().isInterrupted()) {
          break;
        }
      }
    }
    return exitCode;
  }

  private static String row(BenchmarkResult result) {
    return row(
        result.workload().key(),
        number("%,.2f", result.medianStepMicros()),
        number("%,.0f", result.samplesPerSecond()),
        threeDigits(result.gigabytesPerSecond()),
        threeDigits(result.gigaflopPerSecond()),
        number("%.6g", result.finalLoss()));
  }

  private static String row(String... cells) {
    return String.format(Locale.ROOT, "%-20s %14s %14s %11s %11s %12s", (Object[]) cells);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Rates span eight orders of magnitude from a launch to a full device. */
  private static String threeDigits(double value) {
    return new BigDecimal(value).round(new MathContext(3)).toPlainString();
  }
}
