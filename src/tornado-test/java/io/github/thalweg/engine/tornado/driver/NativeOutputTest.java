package io.github.thalweg.engine.tornado.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NativeOutputTest {
  private static void puts(String line) throws Throwable {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      int written =
          (int)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow("puts"),
                      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS))
                  .invokeExact(arena.allocateFrom(line));
      assertThat(written).isNotNegative();
    }
  }

  @Test
  void whatNativeCodePrintsIsLookedAtAndComesOnTheStandardErrorOnce() throws Throwable {
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    NativeOutput.relay();
    long place = NativeOutput.size();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      puts("ERROR : clFinish -> Returned: -5");
      puts("a warning");

      assertThat(NativeOutput.refusalSince(place)).contains(new Refusal(Refusal.Kind.OTHER));
      assertThat(NativeOutput.refusalSince(NativeOutput.size())).isEmpty();
    } finally {
      System.setErr(before);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("ERROR : clFinish -> Returned: -5\na warning\n");
  }
}
