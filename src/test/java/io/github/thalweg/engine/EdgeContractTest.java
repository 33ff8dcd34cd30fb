package io.github.thalweg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.check.EdgeCheck;
import io.github.thalweg.check.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where float32 ends, every engine gives what can be said on paper. */
public abstract class EdgeContractTest {
  /** The device under test. */
  protected abstract Device device();

  @Test
  void formulasKeepTheirDigitsWhereFloat32Ends() {
    List<Finding> findings = EdgeCheck.run(device());
    assertThat(findings).hasSizeGreaterThan(8).allMatch(Finding::within);
  }
}
