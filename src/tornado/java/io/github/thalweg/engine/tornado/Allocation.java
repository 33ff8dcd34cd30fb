package io.github.thalweg.engine.tornado;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * The arrays of a session by name. All are declared first and held against the memory of the
 * device; only then is the first one made. Each exists twice, on the host and on the device,
 * because TornadoVM's arrays are host arrays with a shadow on the device.
 */
final class Allocation {
  private static final long ELEMENT_BYTES = 4;

  private final Map<String, Long> elements = new LinkedHashMap<>();
  private final Map<String, FloatArray> floats = new HashMap<>();
  private final Map<String, IntArray> ints = new HashMap<>();

  /** Declares an array of float32 or int32. */
  void declare(String name, long count) {
    elements.merge(name, Math.max(1, count), Math::max);
  }

  /** Bytes on the device, headers included. */
  long bytes() {
    return elements.keySet().stream().mapToLong(this::bytes).sum();
  }

  private long bytes(String name) {
    return elements.get(name) * ELEMENT_BYTES + TornadoNativeArray.ARRAY_HEADER;
  }

  /**
   * Throws unless everything declared fits.
   *
   * @param held bytes that other sessions hold on the device
   * @param largestAllocation bytes that one array may have on the device
   */
  void requireFit(DeviceInfo device, long held, long largestAllocation) {
    if (bytes() > device.memoryBytes() - held) {
      throw tooLarge(device, held, readable(device.memoryBytes() - held) + " are available");
    }
    for (String name : elements.keySet()) {
      if (elements.get(name) > Integer.MAX_VALUE || bytes(name) >= largestAllocation) {
        throw new RunFailedException(
            "The array "
                + name
                + " needs "
                + readable(bytes(name))
                + "; one array on "
                + device.id()
                + " ("
                + device.name()
                + ") may have "
                + readable(Math.min(largestAllocation, ELEMENT_BYTES * Integer.MAX_VALUE))
                + ". Take a smaller batch, less data or another device.");
      }
    }
  }

  /**
   * The sentence for too little memory on the device.
   *
   * @param available how much there is instead
   */
  RunFailedException tooLarge(DeviceInfo device, long held, String available) {
    return new RunFailedException(
        "This run needs "
            + readable(bytes())
            + " on "
            + device.id()
            + " ("
            + device.name()
            + "), where "
            + available
            + (held > 0 ? " and other sessions hold " + readable(held) : "")
            + ". If the device has more, set the environment variable THALWEG_DEVICE_MEMORY, for"
            + " example to "
            + gigabytes(held + bytes())
            + "GB; else take a smaller batch or another device.");
  }

  /**
   * The sentence for too little memory beside the device, where its arrays have their host part.
   */
  RunFailedException tooLargeForHost(DeviceInfo device, OutOfMemoryError failure) {
    return new RunFailedException(
        "This run needs "
            + readable(bytes())
            + " of host memory for its arrays on "
            + device.id()
            + ", more than Java may take outside its heap; start it with a larger"
            + " THALWEG_DEVICE_MEMORY (or -XX:MaxDirectMemorySize), or take a smaller batch.",
        failure);
  }

  /** The declared float array of this name, all zero at first. */
  FloatArray floats(String name) {
    return floats.computeIfAbsent(
        name,
        _ -> {
          FloatArray array = new FloatArray(Math.toIntExact(elements.get(name)));
          array.init(0f);
          return array;
        });
  }

  /** The declared int array of this name, all zero at first. */
  IntArray ints(String name) {
    return ints.computeIfAbsent(
        name,
        _ -> {
          IntArray array = new IntArray(Math.toIntExact(elements.get(name)));
          array.init(0);
          return array;
        });
  }

  private static long gigabytes(long bytes) {
    return Math.ceilDiv(bytes + bytes / 8, 1L << 30);
  }

  private static String readable(long bytes) {
    double mebibytes = bytes / (double) (1 << 20);
    return mebibytes >= 1024
        ? String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024)
        : String.format(Locale.ROOT, "%.1f MiB", mebibytes);
  }
}
