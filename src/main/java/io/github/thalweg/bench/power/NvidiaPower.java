package io.github.thalweg.bench.power;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * The power of a GPU from {@code nvidia-smi}, ten times a second.
 *
 * @param program {@code nvidia-smi}
 * @param index of the GPU there
 */
record NvidiaPower(String program, String index) implements PowerMeter {
  private static final int PATIENCE_SECONDS = 10;
  private static final String PERIOD_MILLIS = "100";

  /**
   * @return empty if the program is missing, or no GPU or several have this name, or the GPU's
   *     power is not known
   */
  static Optional<PowerMeter> of(String device, String program) {
    try {
      Process process = start(program, "--query-gpu=index,name,power.draw");
      List<String[]> found;
      try (BufferedReader lines = process.inputReader()) {
        found =
            lines
                .lines()
                .map(line -> line.split(", ", -1))
                .filter(cells -> cells.length == 3 && cells[1].equals(device))
                .toList();
      }
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && found.size() == 1 && isNumber(found.getFirst()[2])
          ? Optional.of(new NvidiaPower(program, found.getFirst()[0]))
          : Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public String source() {
    return "nvidia-smi's power draw of the GPU, its memory included";
  }

  @Override
  public Reading start() {
    DoubleAdder watts = new DoubleAdder();
    LongAdder readings = new LongAdder();
    long start = System.nanoTime();
    Process process;
    try {
      process = start(program, "--query-gpu=power.draw", "-i", index, "-lms", PERIOD_MILLIS);
    } catch (IOException e) {
      return () -> 0;
    }
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try (BufferedReader lines = process.inputReader()) {
                lines
                    .lines()
                    .filter(NvidiaPower::isNumber)
                    .forEach(line -> {
                      watts.add(Double.parseDouble(line));
                      readings.increment();
                    });
              } catch (IOException | UncheckedIOException e) {
                // The program was stopped: its output before that counts.
              }
            });
    return () -> {
      double seconds = (System.nanoTime() - start) / 1e9;
      process.destroyForcibly();
      try {
        reader.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return readings.sum() == 0 ? 0 : watts.sum() / readings.sum() * seconds;
    };
  }

  private static Process start(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    command.add("--format=csv,noheader,nounits");
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static boolean isNumber(String text) {
    return text.strip().matches("\\d+(\\.\\d+)?");
  }
}
