package io.github.thalweg.engine.tornado.plan;

import io.github.thalweg.engine.DeviceInfo;
import java.util.List;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;

/** How the graph of a step is executed, once it has been chosen. */
public interface Replay {
  /** Task by task. */
  Replay NONE =
      new Replay() {
        @Override
        public void ask(TornadoExecutionPlan train) {}

        @Override
        public boolean replays() {
          return false;
        }
      };

  /**
   * As a CUDA graph: the driver records the launches of the first execution and repeats them all at
   * once from then on.
   */
  Replay CUDA_GRAPH = TornadoExecutionPlan::withCUDAGraph;

  /** The backends of TornadoVM that have CUDA graphs. */
  List<String> BACKENDS = List.of("ptx", "cuda");

  /** {@code -Dthalweg.cudagraph=false} turns CUDA graphs off. */
  String PROPERTY = "thalweg.cudagraph";

  /** The choice for a device: CUDA graphs if its backend has them. */
  static Replay of(DeviceInfo device) {
    boolean wanted = Boolean.parseBoolean(System.getProperty(PROPERTY, "true"));
    return wanted && BACKENDS.contains(device.backend()) ? CUDA_GRAPH : NONE;
  }

  /** Requests it, before the graph is compiled or executed for the first time. */
  void ask(TornadoExecutionPlan train);

  /** Executes the graph. */
  default TornadoExecutionResult execute(TornadoExecutionPlan train) {
    return train.execute();
  }

  /** Whether executions repeat recorded launches, so that they must be checked. */
  default boolean replays() {
    return true;
  }
}
