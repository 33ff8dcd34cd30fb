package io.github.thalweg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class TestSeedTest {
  private static final String FAILING = "thalweg.test.failing";

  /** What its tests would need fails. */
  @EnabledIfSystemProperty(named = FAILING, matches = "true")
  static final class BeforeTests {
    @BeforeAll
    static void fail() {
      throw new AssertionError("before");
    }

    @Test
    void works() {}
  }

  /** One test fails for one of its arguments, and the arguments of another. */
  @EnabledIfSystemProperty(named = FAILING, matches = "true")
  static final class InTests {
    static Stream<Integer> arguments() {
      return Stream.of("no number").map(Integer::valueOf);
    }

    @ParameterizedTest
    @MethodSource("arguments")
    void hasNoArguments(int argument) {
      assertThat(argument).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void fails(int argument) {
      assertThat(argument).isZero();
    }
  }

  @Test
  void seedIsPrintedForWhateverFails() {
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setProperty(FAILING, "true");
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(BeforeTests.class), selectClass(InTests.class))
                  .build());
    } finally {
      System.setErr(err);
      System.clearProperty(FAILING);
    }

    String seed = " failed with the random numbers of -Dthalweg.test.seed=" + TestSeed.SEED + ".";
    assertThat(said.toString(StandardCharsets.UTF_8).lines().filter(line -> line.endsWith(seed)))
        .extracting(line -> line.replace(seed, ""))
        .containsExactlyInAnyOrder(
            "io.github.thalweg.TestSeedTest$BeforeTests",
            "InTests.hasNoArguments(int)",
            "InTests.fails(int)[2]");
  }
}
