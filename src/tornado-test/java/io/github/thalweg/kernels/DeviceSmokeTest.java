package io.github.thalweg.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.thalweg.TestedEngines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoBailoutRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Whether TornadoVM, as it is set up here, runs anything at all: what to look at first when every
 * device test fails.
 */
class DeviceSmokeTest {
  @Test
  void everyDeviceDoublesAVector() throws Exception {
    List<TornadoDevice> devices = new ArrayList<>();
    try {
      for (TornadoBackend backend : TornadoExecutionPlan.getTornadoDeviceMap().getAllBackends()) {
        devices.addAll(backend.getAllDevices());
      }
    } catch (TornadoBailoutRuntimeException | ExceptionInInitializerError e) {
      if (!(rootCause(e) instanceof TornadoBailoutRuntimeException)) {
        throw e;
      }
      String why =
          "TornadoVM finds no device (PoCL, Debian's pocl-opencl-icd, makes one of the CPU)";
      TestedEngines.skipped("tornado", why);
      abort(why);
    }

    for (TornadoDevice device : devices) {
      FloatArray x = FloatArray.fromElements(1, 2, 3, 4, 5, 6, 7);
      FloatArray y = new FloatArray(7);
      y.init(0);
      TaskGraph graph =
          new TaskGraph("smoke")
              .transferToDevice(DataTransferMode.FIRST_EXECUTION, x)
              .task("twice", DeviceSmokeTest::twice, x, y)
              .transferToHost(DataTransferMode.EVERY_EXECUTION, y);
      try (TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot())) {
        plan.withDevice(device).execute();
      }

      assertThat(y.toHeapArray())
          .as(device.getDescription())
          .containsExactly(2, 4, 6, 8, 10, 12, 14);
    }
  }

  private static Throwable rootCause(Throwable e) {
    return e.getCause() == null ? e : rootCause(e.getCause());
  }

  private static void twice(FloatArray x, FloatArray y) {
    for (@Parallel int i = 0; i < x.getSize(); i++) {
      y.set(i, 2 * x.get(i));
    }
  }
}
