package io.github.thalweg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.bench.TimeToQualityResult.Seed;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeToQualityTest {
  private static final Device CPU = Devices.find("cpu");

  @Test
  void everySeedTrainsUntilTheTestPartIsGoodEnoughAndNoLonger() {
    TimeToQuality digits = new TimeToQuality("digits", 0.85, 30, 3);
    List<String> talk = new ArrayList<>();

    TimeToQualityResult result = digits.run(CPU, 41, 60, talk::add);

    assertThat(result.seeds()).extracting(Seed::seed).containsExactly(41L, 42L, 43L);
    assertThat(result.seeds())
        .allSatisfy(seed -> {
          assertThat(seed.reached()).isTrue();
          assertThat(seed.accuracy()).isBetween(0.85, 1.0);
          assertThat(seed.epochs()).isBetween(1, 10);
          assertThat(seed.seconds()).isPositive();
        });
    assertThat(result.failed()).isZero();
    assertThat(result.device())
        .isEqualTo(CPU.info(PreparedRun.of(RunFile.read("digits", "epochs=30")).program()));
    assertThat(talk).hasSize(3).first().asString().startsWith("seed 41 came to ");
  }

  @Test
  void seedsThatDoNotComeToTheQualityHaveFailed() {
    TimeToQualityResult result = new TimeToQuality("digits", 0.9999, 2, 3).run(CPU, 0, 60, _ -> {});

    assertThat(result.seeds()).allSatisfy(seed -> assertThat(seed.reached()).isFalse());
    assertThat(result.seeds()).extracting(Seed::epochs).containsOnly(2);
    assertThat(result.toMap())
        .doesNotContainKey("seconds_to_quality")
        .containsEntry("failed_seeds", 3);
    assertThatThrownBy(result::requireFigure)
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining(
            "did not reach 99.99 % of digits's test rows within 2 epochs with 3 of 3 seeds");
  }

  @Test
  void lossThatIsNotFiniteFailsTheSeedAtOnce() {
    TimeToQualityResult result =
        new TimeToQuality("digits", 0.5, 5, 3)
            .run(new LossFactorDevice(null, Double.NaN, 0), 0, 60, _ -> {});

    assertThat(result.failed()).isEqualTo(3);
    assertThat(result.seeds()).extracting(Seed::epochs).containsOnly(1);
  }

  @Test
  void slowestAndFastestAreDroppedAndTheOthersAveraged() {
    TimeToQualityResult result =
        result(seed(true, 5), seed(true, 1), seed(true, 2.5), seed(true, 90), seed(true, 3));

    assertThat(result.seconds()).hasValueCloseTo((5 + 2.5 + 3) / 3, within(1e-12));
    assertThat(result.toMap().get("kept_seconds")).isEqualTo(List.of(2.5, 3.0, 5.0));
  }

  @Test
  void oneSeedThatFailedIsTheSlowestAndIsSaid() {
    TimeToQualityResult result =
        result(seed(true, 5), seed(false, 0.5), seed(true, 2), seed(true, 4), seed(true, 3));

    assertThat(result.seconds()).hasValueCloseTo(4.0, within(1e-12));
    assertThat(result.toMap()).containsEntry("failed_seeds", 1);
    assertThatCode(result::requireFigure).doesNotThrowAnyException();
  }

  @Test
  void withTwoSeedsThatFailedThereIsNoFigure() {
    TimeToQualityResult result =
        result(seed(false, 5), seed(false, 0.5), seed(true, 2), seed(true, 4), seed(true, 3));

    assertThat(result.seconds()).isEmpty();
    assertThatThrownBy(result::requireFigure).hasMessageContaining("2 of 5 seeds");
  }

  private static TimeToQualityResult result(Seed... seeds) {
    return new TimeToQualityResult(TimeToQuality.MNIST, CPU.info(), List.of(seeds));
  }

  private static Seed seed(boolean reached, double seconds) {
    return new Seed(0, reached, seconds, 3, 0.97);
  }
}
