package io.github.thalweg.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.data.Batches;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ListingTest {
  @Test
  void stepReadsAsItsFormulas() {
    List<String> lines =
        Listing.of(
            program(
                new Optimizer.Sgd(0.1, 0, false, 0), OptionalDouble.of(0.5), new Loss.Huber(1)));

    assertThat(lines)
        .containsExactly(
            "a training step of up to 7 rows",
            "  load                x [B, 3], t [B, 2] = rows of the epoch's random order",
            "  linear              y0 [B, 5], y1 [B, 5] = gelu(x·0.weight [5, 3]ᵀ + 0.bias [5])",
            "  linear              y2 [B, 2] = y1·2.weight [2, 5]ᵀ",
            "  loss                loss [], dy2 [B, 2] = huber(y2, t) and its derivative",
            "  parameter gradient  d2.weight [2, 5] = dy2ᵀ·y1",
            "  input gradient      dy0 [B, 5] = dy2·2.weight ⊙ gelu′(y0)",
            "  parameter gradient  d0.weight [5, 3], d0.bias [5] = dy0ᵀ·x, Σ rows of dy0",
            "  clip                norm [], gradient [30] = ‖g‖₂, g·min(1, 0.5 / (‖g‖₂ + 10⁻⁶))",
            "  update              theta [30] = θ − λ·g",
            "an evaluation of up to 1024 rows",
            "  load                x [B, 3], t [B, 2] = consecutive rows",
            "  linear              y1 [B, 5] = gelu(x·0.weight [5, 3]ᵀ + 0.bias [5])",
            "  linear              y2 [B, 2] = y1·2.weight [2, 5]ᵀ",
            "  metrics             metrics [B, 2] = huber(y2, t), squared residual");
  }

  @Test
  void tensorsOfClassesAreMarked() {
    Optimizer sgd = new Optimizer.Sgd(0.1, 0, false, 0);

    assertThat(Listing.of(program(sgd, OptionalDouble.empty(), new Loss.CrossEntropy())))
        .contains(
            "  load                x [B, 3], t [B, 1] int32 = rows of the epoch's random order",
            "  loss                loss [], dy2 [B, 2] = cross_entropy(y2, t) and its derivative",
            "  load                x [B, 3], t [B, 1] int32 = consecutive rows");
  }

  @Test
  void kernelsStandBehindTheirOperations() {
    TrainingProgram program =
        program(new Optimizer.Sgd(0.1, 0, false, 0), OptionalDouble.empty(), new Loss.Mse());
    KernelNames kernels =
        new KernelNames(Map.of(program.step().ops().getLast(), "jit Sgd.update"), Map.of());

    assertThat(Listing.of(program, kernels))
        .contains("  update              theta [30] = θ − λ·g   [jit Sgd.update]")
        .filteredOn(line -> line.contains("[jit"))
        .hasSize(1);
  }

  @Test
  void descentWithMomentumReadsAsItsRule() {
    assertThat(rule(new Optimizer.Sgd(0.1, 0.9, false, 0.01)))
        .isEqualTo("θ − λ·b, b ← 0.9·b + g + 0.01·θ");
    assertThat(rule(new Optimizer.Sgd(0.1, 0.9, true, 0.01)))
        .isEqualTo("θ − λ·(g + 0.01·θ + 0.9·b), b ← 0.9·b + g + 0.01·θ");
  }

  @Test
  void adamsDecayActsOnTheGradientOfBothMomentsOrOnTheWeights() {
    String moments = " − λ·m̂/(√v̂ + 1e-8), m ← 0.9·m + 0.1·g, v ← 0.999·v + 0.001·g²";

    assertThat(rule(new Optimizer.Adam(0.1, 0.9, 0.999, 1e-8, 0, false))).isEqualTo("θ" + moments);
    assertThat(rule(new Optimizer.Adam(0.1, 0.9, 0.999, 1e-8, 0.02, false)))
        .isEqualTo("θ" + moments + ", g ← g + 0.02·θ");
    assertThat(rule(new Optimizer.Adam(0.1, 0.9, 0.999, 1e-8, 0.02, true)))
        .isEqualTo("(1 − λ·0.02)·θ" + moments);
    assertThat(rule(new Optimizer.Adam(0.1, 0, 0.5, 1e-8, 0, false)))
        .contains("m ← 0·m + 1·g, v ← 0.5·v + 0.5·g²");
  }

  @Test
  void rmsPropReadsAsItsRule() {
    assertThat(rule(new Optimizer.RmsProp(0.1, 0.99, 1e-8, 0, 0, false)))
        .isEqualTo("θ − λ·g/(√(s) + 1e-8), s ← 0.99·s + 0.01·g²");
    assertThat(rule(new Optimizer.RmsProp(0.1, 0.99, 1e-8, 0.02, 0.5, true)))
        .isEqualTo(
            "θ − λ·b, b ← 0.5·b + g/(√(s − a²) + 1e-8), s ← 0.99·s + 0.01·g²,"
                + " a ← 0.99·a + 0.01·g, g ← g + 0.02·θ");
  }

  private static String rule(Optimizer optimizer) {
    return Listing.of(program(optimizer, OptionalDouble.empty(), new Loss.Mse())).stream()
        .filter(line -> line.startsWith("  update"))
        .map(line -> line.substring(line.indexOf(" = ") + 3))
        .findFirst()
        .orElseThrow();
  }

  private static TrainingProgram program(Optimizer optimizer, OptionalDouble clipNorm, Loss loss) {
    Model model = new Model(3, List.of(new Dense(5), Activation.GELU, new Dense(2, false)));
    return TrainingProgram.of(
        new Training(
            model,
            loss,
            optimizer,
            new Schedule.Constant(0),
            clipNorm,
            new Batches(20, 7, true, 0),
            3));
  }
}
