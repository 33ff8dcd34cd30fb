package io.github.thalweg.bench.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With counters and an nvidia-smi that a test has written. */
class PowerMeterTest {
  @TempDir private Path folder;

  @Test
  void energyOfAllPackagesIsAddedUpAcrossACountersEnd() throws IOException {
    zone("intel-rapl:0", "package-0", 990_000, 1_000_000);
    zone("intel-rapl:1", "package-1", 500_000, 1_000_000);
    zone("intel-rapl:0:0", "core", 5, 1_000_000);

    PowerMeter.Reading reading = ProcessorEnergy.in(folder).orElseThrow().start();
    zone("intel-rapl:0", "package-0", 20_000, 1_000_000);
    zone("intel-rapl:1", "package-1", 750_000, 1_000_000);
    zone("intel-rapl:0:0", "core", 400_000, 1_000_000);

    assertThat(reading.joules()).isCloseTo(0.03 + 0.25, within(1e-12));
  }

  @Test
  void withoutReadableCountersThereIsNoMeter() throws IOException {
    assertThat(ProcessorEnergy.in(folder.resolve("nothing"))).isEmpty();
    assertThat(ProcessorEnergy.in(folder)).isEmpty();
    Files.createDirectory(folder.resolve("intel-rapl:0"));
    Files.writeString(folder.resolve("intel-rapl:0/name"), "package-0\n");
    assertThat(ProcessorEnergy.in(folder)).isEmpty();
  }

  @Test
  void counterThatVanishesMeanwhileGivesNoEnergy() throws IOException {
    zone("intel-rapl:0", "package-0", 1000, 1_000_000);
    PowerMeter.Reading reading = ProcessorEnergy.in(folder).orElseThrow().start();
    Files.delete(folder.resolve("intel-rapl:0/energy_uj"));

    assertThat(reading.joules()).isZero();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void energyOfAGpuIsItsMeanPowerTimesTheTime() throws IOException {
    PowerMeter meter = NvidiaPower.of("Good GPU", smi()).orElseThrow();

    long before = System.nanoTime();
    PowerMeter.Reading reading = meter.start();
    long start = System.nanoTime();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700));
    double atLeast = (System.nanoTime() - start) / 1e9;
    double joules = reading.joules();
    double atMost = (System.nanoTime() - before) / 1e9;

    assertThat(joules).isBetween(200 * atLeast - 1e-6, 200 * atMost);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void gpuThatIsNotTheOnlyOneOfItsNameOrTellsNoPowerHasNoMeter() throws IOException {
    assertThat(NvidiaPower.of("Twin GPU", smi())).isEmpty();
    assertThat(NvidiaPower.of("Mute GPU", smi())).isEmpty();
    assertThat(NvidiaPower.of("Other GPU", smi())).isEmpty();
    assertThat(NvidiaPower.of("Good GPU", folder.resolve("none").toString())).isEmpty();
  }

  private void zone(String zone, String name, long microjoules, long range) throws IOException {
    Path made = Files.createDirectories(folder.resolve(zone));
    Files.writeString(made.resolve("name"), name + "\n");
    Files.writeString(made.resolve("energy_uj"), microjoules + "\n");
    Files.writeString(made.resolve("max_energy_range_uj"), range + "\n");
  }

  /** Its second GPU draws 150 and 250 W in turn. */
  private String smi() throws IOException {
    Path program = folder.resolve("smi");
    Files.writeString(
        program,
        """
        #!/usr/bin/env bash
        case "$*" in
          *name*)
            echo '0, Twin GPU, 30.00'
            echo '1, Good GPU, 40.00'
            echo '2, Twin GPU, 31.00'
            echo '3, Mute GPU, [N/A]' ;;
          *'-i 1'*) echo 150.00; echo '[N/A]'; echo 250.00; exec sleep 60 ;;
          *) exit 6 ;;
        esac
        """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program.toString();
  }
}
