package io.github.thalweg.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.peers.ShapeSweep.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final List<Measurement> all = new ArrayList<>();

  private void measured(Participant participant, String workload, int threads, double... micros) {
    for (int round = 1; round <= micros.length; round++) {
      all.add(new Measurement(round, participant, workload, threads, micros[round - 1], 0));
    }
  }

  @Test
  void ratioIsToTheBestPeerAtItsBestNumberOfThreads() {
    measured(Participant.THALWEG, "softmax", 2, 100, 90, 500);
    measured(Participant.DJL, "softmax", 1, 300, 310, 320);
    measured(Participant.DJL, "softmax", 2, 700);
    measured(Participant.LIBTORCH, "softmax", 1, 250, 90, 260);
    measured(Participant.LIBTORCH, "softmax", 2, 9000);

    Row row = Row.of(all, "softmax", 2, List.of(1, 2));

    assertThat(row.times()).containsEntry(Participant.THALWEG, 100 * 468 / 1000.0);
    assertThat(row.timesBestPeer()).hasValue(2.5);
    assertThat(row.ofLimit()).isEmpty();
    assertThat(row.line())
        .startsWith("softmax ")
        .contains(" ms/epoch ", " 46.8 ", " 2.50 ", "≤ 50")
        .endsWith(" reached")
        .doesNotContain("not reached");
  }

  @Test
  void shareOfTheLimitIsReachedWithItsOwnNumberOfThreads() {
    measured(Participant.THALWEG, "linear-full", 1, 20_000);
    measured(Participant.LIMIT, "linear-full", 1, 19_200);
    measured(Participant.THALWEG, "linear-full", 2, 20_000);
    measured(Participant.LIMIT, "linear-full", 2, 10_000);

    assertThat(Row.of(all, "linear-full", 1, List.of(1, 2)).line())
        .contains(" 96 % ")
        .endsWith("≥ 95 % of limit           reached");
    assertThat(Row.of(all, "linear-full", 2, List.of(1, 2)).line())
        .contains(" 50 % ")
        .endsWith(" not reached");
  }

  @Test
  void bothTimeAndShareMustBeReachedWhereBothAreSet() {
    Reach wide = Reach.of("mlp-wide");

    assertThat(wide.sentence()).isEqualTo("≤ 15.5, ≥ 90 % of limit");
    assertThat(wide.mark(15.5, OptionalDouble.of(0.9))).isEqualTo("reached");
    assertThat(wide.mark(15.6, OptionalDouble.of(0.95))).isEqualTo("not reached");
    assertThat(wide.mark(12, OptionalDouble.of(0.89))).isEqualTo("not reached");
    assertThat(wide.mark(12, OptionalDouble.empty())).isEmpty();
  }

  @Test
  void figureThatIsMissingLeavesItsCellsEmpty() {
    measured(Participant.DJL, "linear-tiny", 1, 100);

    assertThat(Row.of(all, "linear-tiny", 1, List.of(1)).line())
        .containsPattern("linear-tiny +µs/step +1 +100 +≤ 0.3$");
  }

  @Test
  void sweepNamesCliffsAndWhereThePeerIsQuicker() {
    // 2·3·4 + 2·3·4 + 3·4 = 60 multiply-adds, and 2·5·4 + 2·5·4 + 5·4 = 100.
    measured(Participant.THALWEG, "3-4@2", 1, 60);
    measured(Participant.THALWEG, "5-4@2", 1, 50);
    measured(Participant.DJL, "3-4@2", 1, 59);

    assertThat(ShapeSweep.line(all, new Pair("3-4@2", "5-4@2"), 1, List.of(1)).orElseThrow())
        .containsPattern("3-4@2 +1 +60.* +59.* 0.98 +1000000.* 5-4@2 +2.00 +cliff, slower$");
    assertThat(ShapeSweep.line(all, new Pair("5-4@2", "3-4@2"), 1, List.of(1))).isEmpty();
    assertThat(ShapeSweep.mark(1.5, 1)).isEmpty();
    assertThat(ShapeSweep.mark(1.51, 1)).isEqualTo("cliff");
    assertThat(ShapeSweep.mark(1, 0.99)).isEqualTo("slower");
  }

  @Test
  void figuresHaveThreeDigits() {
    assertThat(Digits.three(0.012345)).isEqualTo("0.0123");
    assertThat(Digits.three(1.236)).isEqualTo("1.24");
    assertThat(Digits.three(2.5)).isEqualTo("2.50");
    assertThat(Digits.three(300)).isEqualTo("300");
    assertThat(Digits.three(12345)).isEqualTo("12300");
  }
}
