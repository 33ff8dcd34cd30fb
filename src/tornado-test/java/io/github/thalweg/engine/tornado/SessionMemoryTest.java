package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Session;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.program.TrainingProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What sessions leave behind in a JVM that opens and closes many of them. */
class SessionMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** A session that left its kernels behind took 11 MB of the process, 1 MB of it Java's heap. */
  private static final long PROCESS_MEGABYTES = 400;

  private static final long HEAP_MEGABYTES = 30;

  private final TrainingProgram program =
      Runs.program(
          Runs.model(7, 5, Activation.RELU, 3),
          new Loss.CrossEntropy(),
          Runs.SGD,
          new Batches(13, 4, true, 1));

  @Test
  void twoHundredSessionsLeaveNothingBehind() throws Exception {
    assumeTrue(Files.exists(STATUS), "The system does not say how much memory a process has.");
    Device device = Runs.devices().getFirst();

    openAndClose(device, 20);
    long heap = heapMegabytes();
    long process = processMegabytes();
    openAndClose(device, 180);

    assertThat(heapMegabytes()).isLessThan(heap + HEAP_MEGABYTES);
    assertThat(processMegabytes()).isLessThan(process + PROCESS_MEGABYTES);
  }

  private void openAndClose(Device device, int sessions) {
    for (int i = 0; i < sessions; i++) {
      try (Session session = Runs.open(device, program)) {
        assertThat(session.train(3)).hasSize(3);
      }
      if (i % 10 == 0) {
        // Else Java's heap, which is a part of the process, would grow as far as it may.
        System.gc();
      }
    }
  }

  private static long heapMegabytes() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }

  private static long processMegabytes() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
        .findFirst()
        .orElseThrow();
  }
}
