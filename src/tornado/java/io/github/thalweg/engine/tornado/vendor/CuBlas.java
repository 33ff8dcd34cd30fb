package io.github.thalweg.engine.tornado.vendor;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.tornado.driver.Failures;
import io.github.thalweg.engine.tornado.tasks.PhaseTasks;
import io.github.thalweg.engine.tornado.tasks.Product;
import io.github.thalweg.engine.tornado.tasks.ProductLibrary;
import io.github.thalweg.nn.Tensor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * SGEMM of cuBLAS as a library task of TornadoVM, on its CUDA backend. TornadoVM's binding is a
 * separate module, which only that backend has, so it is looked up by name.
 *
 * @param factory makes a task of a product's parameters
 */
public record CuBlas(Precision precision, Method factory) implements ProductLibrary {
  private static final String BACKEND = "cuda";
  private static final String BINDING = "uk.ac.manchester.tornado.cublas.CuBlas";
  private static final String NATIVE_PART =
      "uk.ac.manchester.tornado.cublas.provider.CuBlasNativeLib";

  /** cublasOperation_t. */
  private static final int AS_IT_IS = 0;

  private static final int TRANSPOSED = 1;

  /**
   * The product for a device.
   *
   * @throws InvalidInputException if the device has no cuBLAS
   */
  public static CuBlas of(DeviceInfo device, Precision precision) {
    if (!device.backend().equals(BACKEND)) {
      throw new InvalidInputException(
          "The library family is cuBLAS on an NVIDIA GPU, through TornadoVM's CUDA backend; "
              + device.id()
              + " is a device of the "
              + device.backend()
              + " backend: use --kernels jit or prebuilt.");
    }
    try {
      Method load = Class.forName(NATIVE_PART).getDeclaredMethod("load");
      load.setAccessible(true);
      load.invoke(null);
      return new CuBlas(precision, factory(precision));
    } catch (ClassNotFoundException absent) {
      throw missing(device, "Java was started without TornadoVM's module tornado.cublas", absent);
    } catch (InvocationTargetException failure) {
      throw missing(device, Failures.firstLine(failure), failure);
    } catch (ReflectiveOperationException | RuntimeException other) {
      throw missing(device, "its binding is not that of TornadoVM 5.2", other);
    }
  }

  /** The method of TornadoVM's binding that describes a product in a precision. */
  public static Method factory(Precision precision) throws ReflectiveOperationException {
    String name =
        switch (precision) {
          case FP32 -> "cublasSgemm";
          case TF32 -> "cublasSgemmTF32";
        };
    return Class.forName(BINDING)
        .getMethod(
            name,
            int.class,
            int.class,
            int.class,
            int.class,
            int.class,
            float.class,
            FloatArray.class,
            int.class,
            FloatArray.class,
            int.class,
            float.class,
            FloatArray.class,
            int.class);
  }

  private static InvalidInputException missing(DeviceInfo device, String why, Exception cause) {
    InvalidInputException refusal =
        new InvalidInputException(
            "The library family needs cuBLAS, which cannot be used on "
                + device.id()
                + ": "
                + why
                + "; install TornadoVM's CUDA backend and CUDA's libcublas, or use --kernels jit or"
                + " prebuilt.");
    refusal.initCause(cause);
    return refusal;
  }

  @Override
  public String function() {
    return factory.getName();
  }

  @Override
  public void add(String task, String operation, Tensor result, Product product, PhaseTasks tasks) {
    tasks.addSingle(
        task, operation, result, id -> tasks.graph.libraryTask(id, this::descriptor, product));
  }

  /** op(A)·op(B) · 1 + C · 0. */
  public LibraryTaskDescriptor descriptor(Product product) {
    try {
      return (LibraryTaskDescriptor)
          factory.invoke(
              null,
              operation(product.transposedA()),
              operation(product.transposedB()),
              product.rows(),
              product.columns(),
              product.inner(),
              1f,
              product.a(),
              product.strideA(),
              product.b(),
              product.strideB(),
              0f,
              product.c(),
              product.strideC());
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("TornadoVM's cuBLAS binding refuses a product.", failure);
    }
  }

  private static int operation(boolean transposed) {
    return transposed ? TRANSPOSED : AS_IT_IS;
  }
}
