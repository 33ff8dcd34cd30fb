package io.github.thalweg.engine;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Java's share of the machine's memory. */
public final class JavaMemory {
  /** A property that TornadoVM's flags set. */
  private static final String TORNADOVM = "tornado.load.runtime.implementation";

  private JavaMemory() {}

  /**
   * The largest size of the heap in bytes: {@code -Xmx}, or the share of the machine's memory that
   * the launcher sets.
   */
  public static long most() {
    // TornadoVM's flags choose the parallel collector, for which Runtime leaves out a survivor
    // space. A
    // bean has the right value, but takes longer, so only these starts use it.
    return System.getProperty(TORNADOVM) == null ? Runtime.getRuntime().maxMemory() : heapOption();
  }

  /** The heap's largest size, for any collector. */
  static long heapOption() {
    return Long.parseLong(
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("MaxHeapSize")
            .getValue());
  }
}
