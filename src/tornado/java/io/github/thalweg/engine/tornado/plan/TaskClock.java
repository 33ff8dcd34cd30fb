package io.github.thalweg.engine.tornado.plan;

import io.github.thalweg.engine.KernelClock;
import io.github.thalweg.engine.KernelTime;
import io.github.thalweg.nn.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up what the tasks of a step take by the operations that they carry out. */
public final class TaskClock {
  /** By task id the kernel that the task is a part of, counted from 0. */
  private final Map<String, Integer> kernels = new LinkedHashMap<>();

  private final KernelClock clock;

  /**
   * @param tasks by id, the operations that each carries out or has a part in
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

  /** Takes a launch into account, which took so many steps. */
  public void took(Map<String, Double> seconds, int steps) {
    seconds.forEach((id, taken) -> clock.took(kernels.get(id), taken / steps));
    clock.next();
  }

  /** What each kernel takes in a step; without those that the device has no time for. */
  public List<KernelTime> times() {
    return clock.times(Double.MIN_VALUE);
  }
}
