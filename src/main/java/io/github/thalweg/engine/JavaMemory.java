package io.github.thalweg.engine;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** What Java may take of the machine's memory. */
public final class JavaMemory {
  /** A property that TornadoVM's flags set. */
  private static final String TORNADOVM = "tornado.load.runtime.implementation";

  private JavaMemory() {}

  /**
   * Bytes that the heap may grow to: {@code -Xmx}, or the share of the machine's memory that the
   * launcher sets.
   */
  public static long most() {
    // TornadoVM's flags choose the parallel collector, of which Runtime leaves out a survivor
    // space. To ask a bean takes longer, which other starts do without.
    return System.getProperty(TORNADOVM) == null ? Runtime.getRuntime().maxMemory() : heapOption();
  }

  /** The heap's greatest size, whatever the collector makes of it. */
  static long heapOption() {
    return Long.parseLong(
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("MaxHeapSize")
            .getValue());
  }
}
