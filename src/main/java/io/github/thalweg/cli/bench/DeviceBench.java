package io.github.thalweg.cli.bench;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.bench.Benchmark;
import io.github.thalweg.bench.BenchmarkResult;
import io.github.thalweg.bench.DeviceFigures;
import io.github.thalweg.bench.Sampling;
import io.github.thalweg.bench.TimeToQuality;
import io.github.thalweg.bench.TimeToQualityResult;
import io.github.thalweg.bench.Workload;
import io.github.thalweg.cli.device.DevicesCommand;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Times workloads on one device, in this process, one after the other; one that fails says so, and
 * the others still run.
 *
 * @param json whether results are printed as JSON
 * @param seed the first of those of {@link TimeToQuality}
 */
record DeviceBench(Screen screen, boolean json, Sampling sampling, long seed) {
  /**
   * @param quality whether {@link TimeToQuality} is measured, too
   * @param limits whether the device's limits are measured before
   * @param kept receives the figures whenever a new one comes in
   */
  DeviceFigures run(
      List<Workload> workloads,
      boolean quality,
      Device device,
      boolean limits,
      Consumer<List<DeviceFigures>> kept) {
    DeviceInfo info = device.info();
    DeviceFigures figures = new DeviceFigures(tree(DevicesCommand.map(device, info)));
    figures.expect(workloads.stream().map(Workload::key).toList());
    figures.expect(quality ? List.of(TimeToQuality.KEY) : List.of());
    if (!json) {
      screen.print(info.id() + ": " + info.name());
    }
    if (limits) {
      LimitTalk.Measured measured = LimitTalk.measure(device, info, screen);
      measured.limits().forEach(figures::limit);
      measured.failures().forEach(sentence -> figures.failure("limits", sentence));
    }
    if (!json) {
      screen.print(BenchTable.heading());
    }
    Benchmark benchmark = new Benchmark(device, sampling);
    for (Workload workload : workloads) {
      add(figures, workload.key(), () -> timed(benchmark, workload).toMap());
      kept.accept(List.of(figures));
    }
    if (quality) {
      add(figures, TimeToQuality.KEY, () -> quality(device).toMap());
    }
    return figures;
  }

  private BenchmarkResult timed(Benchmark benchmark, Workload workload) {
    try (Busy busy = new Busy(screen, "Preparing " + workload.key())) {
      return benchmark.run(workload, busy::next);
    }
  }

  private TimeToQualityResult quality(Device device) {
    screen.say(
        "Training "
            + TimeToQuality.MNIST.recipe()
            + " to "
            + 100 * TimeToQuality.MNIST.accuracy()
            + " % test accuracy with "
            + TimeToQuality.MNIST.seeds()
            + " seeds.");
    TimeToQualityResult result =
        TimeToQuality.MNIST.run(device, seed, sampling.patienceSeconds(), screen::say);
    result.requireFigure();
    return result;
  }

  private void add(DeviceFigures figures, String workload, Supplier<Map<String, Object>> timing) {
    try {
      JsonNode result = tree(timing.get());
      figures.result(result);
      screen.print(json ? JsonMapper.shared().writeValueAsString(result) : BenchTable.row(result));
    } catch (RunFailedException e) {
      screen.warn(e.getMessage());
      figures.failure(workload, e.getMessage());
    }
  }

  private static JsonNode tree(Map<String, Object> map) {
    return JsonMapper.shared().valueToTree(map);
  }
}
