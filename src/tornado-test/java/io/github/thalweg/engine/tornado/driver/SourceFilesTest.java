package io.github.thalweg.engine.tornado.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.engine.prebuilt.CpuLaunches;
import io.github.thalweg.engine.prebuilt.GpuLaunches;
import io.github.thalweg.engine.prebuilt.Launch;
import io.github.thalweg.engine.tornado.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The files that hand-written kernels are handed over in. */
class SourceFilesTest {
  @Test
  void areThereUntilTheyAreClosed() throws IOException {
    Runs.devices();
    Path first;
    Path second;
    try (SourceFiles sources = new SourceFiles("opencl")) {
      first = Path.of(sources.write(new CpuLaunches(2).linear(7, 5), "train.linear_y0", List.of()));
      second = Path.of(sources.write(new GpuLaunches(32_768).meanLoss(), "train.mean", List.of()));
      assertThat(Files.readString(first)).contains("__kernel GROUP_OF(1) void stepOperation(");
      assertThat(Files.readString(second)).contains("__kernel GROUP_OF(ITEMS) void stepOperation(");
    }
    assertThat(first).doesNotExist();
    assertThat(second).doesNotExist();
    assertThat(first.getParent()).doesNotExist();
  }

  @Test
  void ptxHasTheNameThatTornadoVmLooksFor() throws IOException {
    Runs.devices();
    List<Object> arguments = List.of(new FloatArray(3), new IntArray(2), -1, 5);
    Launch launch = new GpuLaunches(32_768).meanLoss();
    String name = "train_mean_loss_stepoperation_arrays_floatarray_arrays_intarray_1_5";
    assertThat(SourceFiles.ptxName("train.mean_loss", launch.entry(), arguments)).isEqualTo(name);
    assumeTrue(Launch.hasPtx(), "kernels/ptx was not built: there was no nvcc.");
    try (SourceFiles sources = new SourceFiles("ptx")) {
      String file = sources.write(launch, "train.mean_loss", arguments);
      assertThat(Files.readString(Path.of(file))).contains(".visible .entry " + name + "(");
    }
  }
}
