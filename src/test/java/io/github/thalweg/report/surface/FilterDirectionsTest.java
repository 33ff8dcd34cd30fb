package io.github.thalweg.report.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Initialization;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterDirectionsTest {
  private static final Model MODEL =
      new Model(7, List.of(new Dense(13), Activation.TANH, new Dense(3, false)));

  private final float[] theta = Initialization.uniform(MODEL, 5);

  @Test
  void everyRowIsAsLongAsTheModelsAndBiasesStay() {
    LossSurface.Plane plane = FilterDirections.plane(MODEL, theta, 1);

    for (float[] direction : List.of(plane.first(), plane.second())) {
      for (Parameter parameter : MODEL.parameters()) {
        int columns = parameter.shape().getLast();
        for (int k = 0; k < parameter.size(); k += columns) {
          int at = parameter.offset() + k;
          double expected = parameter.name().endsWith("weight") ? norm(theta, at, columns) : 0;
          assertThat(norm(direction, at, columns))
              .as(parameter.name())
              .isCloseTo(expected, within(1e-5));
        }
      }
    }
    assertThat(plane.centre()).isEqualTo(theta);
  }

  @Test
  void directionsDifferFromEachOtherAndFollowFromTheSeed() {
    LossSurface.Plane plane = FilterDirections.plane(MODEL, theta, 1);
    LossSurface.Plane again = FilterDirections.plane(MODEL, theta, 1);
    LossSurface.Plane other = FilterDirections.plane(MODEL, theta, 2);

    assertThat(plane.first()).isEqualTo(again.first()).isNotEqualTo(other.first());
    assertThat(plane.second()).isEqualTo(again.second());
    double product = 0;
    for (int i = 0; i < theta.length; i++) {
      product += plane.first()[i] * (double) plane.second()[i];
    }
    // 16 rows of independent directions: far from parallel.
    assertThat(Math.abs(product))
        .isLessThan(0.6 * Math.pow(norm(plane.first(), 0, theta.length), 2));
  }

  private static double norm(float[] values, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += (double) values[i] * values[i];
    }
    return Math.sqrt(sum);
  }
}
