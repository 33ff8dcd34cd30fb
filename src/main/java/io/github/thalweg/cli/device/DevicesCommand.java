package io.github.thalweg.cli.device;

import io.github.thalweg.cli.options.DeviceOption;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.Colors;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.cli.terminal.Style;
import io.github.thalweg.cli.terminal.TextTable;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.lookup.Devices;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    header = "Lists every engine and device, and why one cannot be used.",
    footer = {
      "",
      "Examples:",
      "  thalweg devices",
      "  thalweg devices --json",
      "  thalweg devices --device auto              the one that a training takes"
    })
public final class DevicesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "D",
      completionCandidates = DeviceOption.Words.class,
      description =
          "Only the device that other commands take for this: auto, an id, or part of a name.")
  private String name;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Device> all;
    List<DeviceInfo> devices;
    try (Busy _ = new Busy(new Screen(spec.commandLine(), false), "Looking for devices")) {
      all = name == null ? Devices.all() : List.of(Devices.find(name));
      devices = all.stream().map(TrialStep::of).toList();
    }
    if (json) {
      for (int i = 0; i < all.size(); i++) {
        out.println(JsonMapper.shared().writeValueAsString(map(all.get(i), devices.get(i))));
      }
      return 0;
    }
    TextTable table =
        new TextTable(
            List.of("device", "engine", "backend", "type", "kernels", "memory", "units", "name"));
    for (DeviceInfo device : devices) {
      table.add(
          List.of(
              device.id(),
              device.engine(),
              device.backend(),
              device.type(),
              device.kernels(),
              device.usable()
                  ? String.format(Locale.ROOT, "%.1f GiB", device.memoryBytes() / 0x1p30)
                  : TextTable.NONE,
              device.usable() ? "" + device.computeUnits() : TextTable.NONE,
              device.name()));
    }
    table.print(spec.commandLine(), i -> sentences(devices.get(i)));
    return 0;
  }

  /** Why a device cannot be used, or what makes it slower than it could be. */
  private List<String> sentences(DeviceInfo device) {
    Colors colors = Colors.of(spec.commandLine());
    return Stream.concat(
            device.unusable().stream()
                .map(reason -> colors.out(Style.DOUBTFUL, "not usable") + ": " + reason),
            device.remarks().stream())
        .toList();
  }

  public static Map<String, Object> map(Device found, DeviceInfo device) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("device", device.id());
    map.put("engine", device.engine());
    map.put("name", device.name());
    map.put("backend", device.backend());
    map.put("type", device.type());
    map.put("kernels", device.kernels());
    map.put("memory_bytes", device.memoryBytes());
    map.put("compute_units", device.computeUnits());
    found.driver().ifPresent(driver -> map.put("driver", driver));
    map.put("usable", device.usable());
    device.unusable().ifPresent(reason -> map.put("reason", reason));
    map.put("remarks", device.remarks());
    return map;
  }
}
