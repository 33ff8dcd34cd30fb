package io.github.thalweg.pytorch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.tornado.TornadoEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The first device of TornadoVM walks as PyTorch did. */
class DeviceTrajectoriesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.github.thalweg.pytorch.Trajectories#cases")
  void deviceWalksPyTorchsPath(JsonNode expected) throws IOException {
    List<Device> devices = new TornadoEngine().devices();
    assumeTrue(devices.getFirst().info().usable());
    Trajectories.follow(expected, devices.getFirst(), folder, 1e-4, false);
  }
}
