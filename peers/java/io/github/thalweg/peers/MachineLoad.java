package io.github.thalweg.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How long the machine's cores have been busy, for all processes and for this process with the
 * processes that it started and waited for. If a core was shared, measured times are wrong, most of
 * all for threads that spin while they wait for each other.
 *
 * @param nanos time of the clock
 * @param busySeconds busy time of all cores, for all processes
 * @param ownSeconds busy time for this process and its children
 */
record MachineLoad(long nanos, double busySeconds, double ownSeconds) {
  /** Linux counts in hundredths of a second. */
  private static final double TICKS = 100;

  static MachineLoad now() {
    long nanos = System.nanoTime();
    try {
      // cpu user nice system idle iowait irq softirq steal …
      String[] all =
          Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +");
      double busy =
          Arrays.stream(all, 1, 9).mapToDouble(Double::parseDouble).sum()
              - Double.parseDouble(all[4])
              - Double.parseDouble(all[5]);
      // After the name in parentheses: state …, then utime, stime, and the same for children that
      // have ended.
      String self = Files.readString(Path.of("/proc/self/stat"));
      String[] own = self.substring(self.lastIndexOf(')') + 2).split(" ");
      double ownTicks = Arrays.stream(own, 11, 15).mapToDouble(Double::parseDouble).sum();
      return new MachineLoad(nanos, busy / TICKS, ownTicks / TICKS);
    } catch (IOException e) {
      return new MachineLoad(nanos, 0, 0);
    }
  }

  double secondsSince(MachineLoad before) {
    return (nanos - before.nanos) / 1e9;
  }

  /** Cores that other processes kept busy on average; 0 if the system does not say. */
  double otherCoresSince(MachineLoad before) {
    double others = (busySeconds - before.busySeconds) - (ownSeconds - before.ownSeconds);
    return Math.max(0, others / secondsSince(before));
  }
}
