package io.github.thalweg.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.check.Subject;
import io.github.thalweg.engine.RandomTraining;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.engine.cpu.Tiles.Tile;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session that multiplies its first steps with one implementation and the rest with another. */
class GemmStagesTest {
  private static final int CHANGE = 5;

  private final Subject subject =
      RandomTraining.of(37, 6, new Dense(9), Activation.TANH, new Dense(3)).draw();

  private final List<String> used = new ArrayList<>();

  /** Loops that put their name down. */
  private final class Noted implements Gemm {
    private final LoopGemm loops = new LoopGemm();
    private final String name;

    Noted(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void multiply(Form form, int terms, Matrix a, Matrix b, Matrix c, Tile tile) {
      used.add(name);
      loops.multiply(form, terms, a, b, c, tile);
    }
  }

  private final GemmStages stages =
      new GemmStages(() -> new Noted("first"), CHANGE, () -> new Noted("rest"));

  private Session open() {
    Session session = new CpuSession(subject.program(), stages, 1);
    session.load(subject.data().train(), subject.data().test());
    session.parameters(subject.parameters());
    return session;
  }

  @Test
  void theStepDecidesWhichIsUsed() {
    try (Session session = open()) {
      session.train(CHANGE);
      assertThat(used).isNotEmpty().containsOnly("first");
      used.clear();
      session.evaluate(Session.Part.TRAIN);
      assertThat(used).isNotEmpty().containsOnly("rest");
      used.clear();
      session.train(3);
      assertThat(used).isNotEmpty().containsOnly("rest");
    }
  }

  @Test
  void aCallMayGoBeyondTheChange() {
    try (Session session = open()) {
      session.train(CHANGE + 2);
      long first = used.stream().filter("first"::equals).count();
      assertThat(first * 2).isEqualTo((used.size() - first) * CHANGE);
      assertThat(used.subList(0, (int) first)).containsOnly("first");
    }
  }

  @Test
  void aResumedSessionIsTheSameToTheBit() {
    for (int stop : new int[] {2, CHANGE, CHANGE + 1}) {
      try (Session whole = open();
          Session begun = open();
          Session resumed = open()) {
        double[] losses = whole.train(CHANGE + 4);
        begun.train(stop);
        State state = begun.state();
        float[] parameters = begun.parameters();
        resumed.parameters(parameters);
        resumed.state(state);
        used.clear();
        double[] rest = resumed.train(CHANGE + 4 - stop);
        assertThat(rest).isEqualTo(Arrays.copyOfRange(losses, stop, losses.length));
        assertThat(resumed.parameters()).isEqualTo(whole.parameters());
        assertThat(used.getFirst()).isEqualTo(stop < CHANGE ? "first" : "rest");
      }
    }
  }

  @Test
  void shortRunsNeverComeToTheVectorApi() {
    List<String> refusals = new ArrayList<>();
    assumeTrue(
        GemmLookup.source("openblas", refusals).isPresent(), () -> "no OpenBLAS here: " + refusals);
    GemmStages gemms =
        new GemmLookup("vector", VectorGemm::new, false, List.of())
            .gemms(
                RandomTraining.of(64, 64, new Dense(64), Activation.RELU, new Dense(10))
                    .draw()
                    .program());
    assertThat(gemms.at(0).name()).isEqualTo("openblas");
    // 64 · (64 · 64 + 64 · 10) multiplications forward, and twice as many backward.
    long change = (1L << 35) / (3L * 64 * (64 * 64 + 64 * 10));
    assertThat(gemms.at(change - 1).name()).isEqualTo("openblas");
    assertThat(gemms.at(change).name()).isEqualTo("vector");
  }
}
