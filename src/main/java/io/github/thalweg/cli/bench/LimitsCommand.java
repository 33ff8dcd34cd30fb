package io.github.thalweg.cli.bench;

import io.github.thalweg.cli.options.DeviceOption;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.cli.terminal.Folding;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Limit;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "limits",
    mixinStandardHelpOptions = true,
    header = "Measures what a device can do at most: memory, transfers, launches.",
    description =
        "Compare the figures of thalweg bench with these. Takes some seconds. A limit that does not settle is left"
            + " out, and the exit code is 1.",
    footer = {"", "Examples:", "  thalweg limits", "  thalweg limits --device opencl:0 --json"})
public final class LimitsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Screen screen = new Screen(spec.commandLine(), false);
    Device target = device.find(screen);
    DeviceInfo info = target.info();
    if (!json) {
      out.println(info.id() + ": " + info.name());
      out.flush();
    }
    LimitTalk.Measured measured = LimitTalk.measure(target, info, screen);
    List<Limit> limits = measured.limits();
    for (Limit limit : limits) {
      out.println(
          json
              ? JsonMapper.shared().writeValueAsString(map(info, limit))
              : Folding.toTerminal(row(limit)));
    }
    if (limits.isEmpty() && measured.failures().isEmpty() && !json) {
      out.println("There is nothing to measure on this device.");
    }
    out.flush();
    return measured.failures().isEmpty() ? 0 : ExitCode.FAILED;
  }

  static String row(Limit limit) {
    return String.format(
        Locale.ROOT,
        "%-12s %10.1f %-8s %s",
        limit.name(),
        limit.value(),
        limit.unit(),
        limit.how());
  }

  private static Map<String, Object> map(DeviceInfo device, Limit limit) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("device", device.id());
    map.put("limit", limit.name());
    map.put("value", limit.value());
    map.put("unit", limit.unit());
    map.put("how", limit.how());
    return map;
  }
}
