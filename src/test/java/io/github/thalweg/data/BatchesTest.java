package io.github.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {
  @ParameterizedTest
  @CsvSource({"1,1,1,1", "7,3,3,1", "6,3,2,3", "13,13,1,13", "207,64,4,15", "1438,128,12,30"})
  void theLastBatchIsAsSmallAsItFallsOut(int rows, int size, int steps, int last) {
    Batches batches = new Batches(rows, size, true, 0);
    assertThat(batches.stepsPerEpoch()).isEqualTo(steps);
    assertThat(batches.rowsOf(steps - 1)).isEqualTo(last);
    assertThat(batches.offset(steps - 1)).isEqualTo(rows - last);
    assertThat(batches.epochOf(steps - 1)).isZero();
    assertThat(batches.epochOf(steps)).isEqualTo(1);
    assertThat(batches.offset(steps)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,3", "13,4", "207,64", "4098,100"})
  void theStepsOfAnEpochSeeEveryRowExactlyOnce(int rows, int size) {
    Batches batches = new Batches(rows, size, true, 42);
    int[] order = batches.order(3);
    int[] seen = new int[rows];
    for (long step = 3L * batches.stepsPerEpoch(); batches.epochOf(step) == 3; step++) {
      for (int i = 0; i < batches.rowsOf(step); i++) {
        seen[order[batches.offset(step) + i]]++;
      }
    }
    assertThat(seen).containsOnly(1);
  }

  @Test
  void epochsDifferAndSeedsRepeat() {
    Batches batches = new Batches(64, 8, true, 9);
    assertThat(batches.order(0)).isNotEqualTo(batches.order(1));
    assertThat(new Batches(64, 8, true, 9).order(1)).isEqualTo(batches.order(1));
    assertThat(new Batches(64, 8, true, 10).order(1)).isNotEqualTo(batches.order(1));
  }

  @Test
  void unshuffledRowsKeepTheirOrderInEveryEpoch() {
    Batches batches = new Batches(5, 2, false, 9);
    assertThat(batches.order(0)).containsExactly(0, 1, 2, 3, 4);
    assertThat(batches.order(17)).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void everyRowIsFirstAboutEquallyOften() {
    int[] first = new int[5];
    for (int epoch = 0; epoch < 5000; epoch++) {
      first[new Batches(5, 1, true, 0).order(epoch)[0]]++;
    }
    assertThat(Arrays.stream(first).min().orElseThrow()).isGreaterThan(850);
  }

  @ParameterizedTest
  @CsvSource({"10,0", "10,-1", "10,11"})
  void aBatchMustFitTheTrainingSet(int rows, int size) {
    assertThatThrownBy(() -> new Batches(rows, size, true, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(size + " rows", rows + " rows", "'full'");
  }
}
