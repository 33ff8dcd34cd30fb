package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.TestSeed;
import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Session;
import io.github.thalweg.nn.Loss;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A JVM that has lost its handler of SIGSEGV to a driver's compiler ends without a word sooner or
 * later: it raises that signal itself, to stop its threads.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class SignalHandlersTest {
  private static final long RT_SIGACTION = 13;
  private static final long SIGSEGV = 11;
  private static final long MASK_BYTES = 8;

  @Test
  void theJvmHandlesItsSignalsAfterADriverHasCompiledAKernel() throws Throwable {
    assumeTrue(
        Optional.ofNullable(System.getenv("LD_PRELOAD")).orElse("").contains("libjsig"),
        "Not started by scripts/test, which loads the JDK's libjsig first.");
    // Of a size that no cache of kernels holds.
    int inputs = 100 + TestSeed.random().nextInt(100_000);
    try (Session session =
        Runs.open(
            Runs.devices().getFirst(),
            Runs.program(
                Runs.model(inputs, 2), new Loss.Mse(), Runs.SGD, new Batches(5, 5, false, 0)))) {
      assertThat(session.train(1)).hasSize(1);
    }

    assertThat(libraryAt(handler())).endsWith("/libjvm.so");
  }

  /** As the kernel has it: libjsig shows to who asks the C library what a driver has asked for. */
  private static long handler() throws Throwable {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(256);
      long failed =
          (long)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow("syscall"),
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_LONG,
                          ValueLayout.JAVA_LONG,
                          ValueLayout.JAVA_LONG,
                          ValueLayout.JAVA_LONG,
                          ValueLayout.ADDRESS,
                          ValueLayout.JAVA_LONG))
                  .invokeExact(RT_SIGACTION, SIGSEGV, 0L, action, MASK_BYTES);
      assertThat(failed).isZero();
      return action.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  private static String libraryAt(long address) throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      long first = Long.parseUnsignedLong(line, 0, line.indexOf('-'), 16);
      long end = Long.parseUnsignedLong(line, line.indexOf('-') + 1, line.indexOf(' '), 16);
      if (first <= address && address < end) {
        return line.substring(line.lastIndexOf(' ') + 1);
      }
    }
    return "nothing";
  }
}
