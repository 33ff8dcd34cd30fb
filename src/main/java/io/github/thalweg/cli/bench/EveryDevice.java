package io.github.thalweg.cli.bench;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.bench.DeviceFigures;
import io.github.thalweg.bench.TimeToQuality;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.CommandProcess;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.cli.terminal.Program;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.data.download.DataCache;
import io.github.thalweg.data.download.DownloadedData;
import io.github.thalweg.engine.Limit;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Times workloads on every device, each in a separate process: a driver that crashes does not end
 * the rest, one workload's compiled code does not affect another's figures, and the CPU is timed
 * without TornadoVM's flags.
 *
 * @param program that times them
 * @param json whether results are printed as JSON
 * @param options that every process is given
 */
record EveryDevice(
    Program program, CommandProcess process, Screen screen, boolean json, List<String> options) {
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /**
   * Times them, and measures each device's limits before. If the process is stopped, the figures of
   * some workloads are missing.
   *
   * @param workloads names and shapes
   * @param only the name of the one device to take; empty for all except the reference
   * @param kept receives the figures of all devices whenever a new one comes in
   */
  List<DeviceFigures> run(
      List<String> workloads, Optional<String> only, Consumer<List<DeviceFigures>> kept) {
    List<JsonNode> devices = devices(only);
    List<DeviceFigures> all = devices.stream().map(DeviceFigures::new).toList();
    all.forEach(figures -> figures.expect(workloads));
    for (int i = 0; i < all.size() && !process.isStopped(); i++) {
      DeviceFigures figures = all.get(i);
      JsonNode device = devices.get(i);
      String name = figures.id() + ": " + device.get("name").asString();
      if (!figures.usable()) {
        screen.say(name + " is left out: " + device.path("reason").asString(""));
        continue;
      }
      if (!json) {
        screen.print(name);
      }
      measureLimits(figures);
      if (!json) {
        screen.print(BenchTable.heading());
      }
      for (String workload : workloads) {
        if (!process.isStopped() && time(workload, figures)) {
          kept.accept(all);
        }
      }
    }
    return all;
  }

  private List<JsonNode> devices(Optional<String> only) {
    // The other process has TornadoVM, so it can find the device.
    List<String> words = new ArrayList<>(List.of("devices", "--json"));
    only.ifPresent(name -> words.addAll(List.of("--device", name)));
    CommandProcess.Answer answer;
    try (Busy _ = new Busy(screen, "Looking for devices")) {
      answer = process.run(program, PATIENCE, words.toArray(String[]::new));
    }
    if (process.isStopped()) {
      return List.of();
    }
    if (!answer.succeeded() && only.isPresent()) {
      throw answer.exit() == ExitCode.WRONG_USE
          ? new InvalidInputException(answer.complaint())
          : new RunFailedException(answer.complaint());
    }
    if (!answer.succeeded()) {
      throw new RunFailedException(
          "The devices cannot be listed: " + answer.complaint() + " Run thalweg doctor.");
    }
    return answer.lines().stream()
        .filter(device -> only.isPresent() || !device.get("engine").asString().equals("reference"))
        .toList();
  }

  private void measureLimits(DeviceFigures figures) {
    screen.say("Measuring what " + figures.id() + " can do at most.");
    CommandProcess.Answer answer =
        process.run(program, PATIENCE, "limits", "--device", figures.id(), "--json");
    for (JsonNode line : answer.lines()) {
      Limit limit =
          new Limit(
              line.get("limit").asString(),
              line.get("value").asDouble(),
              line.get("unit").asString(),
              line.get("how").asString());
      figures.limit(limit);
      if (!json) {
        screen.print(LimitsCommand.row(limit));
      }
    }
    if (!answer.succeeded()) {
      fail(figures, "limits", answer.complaint());
    }
  }

  /** Whether it finished; false if it was stopped. */
  private boolean time(String workload, DeviceFigures figures) {
    if (workload.equals(TimeToQuality.KEY) && !mnistIsHere()) {
      String sentence = "MNIST is not here; download it with: thalweg data mnist";
      screen.say(workload + " is left out: " + sentence);
      figures.skip(workload, sentence);
      return true;
    }
    screen.say("Checking and timing " + workload + " on " + figures.id() + ".");
    List<String> words =
        new ArrayList<>(List.of("bench", workload, "--device", figures.id(), "--json"));
    words.addAll(options);
    CommandProcess.Answer answer = process.run(program, PATIENCE, words.toArray(String[]::new));
    for (JsonNode line : answer.lines()) {
      figures.result(line);
      screen.print(json ? JsonMapper.shared().writeValueAsString(line) : BenchTable.row(line));
    }
    if (!answer.succeeded()) {
      fail(figures, workload, answer.complaint());
    } else if (answer.lines().isEmpty()) {
      fail(figures, workload, "It gave no figure.");
    }
    return !answer.lines().isEmpty() || !process.isStopped();
  }

  private static boolean mnistIsHere() {
    DownloadedData mnist = DownloadedData.MNIST;
    return Files.isDirectory(DataCache.holding(mnist).folderOf(mnist));
  }

  /** A workload that was cut short by a stop has not failed: it is missing. */
  private void fail(DeviceFigures figures, String what, String message) {
    if (process.isStopped()) {
      return;
    }
    figures.failure(what, message);
    screen.warn(what + " on " + figures.id() + ": " + message);
  }
}
