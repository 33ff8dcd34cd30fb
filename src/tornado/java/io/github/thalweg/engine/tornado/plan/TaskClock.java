package io.github.thalweg.engine.tornado.plan;

import io.github.thalweg.engine.KernelClock;
import io.github.thalweg.engine.KernelTime;
import io.github.thalweg.nn.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up the times of the tasks of a step, for each kernel. */
public final class TaskClock {
  /** For each task id, the number of the kernel that the task belongs to, from 0. */
  private final Map<String, Integer> kernels = new LinkedHashMap<>();

  private final KernelClock clock;

  /**
   * @param tasks for each task id, the operations that the task does, or does a part of
   */
  public TaskClock(Map<String, List<Op>> tasks, int launches) {
    List<List<Op>> all = new ArrayList<>();
    tasks.forEach((id, ops) -> {
      int kernel = 0;
      while (kernel < all.size() && !all.get(kernel).containsAll(ops)) {
        kernel++;
      }
      if (kernel == all.size()) {
        all.add(ops);
      }
      kernels.put(id, kernel);
    });
    clock = new KernelClock(all, launches);
  }

  /** Adds the times of a launch of this many steps. */
  public void took(Map<String, Double> seconds, int steps) {
    seconds.forEach((id, taken) -> clock.took(kernels.get(id), taken / steps));
    clock.next();
  }

  /** The time of each kernel in a step; without the kernels that the device did not time. */
  public List<KernelTime> times() {
    return clock.times(Double.MIN_VALUE);
  }
}
