package io.github.thalweg.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.OpTable.Bound;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Role;
import io.github.thalweg.nn.Shape;
import io.github.thalweg.nn.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpTableTest {
  private static final Tensor A = tensor("a");
  private static final Tensor B = tensor("b");
  private static final Tensor C = tensor("c");
  private static final Tensor D = tensor("d");
  private static final Op.Add FIRST = new Op.Add(A, A, B);
  private static final Op.Add SECOND = new Op.Add(B, B, C);
  private static final Op.Add THIRD = new Op.Add(A, A, D);

  private static Tensor tensor(String name) {
    return new Tensor(name, Role.ACTIVATION, Shape.ofExample(3));
  }

  private static OpTable<String> table() {
    return new OpTable<String>("toy:0").serve(Op.Add.class, add -> "to " + add.sum().name());
  }

  @Test
  void operationsThatNothingFusesRunOneByOne() {
    assertThat(table().compile(List.of(FIRST, SECOND)))
        .containsExactly(new Bound<>(List.of(FIRST), "to b"), new Bound<>(List.of(SECOND), "to c"));
  }

  @Test
  void whatIsFusedRunsWhereItsFirstOperationStands() {
    Bound<String> both = new Bound<>(List.of(FIRST, THIRD), "both");

    assertThat(table().fuse(both).compile(List.of(FIRST, SECOND, THIRD)))
        .containsExactly(both, new Bound<>(List.of(SECOND), "to c"));
  }

  @Test
  void nothingIsFusedAcrossAnOperationThatItNeeds() {
    Op.Add last = new Op.Add(C, A, D);
    Bound<String> ends = new Bound<>(List.of(FIRST, last), "ends");

    assertThat(table().fuse(ends).compile(List.of(FIRST, SECOND, last)))
        .extracting(Bound::work)
        .containsExactly("to b", "to c", "to d");
  }

  @Test
  void nothingIsFusedAcrossAnOperationThatReadsAPartOfWhatItWrites() {
    Tensor whole = new Tensor("gradient", Role.GRADIENT, Shape.of(10));
    Tensor part = new Tensor("d0.bias", Role.GRADIENT, Shape.of(2), 8);
    Tensor other = new Tensor("d0.weight", Role.GRADIENT, Shape.of(8), 0);
    Op.Add reads = new Op.Add(part, part, C);
    Op.Add writes = new Op.Add(A, A, whole);
    Op.Add writesOther = new Op.Add(A, A, other);

    assertThat(
            table()
                .fuse(new Bound<>(List.of(FIRST, writes), "both"))
                .compile(List.of(FIRST, reads, writes)))
        .hasSize(3);
    assertThat(
            table()
                .fuse(new Bound<>(List.of(FIRST, writesOther), "both"))
                .compile(List.of(FIRST, reads, writesOther)))
        .hasSize(2);
  }

  @Test
  void whatWasSaidLastCounts() {
    Bound<String> fewer = new Bound<>(List.of(FIRST, SECOND), "two");
    Bound<String> more = new Bound<>(List.of(FIRST, SECOND, THIRD), "three");

    assertThat(table().fuse(fewer).fuse(more).compile(List.of(FIRST, SECOND, THIRD)))
        .containsExactly(more);
    assertThat(table().fuse(more).fuse(fewer).compile(List.of(FIRST, SECOND, THIRD)))
        .extracting(Bound::work)
        .containsExactly("two", "to d");
    assertThat(
            table()
                .fuse(more)
                .fuse((_, _) -> Optional.empty())
                .compile(List.of(FIRST, SECOND, THIRD)))
        .containsExactly(more);
    assertThat(table().serve(Op.Add.class, _ -> "anew").bind(FIRST)).isEqualTo("anew");
  }

  @Test
  void anOperationWithoutAKernelIsASentence() {
    Op.Activate activate = new Op.Activate(Activation.RELU, A, B);

    assertThatThrownBy(() -> table().compile(List.of(FIRST, activate)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The device toy:0 has no kernel for the operation 'activation b'; use another device"
                + " (thalweg devices lists them), or a model without it.");
  }
}
