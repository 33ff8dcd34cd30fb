package io.github.thalweg.pytorch;

import io.github.thalweg.engine.lookup.Devices;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The engines without TornadoVM walk as PyTorch did. */
class TrajectoriesTest {
  @TempDir private Path folder;

  /**
   * Both are float64 from the same numbers; only the order of sums and the libraries' exp differ.
   */
  @ParameterizedTest
  @MethodSource("io.github.thalweg.pytorch.Trajectories#cases")
  void referenceWalksPyTorchsPath(JsonNode expected) throws IOException {
    Trajectories.follow(expected, Devices.find("reference"), folder, 1e-11, true);
  }

  /** Float32 along the whole run; part of the numerical contract. */
  @ParameterizedTest
  @MethodSource("io.github.thalweg.pytorch.Trajectories#cases")
  void cpuWalksPyTorchsPath(JsonNode expected) throws IOException {
    Trajectories.follow(expected, Devices.find("cpu"), folder, 1e-4, false);
  }
}
