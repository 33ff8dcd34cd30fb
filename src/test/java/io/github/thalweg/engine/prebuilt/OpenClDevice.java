package io.github.thalweg.engine.prebuilt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jocl.CL.CL_DEVICE_MAX_COMPUTE_UNITS;
import static org.jocl.CL.CL_DEVICE_NAME;
import static org.jocl.CL.CL_DEVICE_TYPE_ALL;
import static org.jocl.CL.CL_MEM_READ_WRITE;
import static org.jocl.CL.CL_TRUE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;

/**
 * An OpenCL device without TornadoVM, which starts kernels the way that TornadoVM does: four
 * arguments of its own first, arrays behind a header, scalars as ints.
 */
final class OpenClDevice {
  static final String NONE =
      "no OpenCL device (PoCL, Debian's pocl-opencl-icd, makes one of a CPU)";

  /**
   * NaN behind the end of each array: a kernel that reads it shows it, one that writes is caught.
   */
  private static final int GUARD = 64;

  /**
   * Clang warns on a processor without registers for sixteen floats that functions take them
   * another way; all functions here are inlined.
   */
  private static final String EXCUSED =
      """
      #ifdef __clang__
      #pragma clang diagnostic ignored "-Wpsabi"
      #endif
      """;

  private static Optional<OpenClDevice> first = Optional.empty();
  private static boolean searched;

  private final cl_device_id device;
  private final cl_context context;
  private final cl_command_queue queue;
  private final cl_mem hidden;
  private final Map<String, cl_program> programs = new HashMap<>();

  private OpenClDevice(cl_platform_id platform, cl_device_id device) {
    this.device = device;
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, platform);
    context = CL.clCreateContext(properties, 1, new cl_device_id[] {device}, null, null, null);
    queue = CL.clCreateCommandQueueWithProperties(context, device, null, null);
    hidden = CL.clCreateBuffer(context, CL_MEM_READ_WRITE, 64, null, null);
  }

  /** The first device of the first platform, or nothing where there is no OpenCL. */
  static synchronized Optional<OpenClDevice> first() {
    if (!searched) {
      searched = true;
      try {
        CL.setExceptionsEnabled(true);
        cl_platform_id[] platform = new cl_platform_id[1];
        CL.clGetPlatformIDs(1, platform, null);
        cl_device_id[] device = new cl_device_id[1];
        CL.clGetDeviceIDs(platform[0], CL_DEVICE_TYPE_ALL, 1, device, null);
        first = Optional.of(new OpenClDevice(platform[0], device[0]));
      } catch (CLException | UnsatisfiedLinkError e) {
        first = Optional.empty();
      }
    }
    return first;
  }

  String name() {
    byte[] value = new byte[256];
    long[] size = new long[1];
    CL.clGetDeviceInfo(device, CL_DEVICE_NAME, value.length, Pointer.to(value), size);
    return new String(value, 0, (int) size[0] - 1, StandardCharsets.UTF_8).strip();
  }

  int computeUnits() {
    int[] value = new int[1];
    CL.clGetDeviceInfo(device, CL_DEVICE_MAX_COMPUTE_UNITS, Sizeof.cl_int, Pointer.to(value), null);
    return value[0];
  }

  /** Arrays of this device that start with a header of so many bytes, and kernels that know it. */
  record Arrays(OpenClDevice device, int header) {
    Array floats(float... values) {
      ByteBuffer bytes = bytes(values.length);
      bytes.asFloatBuffer().put(values);
      return new Array(this, values.length, bytes);
    }

    Array ints(int... values) {
      ByteBuffer bytes = bytes(values.length);
      bytes.asIntBuffer().put(values);
      return new Array(this, values.length, bytes);
    }

    private static ByteBuffer bytes(int count) {
      return ByteBuffer.allocateDirect(4 * count).order(ByteOrder.nativeOrder());
    }

    /** A kernel with its arguments: arrays, ints and floats. */
    Task task(Launch launch, Object... arguments) {
      return new Task(device, launch, header, arguments);
    }
  }

  /** An array on the device. */
  static final class Array {
    private final Arrays arrays;
    private final int count;
    private final cl_mem memory;

    private Array(Arrays arrays, int count, ByteBuffer data) {
      this.arrays = arrays;
      this.count = count;
      long size = arrays.header + 4L * (count + GUARD);
      memory = CL.clCreateBuffer(arrays.device.context, CL_MEM_READ_WRITE, size, null, null);
      fill(0, arrays.header / 4);
      fill(arrays.header + 4L * count, GUARD);
      move(true, arrays.header, data);
    }

    private void fill(long at, int floats) {
      float[] nan = new float[floats];
      java.util.Arrays.fill(nan, Float.NaN);
      ByteBuffer bytes = Arrays.bytes(floats);
      bytes.asFloatBuffer().put(nan);
      move(true, at, bytes);
    }

    private void move(boolean toDevice, long at, ByteBuffer bytes) {
      Pointer host = Pointer.to(bytes);
      cl_command_queue queue = arrays.device.queue;
      if (toDevice) {
        CL.clEnqueueWriteBuffer(queue, memory, CL_TRUE, at, bytes.capacity(), host, 0, null, null);
      } else {
        CL.clEnqueueReadBuffer(queue, memory, CL_TRUE, at, bytes.capacity(), host, 0, null, null);
      }
    }

    /** The values; fails when something was written outside of them. */
    float[] read() {
      ByteBuffer bytes = Arrays.bytes(count);
      move(false, arrays.header, bytes);
      float[] values = new float[count];
      bytes.asFloatBuffer().get(values);
      requireUntouched(0, arrays.header / 4);
      requireUntouched(arrays.header + 4L * count, GUARD);
      return values;
    }

    /** Replaces the first values of an array of ints. */
    void write(int... first) {
      ByteBuffer bytes = Arrays.bytes(first.length);
      bytes.asIntBuffer().put(first);
      move(true, arrays.header, bytes);
    }

    /** Replaces the first values of an array of floats. */
    void write(float... first) {
      ByteBuffer bytes = Arrays.bytes(first.length);
      bytes.asFloatBuffer().put(first);
      move(true, arrays.header, bytes);
    }

    /** The first values of an array of ints. */
    int[] readInts(int first) {
      ByteBuffer bytes = Arrays.bytes(first);
      move(false, arrays.header, bytes);
      int[] values = new int[first];
      bytes.asIntBuffer().get(values);
      return values;
    }

    private void requireUntouched(long at, int floats) {
      ByteBuffer bytes = Arrays.bytes(floats);
      move(false, at, bytes);
      for (int i = 0; i < floats; i++) {
        assertThat(bytes.getFloat(4 * i)).as("outside of the array at %d", i).isNaN();
      }
    }

    void release() {
      CL.clReleaseMemObject(memory);
    }
  }

  /** A kernel with its arguments, ready to run any number of times. */
  static final class Task {
    private final OpenClDevice device;
    private final Launch launch;
    private final cl_kernel kernel;

    private Task(OpenClDevice device, Launch launch, int header, Object... arguments) {
      this.device = device;
      this.launch = launch;
      kernel = CL.clCreateKernel(device.program(launch.openCl(header)), launch.entry(), null);
      set(0, device.hidden);
      set(1, device.hidden);
      CL.clSetKernelArg(kernel, 2, 8, null);
      set(3, device.hidden);
      Map<Boolean, List<Object>> byKind =
          Stream.of(arguments).collect(Collectors.partitioningBy(Array.class::isInstance));
      List<Object> all =
          launch.arguments(byKind.get(true), byKind.get(true).getFirst(), byKind.get(false));
      for (int i = 0; i < all.size(); i++) {
        set(4 + i, all.get(i));
      }
    }

    private void set(int index, Object argument) {
      switch (argument) {
        case cl_mem memory -> CL.clSetKernelArg(kernel, index, Sizeof.cl_mem, Pointer.to(memory));
        case Array array -> set(index, array.memory);
        case Float value -> set(index, Float.floatToRawIntBits(value));
        case Integer value ->
            CL.clSetKernelArg(kernel, index, Sizeof.cl_int, Pointer.to(new int[] {value}));
        default -> throw new IllegalArgumentException("argument " + argument);
      }
    }

    /** Starts the kernel and waits for it. */
    void run() {
      CL.clEnqueueNDRangeKernel(
          device.queue,
          kernel,
          launch.global().length,
          null,
          launch.global(),
          launch.local(),
          0,
          null,
          null);
      CL.clFinish(device.queue);
    }
  }

  private cl_program program(String source) {
    return programs.computeIfAbsent(
        source,
        text -> {
          cl_program program =
              CL.clCreateProgramWithSource(context, 2, new String[] {EXCUSED, text}, null, null);
          CL.clBuildProgram(program, 0, null, "-Werror", null, null);
          return program;
        });
  }
}
