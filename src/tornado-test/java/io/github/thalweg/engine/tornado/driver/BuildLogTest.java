package io.github.thalweg.engine.tornado.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildLogTest {
  private static final String HEADING =
      "[ERROR] TornadoVM JIT Compiler - CUDADriver Build Error Log:\n\n";

  @Test
  void givesTheFirstLineOfAnError() {
    try (BuildLog log = BuildLog.open()) {
      System.err.println(
          HEADING
              + "kernel.cu(2): warning: x is never used\n  kernel.cu(7): error: no such name\nand so on");
      assertThat(log.firstError()).contains("kernel.cu(7): error: no such name");
    }
  }

  @Test
  void givesTheFirstLineOfALogThatSpeaksOfNoError() {
    try (BuildLog log = BuildLog.open()) {
      System.err.println(HEADING + "The toolkit does not support sm_61.\nInstall another.");
      assertThat(log.firstError()).contains("The toolkit does not support sm_61.");
    }
  }

  @Test
  void givesNothingOfWarningsAlone() {
    try (BuildLog log = BuildLog.open()) {
      System.err.print("kernel.cu(2): warning: x is never used\n");
      assertThat(log.firstError()).isEmpty();
    }
  }
}
