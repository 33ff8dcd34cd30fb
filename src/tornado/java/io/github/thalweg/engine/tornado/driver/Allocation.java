package io.github.thalweg.engine.tornado.driver;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * The arrays of a session by name. All are declared first and compared with the memory of the
 * device; only then is the first one made. Each exists twice, on the host and on the device,
 * because TornadoVM's arrays are host arrays with a shadow on the device.
 */
public final class Allocation {
  private static final long ELEMENT_BYTES = 4;

  /** Attempts to make an array; each waits for half a second. */
  private static final int ATTEMPTS = 6;

  private final Map<String, Long> elements = new LinkedHashMap<>();
  private final Map<String, FloatArray> floats = new HashMap<>();
  private final Map<String, IntArray> ints = new HashMap<>();

  /** Declares an array of float32 or int32. */
  public void declare(String name, long count) {
    elements.merge(name, Math.max(1, count), Math::max);
  }

  /** Bytes on the device, headers included. */
  public long bytes() {
    return sizes().stream().mapToLong(Long::longValue).sum();
  }

  /** The bytes of each array. */
  List<Long> sizes() {
    return elements.keySet().stream().map(this::bytes).toList();
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
  public void requireFit(DeviceInfo device, long held, long largestAllocation) {
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
   * Throws unless the device's driver gives everything declared.
   *
   * @param physical the same device to TornadoVM
   */
  public void requireGiven(DeviceInfo device, TornadoDevice physical) {
    TrialBuffers.givenInstead(device, physical, sizes())
        .ifPresent(given -> {
          throw notGiven(
              device, bytes(), given, "take a smaller batch, less data or another device");
        });
  }

  /**
   * The sentence for memory that a driver refuses although the device has it.
   *
   * @param given bytes that it gave before
   * @param remedy another remedy than to end another program
   */
  public static RunFailedException notGiven(
      DeviceInfo device, long needed, long given, String remedy) {
    return new RunFailedException(
        "This run needs "
            + readable(needed)
            + " on "
            + device.id()
            + " ("
            + device.name()
            + "), but the driver gave "
            + readable(given)
            + " and refused the next array: another program may hold the device's memory. End it, or "
            + remedy
            + ".");
  }

  /**
   * The sentence for too little memory on the device.
   *
   * @param available how much memory is available
   */
  public RunFailedException tooLarge(DeviceInfo device, long held, String available) {
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

  /** The sentence for too little host memory for the host part of the device's arrays. */
  public RunFailedException tooLargeForHost(DeviceInfo device, OutOfMemoryError failure) {
    return new RunFailedException(
        "This run needs "
            + readable(bytes())
            + " of host memory for its arrays on "
            + device.id()
            + ", more than Java may use outside its heap; start it with a larger"
            + " THALWEG_DEVICE_MEMORY (or -XX:MaxDirectMemorySize), or take a smaller batch.",
        failure);
  }

  /** The declared float array of this name, all zero at first. */
  public FloatArray floats(String name) {
    return floats.computeIfAbsent(
        name,
        _ -> {
          int count = Math.toIntExact(elements.get(name));
          FloatArray array = onceThereIsRoom(() -> new FloatArray(count));
          array.init(0f);
          return array;
        });
  }

  /** The declared int array of this name, all zero at first. */
  public IntArray ints(String name) {
    return ints.computeIfAbsent(
        name,
        _ -> {
          int count = Math.toIntExact(elements.get(name));
          IntArray array = onceThereIsRoom(() -> new IntArray(count));
          array.init(0);
          return array;
        });
  }

  /**
   * An array, after the memory of unused arrays is free. Java itself waits half a second for that,
   * which is not always enough for arrays of gigabytes.
   */
  private static <T> T onceThereIsRoom(Supplier<T> array) {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return array.get();
      } catch (OutOfMemoryError full) {
        System.gc();
      }
    }
    return array.get();
  }

  private static long gigabytes(long bytes) {
    return Math.ceilDiv(bytes + bytes / 8, 1L << 30);
  }

  private static String readable(long bytes) {
    double mebibytes = bytes / (double) (1 << 20);
    if (mebibytes < 0.1) {
      return String.format(Locale.ROOT, "%.1f KiB", mebibytes * 1024);
    }
    return mebibytes >= 1024
        ? String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024)
        : String.format(Locale.ROOT, "%.1f MiB", mebibytes);
  }
}
