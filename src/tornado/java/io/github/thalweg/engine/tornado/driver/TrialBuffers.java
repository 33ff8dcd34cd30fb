package io.github.thalweg.engine.tornado.driver;

import io.github.thalweg.engine.DeviceInfo;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import uk.ac.manchester.tornado.api.TornadoDeviceContext;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/**
 * Buffers that are made on an OpenCL device and given back, to see whether its driver has the
 * memory: another program may hold it, and no driver says how much is free. If a driver refuses a
 * buffer, TornadoVM itself continues without it, and the process ends at the first kernel that uses
 * it. On a CUDA device such a kernel is a fault, and after it nothing can be read.
 */
public final class TrialBuffers {
  /** Some drivers allocate memory only at the first use of a buffer. */
  private static final int WORD = 0x7fedc0de;

  /** The plan number for our copies in TornadoVM: none of its own plans has this number. */
  private static final long PLAN = -1;

  private static final long READ_AND_WRITE = 1;

  private final DeviceInfo info;
  private final TornadoDeviceContext device;
  private final Object context;
  private final List<Long> buffers = new ArrayList<>();

  private TrialBuffers(DeviceInfo info, TornadoDevice device) {
    this.info = info;
    this.device = device.getDeviceContext();
    this.context = call(this.device, "getPlatformContext");
  }

  /**
   * Tries to have buffers of all these sizes at the same time.
   *
   * @param sizes in bytes, the largest of them not above the limit of the device
   * @return nothing if the driver gives them all, else the bytes of those before the refused one
   * @throws io.github.thalweg.RunFailedException if the content of a buffer cannot be read
   */
  public static OptionalLong givenInstead(
      DeviceInfo info, TornadoDevice device, Collection<Long> sizes) {
    if (device.getTornadoVMBackend() != TornadoVMBackendType.OPENCL) {
      return OptionalLong.empty();
    }
    TrialBuffers trial = new TrialBuffers(info, device);
    long given = 0;
    for (long size : sizes) {
      if (!trial.has(size)) {
        trial.giveBack();
        return OptionalLong.of(given);
      }
      given += size;
    }
    trial.giveBack();
    trial.giveBackQueue();
    return OptionalLong.empty();
  }

  private boolean has(long size) {
    Object result = call(context, "createBuffer", READ_AND_WRITE, size);
    long buffer = (long) call(result, "getBuffer");
    if (buffer == 0 || (int) call(result, "getResult") != 0) {
      return false;
    }
    buffers.add(buffer);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment word = arena.allocateFrom(ValueLayout.JAVA_INT, WORD);
      MemorySegment back = arena.allocate(ValueLayout.JAVA_INT);
      long heard = NativeOutput.size();
      copy("writeBuffer", buffer, word);
      boolean taken = NativeOutput.refusalSince(heard).isEmpty();
      copy("readBuffer", buffer, back);
      NativeOutput.refusalSince(heard)
          .filter(_ -> taken)
          .ifPresent(refusal -> {
            throw Failures.refused(info, refusal);
          });
      return back.get(ValueLayout.JAVA_INT, 0) == WORD;
    }
  }

  private void copy(String method, long buffer, MemorySegment word) {
    try {
      device
          .getClass()
          .getMethod(
              method,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              int[].class)
          .invoke(device, PLAN, buffer, 0L, word.byteSize(), word.address(), 0L, null);
    } catch (ReflectiveOperationException failure) {
      throw unknown(failure);
    }
  }

  private void giveBack() {
    buffers.forEach(buffer -> call(context, "releaseBuffer", buffer));
  }

  /** Not after a copy that failed: TornadoVM then keeps an event that never existed. */
  private void giveBackQueue() {
    device.reset(PLAN);
    device.setResetToFalse();
  }

  /** Calls a method of TornadoVM's OpenCL backend, whose module is not there at compile time. */
  private static Object call(Object object, String name, Long... numbers) {
    Class<?>[] types = new Class<?>[numbers.length];
    Arrays.fill(types, long.class);
    try {
      Method method = object.getClass().getMethod(name, types);
      return method.invoke(object, (Object[]) numbers);
    } catch (InvocationTargetException failure) {
      throw failure.getCause() instanceof RuntimeException mine ? mine : unknown(failure);
    } catch (ReflectiveOperationException failure) {
      throw unknown(failure);
    }
  }

  private static IllegalStateException unknown(ReflectiveOperationException failure) {
    return new IllegalStateException("TornadoVM's OpenCL backend is not that of 5.2.", failure);
  }
}
